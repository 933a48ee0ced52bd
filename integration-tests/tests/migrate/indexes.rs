//! Indexes that are built while writes go on, and what an interrupted build leaves.

use querent::Db;
use querent_migrate::Kind;

use crate::files::{ALL, INDEX, INITIAL, STOCK, column, diary, graph, ledger, migrate};

const VALID: &str = "SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'product_name'::regclass";
const OID: &str = "SELECT oid::text FROM pg_class WHERE relname = 'product_name'";

#[querent_testkit::test]
async fn an_index_that_was_left_halfway_is_built_again(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    db.batch_execute("INSERT INTO product (name) VALUES ('lamp'), ('lamp')").await.unwrap();
    db.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY product_name ON product (name)").await.unwrap_err();
    assert_eq!(column(&db, VALID).await, ["false"]);
    migrate(&db, &graph(&[INITIAL, STOCK, INDEX])).await.unwrap();
    assert_eq!(column(&db, VALID).await, ["true"]);
    assert_eq!(diary(&db).await, ALL);
}

#[querent_testkit::test]
async fn an_index_that_is_there_as_it_shall_be_is_done(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    db.batch_execute("CREATE INDEX product_name ON product (name)").await.unwrap();
    // Temporary tables come last for whoever fears for those of `public`.
    let last = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_temp', current_database()); END $$";
    db.batch_execute(last).await.unwrap();
    let oid = column(&db, OID).await;
    migrate(&db, &graph(&[INITIAL, STOCK, INDEX])).await.unwrap();
    assert_eq!(column(&db, OID).await, oid);
}

#[querent_testkit::test]
async fn another_index_of_the_name_is_an_error_that_shows_both(db: Db) {
    migrate(&db, &graph(&[INITIAL, STOCK])).await.unwrap();
    db.batch_execute("CREATE INDEX product_name ON product (stock)").await.unwrap();
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    let error = migrate(&db, &graph).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DifferentIndex);
    assert!(error.to_string().contains("it is btree (stock) instead of btree (name)"), "{error}");
    assert_eq!(ledger(&db).await[2], "shop.0003_index running 1");
    db.batch_execute("DROP INDEX product_name").await.unwrap();
    migrate(&db, &graph).await.unwrap();
    assert_eq!(diary(&db).await, ALL);
}

#[querent_testkit::test]
async fn an_index_of_the_name_on_another_table_is_neither_taken_for_it_nor_dropped(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    let other = "CREATE TABLE other (name text); CREATE INDEX product_name ON other (name)";
    db.batch_execute(other).await.unwrap();
    let error = migrate(&db, &graph).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DifferentIndex, "{error}");
    assert!(error.to_string().contains("is one of `other` instead of `product`"), "{error}");
    db.batch_execute("DROP TABLE other").await.unwrap();
    migrate(&db, &graph).await.unwrap();
    db.batch_execute("DROP INDEX product_name").await.unwrap();
    db.batch_execute(other).await.unwrap();
    let error = migrate(&db, &graph).to("shop.0002_stock").await.unwrap_err();
    assert_eq!(error.kind(), Kind::DifferentIndex, "{error}");
    assert_eq!(column(&db, VALID).await, ["true"]);
}

#[querent_testkit::test]
async fn an_index_that_cannot_be_built_leaves_nothing_behind(db: Db) {
    let text = INDEX.1.replace("fields = [\"name\"]", "fields = [{ sql = \"(1 / stock)\" }]");
    let graph = graph(&[INITIAL, STOCK, (INDEX.0, &text)]);
    migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    db.batch_execute("INSERT INTO product DEFAULT VALUES").await.unwrap();
    let error = migrate(&db, &graph).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Database, "{error}");
    assert_eq!(column(&db, OID).await, Vec::<String>::new());
    db.batch_execute("UPDATE product SET stock = 1").await.unwrap();
    migrate(&db, &graph).await.unwrap();
    assert_eq!(column(&db, VALID).await, ["true"]);
}

#[querent_testkit::test]
async fn an_index_that_is_gone_already_is_dropped(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    migrate(&db, &graph).await.unwrap();
    db.batch_execute("DROP INDEX product_name").await.unwrap();
    migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    assert_eq!(diary(&db).await, ["initial", "stock"]);
}

#[querent_testkit::test]
async fn an_index_is_built_while_others_wait_for_the_lock(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    // The build waits for this transaction, and those who want to migrate as well wait for the build.
    let other = db.to_builder().build().unwrap();
    let reader = other.atomic(async |tx| -> querent::Result<()> {
        tx.batch_execute("SELECT FROM product").await?;
        let waits = "SELECT 'waits' FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'
                        AND datname = current_database()";
        for _ in 0..2_000 {
            if !column(&db, waits).await.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        Ok(())
    });
    let (a, b, reader) = tokio::join!(migrate(&db, &graph), migrate(&db, &graph), reader);
    reader.unwrap();
    assert_eq!(a.unwrap().applied.len() + b.unwrap().applied.len(), 1);
    assert_eq!(column(&db, VALID).await, ["true"]);
}
