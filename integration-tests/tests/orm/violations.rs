//! A violated constraint is a kind of its own and data, and no user's value is in what it prints.

use querent::prelude::*;
use querent::{Error, Kind};

#[derive(Model, Debug)]
#[model(table = "owners")]
struct Owner {
    id: i64,
    #[field(max_length = 50, unique)]
    email: String,
}

#[derive(Model, Debug)]
#[model(table = "accounts")]
struct Account {
    id: i64,
    #[relation(on_delete = Restrict)]
    owner: ForeignKey<Owner>,
    #[relation(on_delete = Cascade)]
    backup: OneToOne<Option<Owner>>,
    name: String,
    balance: i32,
    note: Option<String>,
}

/// What a violation says: constraint, table, columns and the whole message.
fn said(error: &Error, kind: Kind) -> (Option<&str>, Option<&str>, Vec<&str>, String) {
    assert_eq!(error.kind(), kind);
    let violation = error.violation().unwrap();
    assert_eq!(violation.kind(), kind);
    let cause = std::error::Error::source(error).unwrap();
    let shown = format!("{error} {error:?} {violation} {violation:?} {cause} {cause:?}");
    assert!(!shown.contains("secret") && !shown.contains("4711"), "{shown}");
    let columns = violation.columns().iter().map(String::as_str).collect();
    (violation.constraint(), violation.table(), columns, error.to_string())
}

#[querent_testkit::test]
async fn what_a_function_raises_is_not_printed_whatever_its_code(db: Db) {
    for code in ["23514", "40001", "26000", "P0001", "45000"] {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = '{code}'; END $$");
        let error = db.batch_execute(&raise).await.unwrap_err();
        assert_ne!(error.kind(), Kind::OutdatedStatement);
        let cause = std::error::Error::source(&error).unwrap();
        let shown = format!("{error} {error:?} {cause} {cause:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}

#[querent_testkit::test(models = [Account], sql = "INSERT INTO owners (email) VALUES ('secret@example.com')")]
async fn a_unique_violation_names_constraint_table_and_column(db: Db) {
    let error = Owner::draft().email("secret@example.com").create(&db).await.unwrap_err();
    let text = "unique constraint `owners_email_key` of table `owners` on `email` is violated";
    assert_eq!(
        said(&error, Kind::UniqueViolation),
        (Some("owners_email_key"), Some("owners"), vec!["email"], text.to_owned())
    );
}

#[querent_testkit::test(models = [Account], sql = "INSERT INTO owners (email) VALUES ('a'), ('b')")]
async fn a_one_to_one_is_unique_and_any_number_of_nulls_is_none(db: Db) {
    let account = |name: &str| Account::draft().owner(1).name(name).balance(0);
    account("a").backup(2).create(&db).await.unwrap();
    account("b").create(&db).await.unwrap();
    account("c").backup(None).create(&db).await.unwrap();
    let error = account("secret").backup(2).create(&db).await.unwrap_err();
    let said = said(&error, Kind::UniqueViolation);
    assert_eq!((said.0, said.2), (Some("accounts_backup_id_key"), vec!["backup_id"]));
}

#[querent_testkit::test(models = [Account], sql = "INSERT INTO owners (email) VALUES ('a')")]
async fn a_foreign_key_violation_names_the_key_from_both_sides(db: Db) {
    let error = Account::draft().owner(4711).name("secret").balance(0).create(&db).await.unwrap_err();
    assert_eq!(
        said(&error, Kind::ForeignKeyViolation),
        (
            Some("accounts_owner_id_fkey"),
            Some("accounts"),
            vec!["owner_id"],
            "foreign key `accounts_owner_id_fkey` of table `accounts` on `owner_id` is violated".to_owned()
        )
    );
    Account::draft().owner(1).name("secret").balance(0).create(&db).await.unwrap();
    let error = Owner::objects(&db).by_key(1).await.unwrap().delete(&db).await.unwrap_err();
    let said = said(&error, Kind::ForeignKeyViolation);
    assert_eq!((said.0, said.1), (Some("accounts_owner_id_fkey"), Some("accounts")));
    assert_eq!(error.violation().unwrap().referring_model(), None, "an `Owner` knows of no accounts");
}

#[derive(Model, Debug)]
struct Shelf {
    id: i64,
    #[relation(by = shelf)]
    boxes: HasMany<Box_>,
}

#[derive(Model, Debug)]
#[model(table = "boxes")]
struct Box_ {
    id: i64,
    #[relation(on_delete = Restrict)]
    shelf: ForeignKey<Shelf>,
    #[relation(on_delete = NoAction)]
    inside: ForeignKey<Option<Box_>>,
}

#[querent_testkit::test(
    models = [Box_],
    sql = "INSERT INTO shelf VALUES (DEFAULT); INSERT INTO boxes (shelf_id, inside_id) VALUES (1, NULL), (1, 1)"
)]
async fn a_refused_delete_names_the_constraint_and_the_model_that_refers_to_the_row(db: Db) {
    let shelf = Shelf::objects(&db).by_key(1).await.unwrap();
    let refused = [shelf.delete(&db).await.map(|()| 0), Shelf::objects(&db).delete().await];
    for error in refused.map(Result::unwrap_err) {
        let (constraint, table, _, text) = said(&error, Kind::ForeignKeyViolation);
        assert_eq!((constraint, table), (Some("boxes_shelf_id_fkey"), Some("boxes")));
        assert_eq!(error.violation().unwrap().referring_model(), Some("Box_"));
        assert_eq!(
            text,
            "rows of `Box_` (table `boxes`) refer to the `Shelf` that was to be deleted, by the foreign key \
             `boxes_shelf_id_fkey`; delete them first, or say by `on_delete` what becomes of them"
        );
    }
    let outer = Box_::objects(&db).filter(|b| b.id.eq(1)).delete().await.unwrap_err();
    assert_eq!(outer.violation().unwrap().referring_model(), Some("Box_"));
    assert_eq!(outer.violation().unwrap().constraint(), Some("boxes_inside_id_fkey"));
}

#[querent_testkit::test(
    models = [Account],
    sql = "INSERT INTO owners (email) VALUES ('a');
           ALTER TABLE accounts ADD CONSTRAINT positive CHECK (balance >= 0)"
)]
async fn a_check_violation_has_no_columns_even_if_a_value_looks_like_some(db: Db) {
    let error = Account::draft().owner(1).name("secret)=(4711").balance(-1).create(&db).await.unwrap_err();
    assert_eq!(
        said(&error, Kind::CheckViolation),
        (
            Some("positive"),
            Some("accounts"),
            vec![],
            "check constraint `positive` of table `accounts` is violated".to_owned()
        )
    );
}

