//! Pairs that are rows of a model with fields of their own.

use querent::prelude::*;
use querent::{Error, Kind};
use querent_testkit::StatementCounts;
use time::OffsetDateTime;

#[derive(Model, Debug)]
#[model(table = "club")]
struct Club {
    id: i64,
    name: String,
    #[relation(through = Membership)]
    members: ManyToMany<Person>,
    #[relation(table = "club_owners")]
    owners: ManyToMany<Person>,
}

#[derive(Model, Debug)]
#[model(ordering = [name])]
struct Person {
    id: i64,
    name: String,
    #[relation(by = members)]
    clubs: ManyToMany<Club>,
}

#[derive(Model, Debug)]
#[model(ordering = [id])]
struct Membership {
    id: i64,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    club: ForeignKey<Club>,
    joined: i32,
    reason: Option<String>,
    #[field(auto_now_add)]
    written_at: OffsetDateTime,
}

#[derive(Model, Debug)]
#[model(ordering = [id])]
struct Visit {
    id: i64,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    club: ForeignKey<Club>,
    place: i32,
}

/// Ann is a member twice.
const ROWS: &str = "
    INSERT INTO person (name) VALUES ('Ann'), ('Bob'), ('Cid');
    INSERT INTO club (name) VALUES ('chess');
    INSERT INTO membership (person_id, club_id, joined) VALUES (1, 1, 2001), (1, 1, 2002);";

async fn chess(db: &Db) -> Club {
    Club::objects(db).by_key(1).await.unwrap()
}

/// Who is a member since when, and why.
async fn memberships(db: &Db) -> Vec<(String, i32, Option<String>)> {
    Membership::objects(db).values(|m| (m.person.name, m.joined, m.reason)).await.unwrap()
}

