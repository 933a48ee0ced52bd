//! A database for each test, and the statements that are sent to it.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use querent_testkit::querent::Result;
use querent_testkit::{Db, Kind, Setup, StatementCounts, Tables, TestDb};

async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(db: &Db, sql: &str) -> T {
    db.with_client(async |client| -> Result<T> { Ok(client.query_one(sql, &[]).await?.get(0)) })
        .await
        .unwrap()
}

async fn is_there(db: &Db, database: &str) -> bool {
    one(db, &format!("SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{database}')")).await
}

fn setup(sql: &[&'static str]) -> Setup {
    Setup { name: "by hand", tables: Tables::default(), sql: sql.to_vec(), worker_threads: 2 }
}

fn text_of(panic: Box<dyn std::any::Any + Send>) -> String {
    *panic.downcast::<String>().unwrap()
}

#[querent_testkit::test(sql = "CREATE TABLE notes (text text NOT NULL); INSERT INTO notes VALUES ('milk')")]
async fn a_test_finds_what_its_sql_made_and_nothing_of_another_one(db: Db) -> Result<()> {
    let other = TestDb::create(&setup(&[
        "CREATE TABLE notes (text text NOT NULL); INSERT INTO notes VALUES ('milk')",
    ]))
    .await
    .unwrap();
    db.batch_execute("INSERT INTO notes VALUES ('bread')").await?;
    assert_eq!(one::<i64>(&db, "SELECT count(*) FROM notes").await, 2);
    assert_eq!(one::<i64>(other.db(), "SELECT count(*) FROM notes").await, 1);
    Ok(())
}

#[querent_testkit::test]
async fn a_test_that_asks_for_nothing_has_an_empty_database(db: Db) {
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(one::<i64>(&db, tables).await, 0);
}

#[querent_testkit::test(worker_threads = 1)]
async fn texts_sort_by_code_point_and_lower_case_knows_all_letters(db: Db) {
    assert_eq!(one::<String>(&db, "SELECT lower('ÄÉ')").await, "äé");
    assert!(one::<bool>(&db, "SELECT 'B' < 'a' AND 'z' < 'ä'").await);
    assert_eq!(one::<String>(&db, "SHOW server_encoding").await, "UTF8");
}

#[querent_testkit::test]
async fn the_address_of_a_database_serves_other_programs(db: Db) {
    let database = TestDb::create(&setup(&["CREATE TABLE notes ()"])).await.unwrap();
    let elsewhere = Db::connect(database.url()).await.unwrap();
    assert_eq!(one::<i64>(&elsewhere, "SELECT count(*) FROM notes").await, 0);
    let name: String = one(&elsewhere, "SELECT current_database()::text").await;
    assert!(is_there(&db, &name).await);
    drop(database);
    assert!(!is_there(&db, &name).await, "who is still connected is no hindrance");
}

#[test]
fn a_database_is_dropped_when_its_test_panics() {
    let mut name = String::new();
    let panic = catch_unwind(AssertUnwindSafe(|| {
        querent_testkit::run(setup(&[]), async |db: Db| {
            name = one(&db, "SELECT current_database()::text").await;
            resume_unwind(Box::new("the end"));
        });
    }));
    assert_eq!(panic.unwrap_err().downcast_ref(), Some(&"the end"));
    assert!(name.starts_with("querent_test_"), "{name}");
    querent_testkit::run(setup(&[]), async |db: Db| assert!(!is_there(&db, &name).await));
}

#[test]
fn what_a_test_returns_is_returned() {
    let result = querent_testkit::run(setup(&[]), async |db: Db| db.batch_execute("SELECT 1 / 0").await);
    assert_eq!(result.unwrap_err().kind(), querent_testkit::querent::Kind::DataException);
}

#[tokio::test]
async fn sql_that_the_server_refuses_is_an_error_that_shows_it() {
    let error = TestDb::create(&setup(&["CREATE TABLE broken (id nonsense)"])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Setup);
    assert!(error.to_string().contains("CREATE TABLE broken (id nonsense)"), "{error}");
    let again = TestDb::create(&setup(&["CREATE TABLE broken (id nonsense)"])).await.unwrap_err();
    assert_eq!(again.kind(), Kind::Setup, "no half of a template is left");
}

#[querent_testkit::test]
async fn statements_are_counted_and_the_result_is_handed_on(db: Db) {
    let sum = db
        .assert_statements(3, async {
            db.atomic(async |tx| tx.batch_execute("SELECT 1").await).await.unwrap();
            6 * 7
        })
        .await;
    assert_eq!(sum, 42);
    db.assert_statements(0, async {}).await;
}

#[querent_testkit::test]
async fn a_wrong_number_of_statements_lists_them_and_says_where(db: Db) {
    let line = line!() + 2;
    let counted = async move {
        db.assert_statements(1, async {
            db.atomic(async |tx| tx.batch_execute("SELECT 1").await).await.unwrap()
        })
        .await
    };
    let text = text_of(tokio::spawn(counted).await.unwrap_err().into_panic());
    assert!(text.starts_with(&format!("{}:{line}:", file!())), "{text}");
    assert!(
        text.ends_with(
            "1 statements were expected, and 3 were sent\n   1. BEGIN\n   2. SELECT 1\n   3. COMMIT"
        ),
        "{text}"
    );
}
