//! Tables that others use.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use querent::{Db, Result};
use querent_migrate::{Event, Kind};

use crate::files::{INITIAL, STOCK, applied, diary, graph, migrate};

#[querent_testkit::test]
async fn readers_are_not_held_up_by_a_migration_that_waits_for_another_reader(db: Db) {
    let graph = graph(&[INITIAL, STOCK]);
    migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let (tries, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let counter = tries.clone();
    let tell = move |event: &Event| {
        if let Event::Busy { tries, .. } = event {
            counter.store(*tries as usize, Ordering::Release);
        }
    };
    let migrating = async {
        let report = migrate(&db, &graph).progress(tell).await.unwrap();
        done.store(true, Ordering::Release);
        report
    };
    let other = db.to_builder().build().unwrap();
    let reading = other.atomic(async |tx| -> Result<()> {
        tx.batch_execute("SELECT FROM product").await?;
        // Those who come later read on while the migration asks for its lock, and this reader has not ended.
        while tries.load(Ordering::Acquire) < 4 {
            db.batch_execute("SELECT FROM product").await?;
            assert!(!done.load(Ordering::Acquire), "the table is in use");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    });
    let (report, reading) = tokio::join!(migrating, reading);
    reading.unwrap();
    assert_eq!(applied(&report), ["shop.0002_stock"]);
    assert_eq!(diary(&db).await, ["initial", "stock"]);
}

#[querent_testkit::test]
async fn readers_are_held_up_only_shortly_by_a_lock_that_is_not_known_beforehand(db: Db) {
    let own = (
        "shop.0002_own",
        "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"run_sql\"\nsql = \"ALTER TABLE product ADD stock integer\"",
    );
    let graph = graph(&[INITIAL, own]);
    migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let other = db.to_builder().build().unwrap();
    let (error, took) = other
        .atomic(async |tx| -> Result<_> {
            tx.batch_execute("SELECT FROM product").await?;
            let began = std::time::Instant::now();
            let tried = migrate(&db, &graph).lock_deadline(Duration::ZERO).await;
            Ok((tried.unwrap_err(), began.elapsed()))
        })
        .await
        .unwrap();
    assert_eq!(error.kind(), Kind::Busy, "{error}");
    assert!(took > Duration::from_millis(140) && took < Duration::from_millis(900), "{took:?}");
}

#[querent_testkit::test]
async fn a_key_to_a_table_of_somebody_else_needs_no_right_to_lock_it(db: Db) {
    let review = (
        "shop.0002_review",
        r#"
after = ["shop.0001_initial"]

[[op]]
op = "create_model"
model = "Review"
table = "review"
primary_key = ["id"]
fields = [{ name = "id", type = "bigint", identity = true }, { name = "product", fk = "shop.Product", on_delete = "cascade" }]
"#,
    );
    let graph = graph(&[INITIAL, review]);
    migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let grants = "GRANT CREATE, USAGE ON SCHEMA public TO pg_monitor; GRANT REFERENCES ON product TO pg_monitor;
                  GRANT ALL ON querent_migrations TO pg_monitor;
                  DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET role = pg_monitor', current_database()); END $$";
    db.batch_execute(grants).await.unwrap();
    migrate(&db, &graph).await.unwrap();
    let owner = "SELECT tableowner::text FROM pg_tables WHERE tablename = 'review'";
    assert_eq!(crate::files::column(&db, owner).await, ["pg_monitor"]);
}

#[querent_testkit::test]
async fn who_has_a_table_for_too_long_is_named_and_not_what_he_runs(db: Db) {
    let graph = graph(&[INITIAL, STOCK]);
    migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let other = db.to_builder().application_name("the reader").build().unwrap();
    let error = other
        .atomic(async |tx| -> Result<_> {
            tx.batch_execute("SELECT 'secret' FROM product").await?;
            Ok(migrate(&db, &graph).lock_deadline(Duration::from_millis(100)).await.unwrap_err())
        })
        .await
        .unwrap();
    assert_eq!(error.kind(), Kind::Busy);
    let text = error.to_string();
    assert!(
        text.starts_with("shop.0002_stock: the tables were in use for 100ms, so it was not applied"),
        "{text}"
    );
    assert!(text.contains("(`the reader`, idle in transaction) has a lock on `product`"), "{text}");
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(diary(&db).await, ["initial"]);
    migrate(&db, &graph).await.unwrap();
}

#[querent_testkit::test]
async fn a_migration_that_is_chosen_to_end_a_deadlock_is_applied_as_a_whole_again(db: Db) {
    let crossing = (
        "shop.0002_crossing",
        "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"run_sql\"\nsql = \"\"\"
INSERT INTO diary VALUES ('crossing');
DO $$ BEGIN
  IF nextval('losses') = 1 THEN RAISE EXCEPTION 'chosen' USING ERRCODE = '40P01'; END IF;
END $$\"\"\"",
    );
    let graph = graph(&[INITIAL, crossing]);
    db.batch_execute("CREATE SEQUENCE losses").await.unwrap();
    migrate(&db, &graph).await.unwrap();
    assert_eq!(diary(&db).await, ["crossing", "initial"]);
}

#[querent_testkit::test]
async fn the_timeouts_of_the_pool_are_not_those_of_migrations(db: Db) {
    let slow = ("shop.0001_slow", "[[op]]\nop = \"run_sql\"\nsql = \"SELECT pg_sleep(0.3)\"");
    let hasty = db.to_builder().statement_timeout(Duration::from_millis(150)).build().unwrap();
    migrate(&hasty, &graph(&[slow])).await.unwrap();
}