fn membership(name: &str, joined: i32, reason: Option<&str>) -> (String, i32, Option<String>) {
    (name.to_owned(), joined, reason.map(str::to_owned))
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn new_pairs_have_the_values_of_the_draft_and_old_ones_keep_theirs(db: Db) {
    let mut chess = chess(&db).await;
    let draft = Membership::draft().joined(1999).reason("new");
    db.assert_statements(1, chess.members.add_with(&db, [1, 2], draft)).await.unwrap();
    let told = memberships(&db).await;
    let ann = [membership("Ann", 2001, None), membership("Ann", 2002, None)];
    assert_eq!(told[..2], ann);
    assert_eq!(told[2..], [membership("Bob", 1999, Some("new"))]);
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn pairs_are_added_from_the_other_side_with_the_same_draft(db: Db) {
    let mut bob = Person::objects(&db).by_key(2).await.unwrap();
    bob.clubs.add_with(&db, [&chess(&db).await], Membership::draft().joined(5)).await.unwrap();
    assert_eq!(memberships(&db).await[2..], [membership("Bob", 5, None)]);
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn a_set_removes_every_row_of_a_pair_and_adds_with_the_draft(db: Db) {
    let mut chess = chess(&db).await;
    chess.members.set_with(&db, [2, 3], Membership::draft().joined(5)).await.unwrap();
    assert_eq!(memberships(&db).await, [membership("Bob", 5, None), membership("Cid", 5, None)]);
    chess.members.remove(&db, [2]).await.unwrap();
    assert_eq!(memberships(&db).await, [membership("Cid", 5, None)]);
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn a_row_is_created_with_a_pair_that_has_values(db: Db) {
    let mut chess = chess(&db).await;
    let defaults = Membership::draft().joined(7).reason(None);
    let zoe = chess.members.create_with(&db, Person::draft().name("Zoe"), defaults);
    assert_eq!(db.assert_statements(1, zoe).await.unwrap().name, "Zoe");
    assert_eq!(memberships(&db).await[2..], [membership("Zoe", 7, None)]);
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn a_row_that_is_found_or_created_is_paired_with_the_draft(db: Db) {
    let mut chess = chess(&db).await;
    let pair = || Membership::draft().joined(7);
    let person = |name: &str| Person::draft().name(name);
    let (_, is_new) = chess.members.get_or_create_with(&db, |p| p.name, person("Ann"), pair()).await.unwrap();
    assert!(!is_new);
    let (_, is_new) =
        chess.members.update_or_create_with(&db, |p| p.name, person("Zoe"), pair()).await.unwrap();
    assert!(is_new);
    let expected = [membership("Ann", 2001, None), membership("Ann", 2002, None), membership("Zoe", 7, None)];
    assert_eq!(memberships(&db).await, expected);
}

fn refused(error: &Error, text: &str) {
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(error.to_string(), text);
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn pairs_that_need_a_value_are_not_added_without_it(db: Db) {
    let mut chess = chess(&db).await;
    let text = "`Club.members` goes through `Membership`, whose `joined` has no default: the methods that end in \
                `_with`, such as `add_with`, take it from a draft, `Membership::draft().joined(…)`";
    refused(&db.assert_statements(0, chess.members.add(&db, [2])).await.unwrap_err(), text);
    refused(&db.assert_statements(0, chess.members.set(&db, [2])).await.unwrap_err(), text);
    let zoe = chess.members.create(&db, Person::draft().name("Zoe"));
    refused(&db.assert_statements(0, zoe).await.unwrap_err(), text);
    chess.members.remove(&db, [1]).await.unwrap();
    assert!(memberships(&db).await.is_empty());
}

#[querent_testkit::test(models = [Membership, Visit], sql = ROWS)]
async fn a_draft_that_does_not_fit_the_pairs_is_refused_before_anything_is_sent(db: Db) {
    let mut chess = chess(&db).await;
    let other = chess.members.add_with(&db, [2], Visit::draft().place(1));
    refused(
        &db.assert_statements(0, other).await.unwrap_err(),
        "`Club.members` goes through `Membership`, and the draft is one of `Visit`",
    );
    let no_row: [i64; 0] = [];
    let nobody = chess.members.set_with(&db, no_row, Visit::draft().place(1));
    refused(
        &db.assert_statements(0, nobody).await.unwrap_err(),
        "`Club.members` goes through `Membership`, and the draft is one of `Visit`",
    );
    let none = chess.owners.add_with(&db, [2], Membership::draft().joined(1));
    refused(
        &db.assert_statements(0, none).await.unwrap_err(),
        "`Club.owners` has a table of pairs that hold nothing else, and no `Membership`: name the model with \
         `#[relation(through = Membership)]`, or leave the draft out",
    );
}

#[derive(Model, Debug)]
struct Stay {
    id: i64,
    name: String,
    #[relation(through = Night, columns = (stay_id, guest_id))]
    guests: ManyToMany<Person>,
}

#[derive(Model, Debug)]
struct Night {
    id: i64,
    #[relation(on_delete = Cascade)]
    guest: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    host: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    stay: ForeignKey<Stay>,
    #[field(unique)]
    place: i32,
}

#[querent_testkit::test(
    models = [Stay, Night, Membership],
    sql = "INSERT INTO person (name) VALUES ('Ann'), ('Bob'), ('Cid'); INSERT INTO stay (name) VALUES ('inn')"
)]
async fn another_key_of_the_pairs_comes_from_the_draft(db: Db) {
    let mut inn = Stay::objects(&db).by_key(1).await.unwrap();
    let lost = inn.guests.add_with(&db, [2], Night::draft().place(1));
    refused(
        &db.assert_statements(0, lost).await.unwrap_err(),
        "a draft of `Night` has no `host`, and `Stay.guests` fills in its own key only: add `.host(…)` to the draft",
    );
    inn.guests.add_with(&db, [2], Night::draft().host(1).place(1)).await.unwrap();
    let nights = Night::objects(&db).values(|n| (n.guest.key(), n.host.key(), n.place)).await.unwrap();
    assert_eq!(nights, [(2, 1, 1)]);
    // A constraint of the model is no reason to pass a pair over.
    let error = inn.guests.add_with(&db, [3], Night::draft().host(1).place(1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation);
    // The row that is in the way goes first.
    inn.guests.set_with(&db, [3], Night::draft().host(1).place(1)).await.unwrap();
    assert_eq!(Night::objects(&db).values(|n| n.guest.key()).await.unwrap(), [3]);
}
