//! Databases that do not go with the files.

use querent::Db;
use querent_migrate::Kind;

use crate::files::{INDEX, INITIAL, STOCK, diary, graph, ledger, migrate};

#[querent_testkit::test]
async fn a_file_that_was_changed_after_it_was_applied_is_named_with_both_checksums(db: Db) {
    migrate(&db, &graph(&[INITIAL])).await.unwrap();
    let edited = INITIAL.1.replace("\"text\"", "\"varchar(50)\"");
    let error = migrate(&db, &graph(&[(INITIAL.0, &edited), STOCK])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Edited);
    let text = error.to_string();
    assert!(text.contains("shop/0001_initial.toml") && text.matches("checksum is").count() == 1, "{text}");
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 2"]);
    let comment = format!("# in other words\n{}", INITIAL.1);
    migrate(&db, &graph(&[(INITIAL.0, &comment), STOCK])).await.unwrap();
}

#[querent_testkit::test]
async fn a_migration_that_was_applied_before_its_parent_is_an_inconsistent_history(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    migrate(&db, &graph).await.unwrap();
    db.batch_execute("DELETE FROM querent_migrations WHERE name = '0002_stock'").await.unwrap();
    let error = migrate(&db, &graph).await.unwrap_err();
    assert_eq!(error.kind(), Kind::InconsistentHistory);
    assert!(error.to_string().starts_with("shop.0003_index is applied, and shop.0002_stock"), "{error}");
}

#[querent_testkit::test]
async fn an_older_program_works_with_what_is_only_new_and_says_so(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    let report = migrate(&db, &graph(&[INITIAL])).await.unwrap();
    assert_eq!(report.unknown, ["shop.0002_stock".parse().unwrap()]);
    assert_eq!(report.already, ["shop.0001_initial".parse().unwrap()]);
    assert!(report.applied.is_empty());
}

#[querent_testkit::test]
async fn an_older_program_leaves_what_another_has_begun_to_that_one(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    db.batch_execute("CREATE INDEX product_name ON product (stock)").await.unwrap();
    migrate(&db, &graph(&[INITIAL, STOCK, INDEX])).await.unwrap_err();
    db.batch_execute("DROP INDEX product_name").await.unwrap();
    let report = migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    assert_eq!(report.unknown, ["shop.0003_index".parse().unwrap()]);
    assert!(report.applied.is_empty(), "{report:?}");
    assert_eq!(ledger(&db).await[2], "shop.0003_index running 1");
    migrate(&db, &graph(&[INITIAL, STOCK, INDEX])).await.unwrap();
    assert_eq!(ledger(&db).await[2], "shop.0003_index applied 3");
}

#[querent_testkit::test]
async fn an_older_program_refuses_a_database_that_lacks_what_it_uses(db: Db) {
    let rename = "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"rename_field\"\nmodel = \"Product\"\nfrom = \"name\"\nto = \"title\"";
    migrate(&db, &graph(&[INITIAL, ("shop.0002_title", rename)])).await.unwrap();
    let error = migrate(&db, &graph(&[INITIAL])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Ahead);
    let text = error.to_string();
    assert!(text.contains("shop.0002_title") && text.contains("`shop.Product.name` is gone"), "{text}");
}

#[querent_testkit::test]
async fn a_program_of_another_branch_is_told_both_heads(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    let other =
        ("shop.0002_other", "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"run_sql\"\nsql = \"SELECT 1\"");
    let error = migrate(&db, &graph(&[INITIAL, other])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Ahead);
    let text = error.to_string();
    assert!(text.contains("shop.0002_stock") && text.contains("shop.0002_other"), "{text}");
    assert_eq!(diary(&db).await, ["initial", "stock"]);
}

#[querent_testkit::test]
async fn two_branches_that_were_not_brought_together_are_refused_before_the_database_is_asked(db: Db) {
    let other =
        ("shop.0002_other", "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"run_sql\"\nsql = \"SELECT 1\"");
    let error = migrate(&db, &graph(&[INITIAL, STOCK, other])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Schema, "{error}");
}
