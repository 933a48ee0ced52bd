//! A symmetrical relation between two models, and of a key; the text names `symmetrical`, `Group` and `Person`.

use querent::prelude::*;

#[derive(Model)]
struct Person {
    id: i64,
    #[relation(on_delete = Cascade, symmetrical)]
    boss: ForeignKey<Person>,
}

#[derive(Model)]
struct Group {
    id: i64,
    #[relation(symmetrical)]
    members: ManyToMany<Person>,
}

fn main() {}
