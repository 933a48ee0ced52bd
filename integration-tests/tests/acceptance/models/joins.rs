//! Chains of keys that may be missing.

use querent::prelude::*;

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
