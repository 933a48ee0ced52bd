//! Connections that are lost at every step.

use querent::Db;

use crate::files::{
    ALL, INDEX, INITIAL, STOCK, applied, column, diary, graph, ledger, migrate, nobody_migrates,
};

/// Ends the session that runs it, the first time. A sequence remembers that, whatever is rolled back.
const END: &str = r#"
[[op]]
op = "run_sql"
sql = "DO $$ BEGIN IF nextval('ends') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); END IF; END $$"
reverse = "DO $$ BEGIN IF nextval('ends') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); END IF; END $$"
"#;

/// The file with [`END`] before its `number`-th operation.
fn ending((name, text): (&'static str, &str), number: usize) -> (&'static str, String) {
    let mut parts: Vec<_> = text.split("[[op]]").collect();
    let end = END.split_once("[[op]]").unwrap().1;
    parts.insert(number, end);
    (name, parts.join("[[op]]"))
}

#[querent_testkit::test]
async fn a_connection_that_is_lost_at_any_step_leads_to_the_same_database(db: Db) {
    for file in 0..3 {
        for number in 1..5 {
            let mut files = [INITIAL, STOCK, INDEX].map(|(name, text)| (name, text.to_owned()));
            let operations = files[file].1.matches("[[op]]").count();
            if number > operations + 1 {
                continue;
            }
            files[file] = ending([INITIAL, STOCK, INDEX][file], number);
            let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let graph = graph(&files);
            db.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE SEQUENCE ends")
                .await
                .unwrap();
            let report = migrate(&db, &graph).await.unwrap();
            assert_eq!(applied(&report).len(), 3, "file {file}, operation {number}");
            assert_eq!(diary(&db).await, ALL, "file {file}, operation {number}");
            assert_eq!(column(&db, "SELECT last_value::text FROM ends").await, ["2"], "it was done twice");
            db.batch_execute("ALTER SEQUENCE ends RESTART").await.unwrap();
            migrate(&db, &graph).to_zero("shop").await.unwrap();
            assert_eq!(ledger(&db).await, Vec::<String>::new(), "file {file}, operation {number}");
        }
    }
    nobody_migrates(&db).await;
}

#[querent_testkit::test]
async fn a_connection_that_is_lost_again_and_again_is_given_up(db: Db) {
    let always =
        "[[op]]\nop = \"run_sql\"\nsql = \"SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)\"";
    let error = migrate(&db, &graph(&[("shop.0001_initial", always)])).await.unwrap_err();
    assert_eq!(error.database().unwrap().kind(), querent::Kind::Connection, "{error}");
    assert_eq!(ledger(&db).await, Vec::<String>::new());
}

#[querent_testkit::test]
async fn a_commit_that_fails_leaves_nothing_and_is_done_again(db: Db) {
    // The session ends while it commits.
    let trigger = r#"
[[op]]
op = "run_sql"
sql = """
CREATE FUNCTION ending() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF nextval('ends') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ending AFTER INSERT ON diary DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ending();
INSERT INTO diary VALUES ('trigger')
"""
"#;
    let text = format!("{}{trigger}", INITIAL.1);
    db.batch_execute("CREATE SEQUENCE ends").await.unwrap();
    migrate(&db, &graph(&[(INITIAL.0, &text)])).await.unwrap();
    assert_eq!(diary(&db).await, ["initial", "trigger"]);
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 3"]);
}

#[querent_testkit::test]
async fn what_was_begun_goes_on_behind_what_is_done(db: Db) {
    let broken =
        INDEX.1.replace("INSERT INTO diary VALUES ('behind')", "SELECT 1 / (SELECT count(*) FROM product)");
    let graph = graph(&[INITIAL, STOCK, (INDEX.0, &broken)]);
    let error = migrate(&db, &graph).await.unwrap_err();
    assert!(error.to_string().contains("operation 3 (run_sql)"), "{error}");
    assert_eq!(ledger(&db).await[2], "shop.0003_index running 2");
    // What its file says may not change now.
    let error = migrate(&db, &crate::files::graph(&[INITIAL, STOCK, INDEX])).await.unwrap_err();
    assert_eq!(error.kind(), querent_migrate::Kind::Edited);
    assert!(error.to_string().contains("was begun"), "{error}");
    db.batch_execute("INSERT INTO product DEFAULT VALUES").await.unwrap();
    let report = migrate(&db, &graph).await.unwrap();
    assert_eq!(applied(&report), ["shop.0003_index"]);
    assert_eq!(diary(&db).await, ["before", "initial", "stock"]);
    assert_eq!(ledger(&db).await[2], "shop.0003_index applied 3");
}

#[querent_testkit::test]
async fn what_was_begun_can_be_undone_as_far_as_it_is_done(db: Db) {
    let broken = INDEX.1.replace("INSERT INTO diary VALUES ('behind')", "SELECT 1 / 0");
    let graph = graph(&[INITIAL, STOCK, (INDEX.0, &broken)]);
    migrate(&db, &graph).await.unwrap_err();
    migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 2", "shop.0002_stock applied 2"]);
    assert_eq!(diary(&db).await, ["initial", "stock"]);
    let index = "SELECT relname::text FROM pg_class WHERE relname = 'product_name'";
    assert_eq!(column(&db, index).await, Vec::<String>::new());
}
