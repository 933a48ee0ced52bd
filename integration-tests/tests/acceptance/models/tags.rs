//! Tagged items, and what hangs on them.

use querent::prelude::*;
use time::OffsetDateTime;

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
