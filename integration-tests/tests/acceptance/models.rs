//! The models of the cases, on the tables that Django made for them.

use querent::prelude::*;
use time::{Date, OffsetDateTime};

/// Models that the cases tell rows of by a name.
pub trait Named: Model<Key = i64> {
    /// The name.
    fn name(&self) -> &str;
}

macro_rules! named {
    ($($model:ident by $field:ident),* $(,)?) => { $(
        impl Named for $model {
            fn name(&self) -> &str {
                &self.$field
            }
        }
    )* };
}

named! {
    Blog by name, Tag by name, Creator by name, Item by name, Report by name, Identifier by name, Group by name,
    Person by name, RPerson by name, ModelA by name, LeafA by data, Employee by firstname, Comment by comment_text,
}

#[derive(Model, Debug)]
#[model(table = "oracle_blog")]
pub struct Blog {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    #[relation(by = blog)]
    pub entries: HasMany<Entry>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_writer")]
pub struct Writer {
    pub id: i64,
    #[field(max_length = 200)]
    pub name: String,
    #[relation(by = authors)]
    pub entries: ManyToMany<Entry>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_entry")]
pub struct Entry {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub blog: ForeignKey<Blog>,
    #[field(max_length = 255)]
    pub headline: String,
    pub pub_date: Date,
    pub number_of_comments: i32,
    pub number_of_pingbacks: i32,
    pub rating: Option<i32>,
    #[relation(table = "oracle_entry_authors", columns = (entry_id, writer_id))]
    pub authors: ManyToMany<Writer>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_category")]
pub struct Category {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_tag", ordering = [name])]
pub struct Tag {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    #[relation(on_delete = SetNull)]
    pub parent: ForeignKey<Option<Tag>>,
    #[relation(on_delete = SetNull)]
    pub category: ForeignKey<Option<Category>>,
    #[relation(by = parent)]
    pub children: HasMany<Tag>,
    #[relation(by = tag)]
    pub annotations: HasMany<Annotation>,
    #[relation(by = tags)]
    pub items: ManyToMany<Item>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_note", ordering = [note])]
pub struct Note {
    pub id: i64,
    #[field(max_length = 100)]
    pub note: String,
    #[field(max_length = 25)]
    pub misc: String,
    #[relation(on_delete = SetNull)]
    pub tag: ForeignKey<Option<Tag>>,
    #[relation(by = note)]
    pub extra_infos: HasMany<ExtraInfo>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_annotation", ordering = [name])]
pub struct Annotation {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    #[relation(on_delete = Cascade)]
    pub tag: ForeignKey<Tag>,
    #[relation(table = "oracle_annotation_notes", columns = (annotation_id, note_id))]
    pub notes: ManyToMany<Note>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_extrainfo", ordering = [info])]
pub struct ExtraInfo {
    pub id: i64,
    #[field(max_length = 100)]
    pub info: String,
    #[relation(on_delete = Cascade)]
    pub note: ForeignKey<Option<Note>>,
    pub value: Option<i32>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_creator", ordering = [name])]
pub struct Creator {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    #[field(unique)]
    pub num: i32,
    #[relation(on_delete = Cascade)]
    pub extra: ForeignKey<ExtraInfo>,
    #[relation(by = creator)]
    pub items: HasMany<Item>,
    #[relation(by = creator)]
    pub rankings: HasMany<Ranking>,
}

/// A creator as reports know one: by the number that is unique too.
#[derive(Model, Debug)]
#[model(table = "oracle_creator", ordering = [name])]
pub struct NumberedCreator {
    #[field(primary_key)]
    pub num: i32,
    #[field(max_length = 10)]
    pub name: String,
    #[relation(by = creator)]
    pub reports: HasMany<Report>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_item", ordering = [-note.note, name])]
pub struct Item {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    pub modified: Option<OffsetDateTime>,
    #[relation(on_delete = Cascade)]
    pub creator: ForeignKey<Creator>,
    #[relation(on_delete = Cascade)]
    pub note: ForeignKey<Note>,
    #[relation(table = "oracle_item_tags", columns = (item_id, tag_id))]
    pub tags: ManyToMany<Tag>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_report")]
pub struct Report {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    #[relation(on_delete = SetNull)]
    pub creator: ForeignKey<Option<NumberedCreator>>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_ranking", ordering = [creator.name, -rank])]
pub struct Ranking {
    pub id: i64,
    pub rank: i32,
    #[relation(on_delete = Cascade)]
    pub creator: ForeignKey<Creator>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_identifier")]
pub struct Identifier {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    #[relation(by = identifier)]
    pub program: HasOne<Program>,
    #[relation(by = identifier)]
    pub channel: HasOne<Channel>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_program")]
pub struct Program {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub identifier: OneToOne<Identifier>,
    #[relation(by = programs)]
    pub channels: ManyToMany<Channel>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_channel")]
pub struct Channel {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub identifier: OneToOne<Identifier>,
    #[relation(table = "oracle_channel_programs", columns = (channel_id, program_id))]
    pub programs: ManyToMany<Program>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_modeld")]
pub struct ModelD {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_modelc")]
pub struct ModelC {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_modelb")]
pub struct ModelB {
    pub id: i64,
    pub name: String,
    #[relation(on_delete = Cascade)]
    pub c: ForeignKey<ModelC>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_modela")]
pub struct ModelA {
    pub id: i64,
    pub name: String,
    #[relation(on_delete = SetNull)]
    pub b: ForeignKey<Option<ModelB>>,
    #[relation(on_delete = Cascade)]
    pub d: ForeignKey<ModelD>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_leafa")]
pub struct LeafA {
    pub id: i64,
    #[field(max_length = 10)]
    pub data: String,
    #[relation(by = a)]
    pub joins: HasMany<Join>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_leafb")]
pub struct LeafB {
    pub id: i64,
    #[field(max_length = 10)]
    pub data: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_join")]
pub struct Join {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub a: ForeignKey<LeafA>,
    #[relation(on_delete = Cascade)]
    pub b: ForeignKey<LeafB>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_nullablename", ordering = [id])]
pub struct NullableName {
    pub id: i64,
    #[field(max_length = 20)]
    pub name: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_number")]
pub struct Number {
    pub id: i64,
    pub num: i32,
    pub other_num: Option<i32>,
    pub another_num: Option<i32>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_systeminfo")]
pub struct SystemInfo {
    pub id: i64,
    #[field(max_length = 32)]
    pub system_name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_forum")]
pub struct Forum {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub system_info: ForeignKey<SystemInfo>,
    #[field(max_length = 32)]
    pub forum_name: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_post")]
pub struct Post {
    pub id: i64,
    #[relation(on_delete = SetNull)]
    pub forum: ForeignKey<Option<Forum>>,
    #[field(max_length = 32)]
    pub title: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_comment", ordering = [comment_text])]
pub struct Comment {
    pub id: i64,
    #[relation(on_delete = SetNull)]
    pub post: ForeignKey<Option<Post>>,
    #[field(max_length = 250)]
    pub comment_text: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_textsample")]
pub struct TextSample {
    pub id: i64,
    #[field(max_length = 100)]
    pub s: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_employee")]
pub struct Employee {
    pub id: i64,
    #[field(max_length = 50)]
    pub firstname: String,
    #[field(max_length = 50)]
    pub lastname: String,
    pub salary: Option<i32>,
    #[relation(on_delete = Cascade)]
    pub manager: ForeignKey<Option<Employee>>,
    #[relation(by = ceo)]
    pub companies_led: HasMany<Company>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_company")]
pub struct Company {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    pub num_employees: i32,
    pub num_chairs: i32,
    #[relation(on_delete = Cascade)]
    pub ceo: ForeignKey<Employee>,
    #[relation(on_delete = SetNull)]
    pub point_of_contact: ForeignKey<Option<Employee>>,
    pub based_in_eu: bool,
}

#[derive(Model, Debug)]
#[model(table = "oracle_person", ordering = [name])]
pub struct Person {
    pub id: i64,
    #[field(max_length = 128)]
    pub name: String,
    #[relation(by = members)]
    pub groups: ManyToMany<Group>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_group", ordering = [name])]
pub struct Group {
    pub id: i64,
    #[field(max_length = 128)]
    pub name: String,
    #[relation(through = Membership)]
    pub members: ManyToMany<Person>,
    #[relation(by = group)]
    pub memberships: HasMany<Membership>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_membership", ordering = [id])]
pub struct Membership {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    pub group: ForeignKey<Group>,
    #[field(default = 2000)]
    pub joined: i32,
    #[field(max_length = 64)]
    pub invite_reason: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_rperson")]
pub struct RPerson {
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
    #[relation(table = "oracle_rperson_idols", columns = (from_rperson_id, to_rperson_id))]
    pub idols: ManyToMany<RPerson>,
    #[relation(by = idols)]
    pub stalkers: ManyToMany<RPerson>,
}