#[querent_testkit::test(
    models = [Account],
    sql = "INSERT INTO owners (email) VALUES ('a');
           ALTER TABLE accounts ALTER note SET NOT NULL"
)]
async fn a_not_null_violation_names_the_column(db: Db) {
    let error = Account::draft().owner(1).name("secret").balance(4711).create(&db).await.unwrap_err();
    let said = said(&error, Kind::NotNullViolation);
    assert_eq!((said.1, said.2), (Some("accounts"), vec!["note"]));
    assert!(said.3.ends_with("of table `accounts` on `note` is violated"), "{}", said.3);
}

#[querent_testkit::test(
    models = [Account],
    sql = "INSERT INTO owners (email) VALUES ('a');
           ALTER TABLE accounts ADD CONSTRAINT apart EXCLUDE USING btree (name WITH =, balance WITH =)"
)]
async fn an_exclusion_violation_names_its_columns(db: Db) {
    let account = || Account::draft().owner(1).name("secret").balance(4711).create(&db);
    account().await.unwrap();
    let error = account().await.unwrap_err();
    let said = said(&error, Kind::ExclusionViolation);
    assert_eq!((said.0, said.2), (Some("apart"), vec!["name", "balance"]));
}

#[querent_testkit::test(models = [Account], sql = "INSERT INTO owners (email) VALUES ('a'), ('b')")]
async fn every_way_to_write_reports_a_violation_alike(db: Db) {
    let all = || Owner::objects(&db);
    let kind = |error: Error| error.kind();
    let unique = Kind::UniqueViolation;
    let drafts = ["c", "c"].map(|email| Owner::draft().email(email));
    assert_eq!(kind(all().bulk_create(drafts).await.unwrap_err()), unique);
    assert_eq!(kind(all().update(|o| o.email.set("d")).await.unwrap_err()), unique);
    let mut owner = all().by_key(1).await.unwrap();
    owner.email = "b".to_owned();
    assert_eq!(kind(owner.save(&db).await.unwrap_err()), unique);
    assert_eq!(kind(owner.save_only(&db, |o| o.email).await.unwrap_err()), unique);
    assert_eq!(all().count().await.unwrap(), 2);
}
