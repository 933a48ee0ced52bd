//! Instances that are created, saved and read again, and what the database refuses.

use querent::prelude::*;
use querent::{Error, Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;
use time::macros::date;

use crate::database::on_the_data;
use crate::models::{Account, Blog, Codename, Company, Contact, Country, DbDefaults, Entry, Rect};

/// The SQLSTATE of a refused write.
fn refused<T>(result: Result<T>) -> String {
    code(&result.err().unwrap())
}

fn code(error: &Error) -> String {
    error.code().unwrap().code().to_owned()
}

async fn codename(db: &Db, code: &str) -> Codename {
    Codename::objects(db).by_key(code).await.unwrap()
}

#[test]
fn wri_01_a_save_updates_and_create_inserts() {
    on_the_data(async |db| {
        let mut existing = codename(&db, "K1").await;
        existing.label = "changed".to_owned();
        db.assert_statements(1, existing.save(&db)).await.unwrap();
        // A row that is not there is made by `create`, which says so.
        let draft = Codename::draft().code("K2").label("");
        db.assert_statements(1, draft.create(&db)).await.unwrap();
        let account = Account::draft().name("dora").balance(0).points(0).note("");
        assert!(db.assert_statements(1, account.create(&db)).await.unwrap().id > 1000);
        assert_eq!(refused(Codename::draft().code("K1").label("").create(&db).await), "23505");
        assert_eq!(Codename::objects(&db).count().await.unwrap(), 2);
    });
}

#[test]
fn wri_03_a_forced_insert_is_create_and_a_forced_update_is_save() {
    on_the_data(async |db| {
        let mut known = codename(&db, "K1").await;
        known.label = "two".to_owned();
        known.save(&db).await.unwrap();
        assert_eq!(refused(Codename::draft().code("K1").label("").create(&db).await), "23505");
        known.code = "ZZ".to_owned();
        assert_eq!(known.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
        assert_eq!(codename(&db, "K1").await.label, "two");
    });
}

#[test]
fn wri_19_refresh_reads_the_row_again_and_forgets_its_relations() {
    on_the_data(async |db| {
        let mut alice = Account::objects(&db).by_key(1).await.unwrap();
        Account::objects(&db)
            .filter(|a| a.id.eq(1))
            .update(|a| (a.balance.set(7), a.points.set(8)))
            .await
            .unwrap();
        alice.refresh(&db).await.unwrap();
        assert_eq!((alice.balance, alice.points), (7, 8));
        let mut entry = Entry::objects(&db).select_related(|e| e.blog).by_key(1).await.unwrap();
        Entry::objects(&db).filter(|e| e.id.eq(1)).update(|e| e.blog.set(2)).await.unwrap();
        entry.refresh(&db).await.unwrap();
        let blog = db.assert_statements(1, entry.blog.load(&db)).await.unwrap();
        assert_eq!(blog.name, "Pop Music Blog");
        let mut carol = Account::objects(&db).by_key(3).await.unwrap();
        Account::objects(&db).filter(|a| a.id.eq(3)).delete().await.unwrap();
        assert_eq!(carol.refresh(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    });
}

#[test]
fn wri_19_refresh_only_reads_the_named_fields() {
    on_the_data(async |db| {
        let mut alice = Account::objects(&db).by_key(1).await.unwrap();
        (alice.balance, alice.points) = (0, 0);
        db.assert_statements(1, alice.refresh_only(&db, |a| (a.balance,))).await.unwrap();
        assert_eq!((alice.balance, alice.points), (100, 0));
        alice.delete(&db).await.unwrap();
        let gone = alice.refresh_only(&db, |a| (a.balance,)).await.unwrap_err();
        assert_eq!(gone.kind(), Kind::DoesNotExist);
    });
}

#[test]
fn wri_21_what_a_column_cannot_hold_is_refused_and_never_cut() {
    on_the_data(async |db| {
        let country = |iso: &str| Country::draft().iso(iso).name("e").description("");
        let contact = |email: &str| Contact::draft().email(email).slug("s").level("L").title("");
        let clown = country("\u{1f921}\u{e9}").create(&db).await.unwrap();
        assert_eq!(clown.iso.chars().count(), 2);
        let mut rounded = contact("q@x.io").amount(dec!(1.005)).create(&db).await.unwrap();
        rounded.refresh(&db).await.unwrap();
        assert_eq!(rounded.amount, dec!(1.01));
        assert_eq!(refused(country("ABC").create(&db).await), "22001");
        let first = Country::objects(&db).filter(|c| c.id.eq(1));
        assert_eq!(refused(first.update(|c| c.iso.set("ABC")).await), "22001");
        assert_eq!(refused(contact("z@x.io").amount(dec!(1000)).create(&db).await), "22003");
        assert_eq!(refused(Company::objects(&db).update(|c| c.num_chairs.set(-1)).await), "23514");
        let alice = Account::objects(&db).filter(|a| a.id.eq(1));
        // NULL in a column that has none, and 2^31 in an i32, do not compile; a computed number is refused.
        assert_eq!(refused(alice.update(|a| a.balance.set(a.balance + i32::MAX)).await), "22003");
    });
}

#[test]
fn what_the_database_fills_in_comes_back_with_the_insert() {
    on_the_data(async |db| {
        let filled = db.assert_statements(1, DbDefaults::draft().create(&db)).await.unwrap();
        assert_eq!((filled.headline.as_str(), filled.cost), ("Default headline", 2));
        let mut rect = db.assert_statements(1, Rect::draft().a(2).b(3).create(&db)).await.unwrap();
        assert_eq!(rect.area, 6);
        rect.a = 5;
        rect.save(&db).await.unwrap();
        assert_eq!(rect.area, 15);
    });
}

#[test]
fn a_key_that_leads_nowhere_is_refused_when_it_is_checked() {
    on_the_data(async |db| {
        let entry = Entry::draft().headline("h").pub_date(date!(2020 - 01 - 01)).number_of_comments(0);
        let draft = entry.number_of_pingbacks(0).blog(999);
        assert_eq!(refused(draft.create(&db).await), "23503");
        assert_eq!(Blog::objects(&db).count().await.unwrap(), 4);
    });
}
