//! People in groups.

use querent::prelude::*;

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
    #[relation(table = "oracle_rperson_friends", columns = (from_rperson_id, to_rperson_id), symmetrical)]
    pub friends: ManyToMany<RPerson>,
    #[relation(table = "oracle_rperson_idols", columns = (from_rperson_id, to_rperson_id))]
    pub idols: ManyToMany<RPerson>,
    #[relation(by = idols)]
    pub stalkers: ManyToMany<RPerson>,
}
