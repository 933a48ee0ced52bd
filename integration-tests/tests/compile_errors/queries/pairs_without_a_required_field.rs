//! New pairs whose draft lacks more than keys; the text names `add_with` and `Missing<Membership_joined>`.

use querent::prelude::*;

#[derive(Model)]
struct Group {
    id: i64,
    #[relation(through = Membership)]
    members: ManyToMany<Person>,
}

#[derive(Model)]
struct Person {
    id: i64,
}

#[derive(Model)]
struct Membership {
    id: i64,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    group: ForeignKey<Group>,
    joined: i32,
}

async fn mistake(db: &Db, mut group: Group) -> querent::Result<()> {
    group.members.add_with(db, [1], Membership::draft()).await?;
    Ok(())
}

fn main() {}
