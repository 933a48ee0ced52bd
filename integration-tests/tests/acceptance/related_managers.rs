//! Rows that are written through the relations of others.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use time::macros::date;

use crate::ask::{ids, names, names_in_order};
use crate::database::on_the_data;
use crate::models::{Author, Blog, Book, Entry, Group, Membership, Person, RPerson};

async fn rperson(db: &Db, name: &str) -> RPerson {
    RPerson::objects(db).get(|p| p.name.eq(name)).await.unwrap()
}

#[test]
fn wri_13_pairs_are_added_once_from_both_sides_by_instance_and_by_key() {
    on_the_data(async |db| {
        let mut book = Book::objects(&db).by_key(5).await.unwrap();
        let norvig = Author::objects(&db).by_key(8).await.unwrap();
        book.authors.add(&db, [3]).await.unwrap();
        book.authors.add(&db, [3, norvig.id]).await.unwrap();
        book.authors.add(&db, [&norvig]).await.unwrap();
        assert_eq!(ids(&db, book.authors.objects(&db)).await, [3, 8, 9]);
        let mut author = Author::objects(&db).by_key(4).await.unwrap();
        author.books.add(&db, [1]).await.unwrap();
        assert_eq!(ids(&db, author.books.objects(&db)).await, [1, 3]);
        db.assert_statements(1, book.authors.add(&db, [3])).await.unwrap();
        // An instance is a row, so that what cannot be added is a key that no row has.
        let error = book.authors.add(&db, [999]).await.unwrap_err();
        assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    });
}

#[test]
fn wri_13_a_symmetrical_pair_has_a_mirror_and_another_has_none() {
    on_the_data(async |db| {
        let (mut bill, mut david) = (rperson(&db, "Bill").await, rperson(&db, "David").await);
        david.friends.add(&db, [&bill]).await.unwrap();
        bill.idols.add(&db, [&rperson(&db, "Chuck").await]).await.unwrap();
        assert_eq!(names(&db, bill.friends.objects(&db)).await, ["Anne", "David"]);
        assert_eq!(names(&db, david.friends.objects(&db)).await, ["Bill"]);
        assert_eq!(names(&db, bill.idols.objects(&db).exclude(|p| p.name.eq("Anne"))).await, ["Chuck"]);
        assert!(names(&db, rperson(&db, "Chuck").await.idols.objects(&db)).await.is_empty());
    });
}

#[test]
fn wri_15_pairs_with_fields_get_what_is_given_and_keep_what_they_have() {
    on_the_data(async |db| {
        // Defaults are the database's.
        db.batch_execute("ALTER TABLE oracle_membership ALTER joined SET DEFAULT 2000").await.unwrap();
        let mut oracle = Group::objects(&db).get(|g| g.name.eq("oracle")).await.unwrap();
        let bob = Person::objects(&db).get(|p| p.name.eq("Bob")).await.unwrap();
        let alex = Person::objects(&db).get(|p| p.name.eq("Alex")).await.unwrap();
        let jane = Person::objects(&db).get(|p| p.name.eq("Jane")).await.unwrap();
        let of = |person: &Person| {
            let (group, person) = (oracle.id, person.id);
            Membership::objects(&db).filter(|m| m.group.eq(group) & m.person.eq(person))
        };
        let (of_bob, of_alex) = (of(&bob), of(&alex));
        let new = Membership::draft().joined(1999).invite_reason("new");
        oracle.members.add_with(&db, [&bob, &alex], new).await.unwrap();
        let told = of_bob.values(|m| (m.joined, m.invite_reason)).await.unwrap();
        assert_eq!(told, [(1999, Some("new".to_owned()))]);
        assert_eq!(of_alex.clone().values(|m| m.joined).await.unwrap(), [2001, 2002]);
        let zoe = oracle.members.create(&db, Person::draft().name("Zoe")).await.unwrap();
        let of_zoe = Membership::objects(&db).get(|m| m.person.eq(&zoe)).await.unwrap();
        assert_eq!((&*zoe.name, of_zoe.joined), ("Zoe", 2000));
        oracle.members.remove(&db, [&alex]).await.unwrap();
        assert_eq!(of_alex.count().await.unwrap(), 0);
        oracle.members.set_with(&db, [&bob, &jane], Membership::draft().joined(5)).await.unwrap();
        assert_eq!(names_in_order(&db, oracle.members.objects(&db)).await, ["Bob", "Jane"]);
        let joined = Membership::objects(&db).filter(|m| m.group.eq(&oracle)).order_by(|m| m.person.name);
        assert_eq!(joined.values(|m| m.joined).await.unwrap(), [1999, 5]);
    });
}

#[test]
fn wri_17_a_row_is_created_behind_one_that_is_there() {
    on_the_data(async |db| {
        // What Django refuses when it saves does not compile here: a key is that of a row, and a draft is no row yet.
        let entry = || {
            let counts = Entry::draft().number_of_comments(0).number_of_pingbacks(0);
            counts.headline("h").pub_date(date!(2020 - 01 - 01))
        };
        let mut late = Blog::draft().name("late").create(&db).await.unwrap();
        let created = late.entries.create(&db, entry()).await.unwrap();
        assert_eq!(created.blog.key(), late.id);
        let error = entry().blog(999).create(&db).await.unwrap_err();
        assert_eq!(error.code().unwrap().code(), "23503");
        assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    });
}
