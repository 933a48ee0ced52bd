//! Many-to-many relations through a model of their own: which keys are the two sides, and which models are refused.

use querent::prelude::*;
use querent_migrate::{Kind, schema_of};

#[derive(Model, Debug)]
struct Person {
    id: i64,
    name: String,
}

#[derive(Model, Debug)]
struct Membership {
    id: i64,
    #[relation(on_delete = Cascade)]
    invited_by: ForeignKey<Option<Person>>,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    club: ForeignKey<Club>,
}

#[derive(Model, Debug)]
struct Club {
    id: i64,
    #[relation(through = Membership, columns = (club_id, person_id))]
    members: ManyToMany<Person>,
}

#[derive(Model, Debug)]
#[model(table = "undecided")]
struct Undecided {
    id: i64,
    #[relation(through = Invitation)]
    guests: ManyToMany<Person>,
}

#[derive(Model, Debug)]
struct Invitation {
    id: i64,
    #[relation(on_delete = Cascade)]
    by: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    guest: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    to: ForeignKey<Undecided>,
}

#[derive(Model, Debug)]
struct First {
    id: i64,
    #[relation(table = "pairs")]
    people: ManyToMany<Person>,
}

#[derive(Model, Debug)]
struct Second {
    id: i64,
    #[relation(table = "pairs")]
    people: ManyToMany<Person>,
}

/// A pair whose person may be gone: the key is NULL then.
#[derive(Model, Debug)]
struct Enrolment {
    id: i64,
    #[relation(on_delete = Cascade)]
    guild: ForeignKey<Guild>,
    #[relation(on_delete = SetNull)]
    person: ForeignKey<Option<Person>>,
}

/// A pair whose person may be gone: nothing checks the key.
#[derive(Model, Debug)]
struct Rumour {
    id: i64,
    #[relation(on_delete = Cascade)]
    guild: ForeignKey<Guild>,
    #[relation(on_delete = NoAction, constraint = false)]
    person: ForeignKey<Person>,
}

#[derive(Model, Debug)]
struct Guild {
    id: i64,
    #[relation(through = Enrolment)]
    people: ManyToMany<Person>,
    #[relation(through = Rumour)]
    rumoured: ManyToMany<Person>,
}

#[querent_testkit::test(
    models = [Club, Membership],
    sql = "INSERT INTO person (name) VALUES ('Ada'), ('Bob');
           INSERT INTO club DEFAULT VALUES;
           INSERT INTO membership (invited_by_id, person_id, club_id) VALUES (1, 2, 1)"
)]
async fn the_named_columns_are_the_two_sides(db: Db) {
    let clubs = Club::objects(&db).prefetch_related(|c| c.members).await.unwrap();
    let names: Vec<_> = clubs[0].members.loaded().unwrap().iter().map(|person| &*person.name).collect();
    assert_eq!(names, ["Bob"]);
}

#[querent_testkit::test(
    models = [Guild, Enrolment, Rumour],
    sql = "INSERT INTO person (name) VALUES ('Ada'), ('Bob');
           INSERT INTO guild VALUES (DEFAULT), (DEFAULT), (DEFAULT);
           INSERT INTO enrolment (guild_id, person_id) VALUES (1, 1), (2, 1), (2, 2);
           INSERT INTO rumour (guild_id, person_id) VALUES (1, 1), (2, 1), (2, 2);
           DELETE FROM person WHERE id = 1"
)]
async fn pairs_that_lead_to_no_row_are_none(db: Db) {
    let guilds = Guild::objects(&db).order_by(|g| g.id).await.unwrap();
    for (guild, left) in guilds.iter().zip([0, 1, 0]) {
        assert_eq!(guild.people.objects(&db).count().await.unwrap(), left);
        assert_eq!(guild.rumoured.objects(&db).count().await.unwrap(), left);
        assert_eq!(guild.people.objects(&db).exists().await.unwrap(), left > 0);
        assert_eq!(guild.rumoured.objects(&db).exists().await.unwrap(), left > 0);
    }
    let ids =
        |guilds: QuerySet<Guild>| async move { guilds.order_by(|g| g.id).values(|g| g.id).await.unwrap() };
    let all = || Guild::objects(&db);
    assert_eq!(ids(all().filter(|g| g.people.is_null())).await, [1, 3]);
    assert_eq!(ids(all().filter(|g| g.rumoured.is_null())).await, [1, 3]);
    assert_eq!(ids(all().filter(|g| g.people.is_not_null())).await, [2]);
    assert_eq!(ids(all().filter(|g| g.rumoured.is_not_null())).await, [2]);
    assert_eq!(ids(all().exclude(|g| g.people.is_null())).await, [2]);
    assert_eq!(ids(all().exclude(|g| g.rumoured.is_null())).await, [2]);
    assert_eq!(ids(all().exclude(|g| g.people.is_not_null())).await, [1, 3]);
    assert_eq!(ids(all().exclude(|g| g.rumoured.is_not_null())).await, [1, 3]);
    let either = all().filter(|g| g.id.eq(3) | g.people.is_not_null());
    assert_eq!(ids(either).await, [2, 3]);
}

#[test]
fn two_keys_to_one_side_are_refused_unless_the_columns_are_named() {
    let error = schema_of(&[Undecided::META, Invitation::META]).unwrap_err();
    assert_eq!(error.kind(), Kind::Model);
    assert_eq!(
        error.to_string(),
        "`Undecided.guests` goes through `Invitation`, which has not one key to each side; name them: \
         `columns = (…_id, …_id)`"
    );
}

#[test]
fn a_model_that_pairs_go_through_comes_with_them() {
    let tables = schema_of(&[Club::META]).unwrap().tables;
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["club", "membership", "person"]);
}

#[test]
fn two_tables_of_pairs_of_one_name_are_refused() {
    let error = querent_migrate::ddl::create_statements(&schema_of(&[First::META, Second::META]).unwrap())
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Schema);
    assert!(error.to_string().contains("two tables are called `pairs`"), "{error}");
}
