//! Rows that are written many at once, or looked for first.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::{Account, AccountDraft, Book, Country, Publisher, Rect};

#[test]
fn wri_05_update_from_an_annotation_a_subquery_and_rows_chosen_by_an_aggregate() {
    on_the_data(async |db| {
        let publishers = Publisher::objects(&db).order_by(|p| p.id);
        let awards = || publishers.clone().values(|p| p.num_awards);
        let counted = publishers.clone().update(|p| {
            let books = Book::within(p).filter(|b| b.publisher.eq(p.id)).values(|b| b.publisher.key());
            let count = books.annotate(|b| b.id.count()).values(|(_, n)| n.cast::<i32>());
            p.num_awards.set(subquery(count).coalesce(0))
        });
        assert_eq!(db.assert_statements(1, counted).await.unwrap(), 5);
        assert_eq!(awards().await.unwrap(), [2, 1, 2, 1, 0]);
        let more = publishers.clone().annotate(|p| p.num_awards + 1);
        assert_eq!(more.update(|(p, more)| p.num_awards.set(more)).await.unwrap(), 5);
        assert_eq!(awards().await.unwrap(), [3, 2, 3, 2, 1]);
        let books = publishers.clone().annotate(|p| p.books.count());
        let direct = books.clone().update(|(p, n)| p.num_awards.set(n.cast::<i32>()));
        assert_eq!(db.assert_statements(0, direct).await.unwrap_err().kind(), Kind::Misuse);
        let ordered = publishers.clone().order_by(|p| p.books.pages).update(|p| p.name.set("p"));
        assert_eq!(ordered.await.unwrap(), 5);
        let several = books.filter(|(_, n)| n.gt(1)).update(|(p, _)| p.name.set("big"));
        assert_eq!(db.assert_statements(1, several).await.unwrap(), 2);
    });
}

#[test]
fn wri_07_a_conflict_elsewhere_is_an_error_and_the_transaction_goes_on() {
    on_the_data(async |db| {
        let outcome = db.atomic(async |tx| -> querent::Result<_> {
            let dup = Country::draft().id(1).iso("QQ").name("dup").description("");
            let error = Country::objects(tx).get_or_create(|c| c.iso, dup).await.unwrap_err();
            Ok((error.kind(), Country::objects(tx).count().await?))
        });
        assert_eq!(outcome.await.unwrap(), (Kind::UniqueViolation, 2));
    });
}

#[test]
fn wri_09_bulk_create_is_one_insert_in_the_order_of_the_drafts() {
    on_the_data(async |db| {
        let draft =
            |name: &str| -> AccountDraft { Account::draft().name(name).balance(0).points(0).note("") };
        let accounts = || Account::objects(&db);
        let created = accounts().bulk_create(["zz", "yy", "xx"].map(draft));
        let created = db.assert_statements(1, created).await.unwrap();
        assert_eq!(created.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["zz", "yy", "xx"]);
        assert!(created.is_sorted_by_key(|account| account.id));
        let mixed = accounts().bulk_create([draft("m1"), draft("m2").id(500)]).await.unwrap();
        assert!(mixed[0].id != 500 && mixed[1].id == 500);
        let none = accounts().bulk_create(Vec::<AccountDraft>::new());
        assert!(db.assert_statements(0, none).await.unwrap().is_empty());
        let again = accounts().bulk_create([draft("zz")]).await.unwrap_err();
        assert_eq!(again.kind(), Kind::UniqueViolation);
        let drafts = [draft("plain"), draft("").name(value("up").upper())];
        let computed = accounts().bulk_create(drafts).await.unwrap();
        assert_eq!((computed[0].name.as_str(), computed[1].name.as_str()), ("plain", "UP"));
        let areas = Rect::objects(&db).bulk_create([Rect::draft().a(2).b(3)]).await.unwrap();
        assert_eq!(areas.iter().map(|rect| rect.area).collect::<Vec<_>>(), [6]);
    });
}

#[test]
fn wri_11_an_upsert_by_the_named_columns_updates_the_named_ones() {
    on_the_data(async |db| {
        let draft = |iso: &str, name: &str, description: &str| {
            Country::draft().iso(iso).name(name).description(description)
        };
        let drafts = [draft("US", "USA", "changed?"), draft("FR", "France", "f")];
        let all = || Country::objects(&db);
        let written = all().upsert(drafts).on_conflict(|c| c.iso).update(|c| c.name);
        let written = db.assert_statements(1, written).await.unwrap();
        assert_eq!(written.iter().map(|one| one.inserted).collect::<Vec<_>>(), [false, true]);
        assert_eq!(written[0].row.id, 1);
        let rows = all().order_by(|c| c.iso).values(|c| (c.iso, c.name, c.description)).await.unwrap();
        let expected = [("FR", "France", "f"), ("NL", "Netherlands", "nl"), ("US", "USA", "us")];
        assert_eq!(rows, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
        let one = || [draft("US", "q", "")];
        let no_unique = all().upsert(one()).update(|c| c.name).await.unwrap_err();
        assert_eq!(no_unique.kind(), Kind::Misuse);
        let key = all().upsert(one()).on_conflict(|c| c.iso).update(|c| c.id).await.unwrap_err();
        assert_eq!(key.kind(), Kind::Misuse);
        let twice = [draft("IT", "1", ""), draft("IT", "2", "")];
        let twice = all().upsert(twice).on_conflict(|c| c.iso).update(|c| c.name).await.unwrap_err();
        assert_eq!(twice.code().map(|code| code.code()), Some("21000"));
    });
}
