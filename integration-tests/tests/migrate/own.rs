//! What the user's own SQL and functions do to the session.

use querent::Db;
use querent_migrate::{Function, Migrate, Running};

use crate::files::{INITIAL, diary, graph, ledger, migrate};

#[querent_testkit::test]
async fn what_an_operation_sets_for_the_session_is_taken_back(db: Db) {
    let dump = (
        "shop.0002_dump",
        r#"
after = ["shop.0001_initial"]

[[op]]
op = "run_sql"
sql = "SELECT set_config('search_path', '', false); SET ROLE pg_monitor; SET statement_timeout = '1h'"

[[op]]
op = "run_sql"
sql = """
INSERT INTO diary SELECT name || ' is ' || current_setting(name)
  FROM unnest(ARRAY['role', 'search_path', 'statement_timeout']) AS name"""
"#,
    );
    let more =
        ("shop.0003_more", "after = [\"shop.0002_dump\"]\n[[op]]\nop = \"run_sql\"\nsql = \"TABLE diary\"");
    migrate(&db, &graph(&[INITIAL, dump, more])).await.unwrap();
    assert_eq!(
        diary(&db).await,
        ["initial", "role is none", "search_path is \"$user\", public", "statement_timeout is 0"]
    );
    assert_eq!(ledger(&db).await.len(), 3);
}

fn nothing(_: &Db) -> Running<'_> {
    Box::pin(async { Ok(()) })
}

#[querent_testkit::test]
async fn locks_are_waited_for_as_long_as_before_once_a_function_has_run(db: Db) {
    let run = (
        "shop.0002_run",
        r#"
after = ["shop.0001_initial"]

[[op]]
op = "run_rust"
run = "crate::nothing"

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES (current_setting('lock_timeout'))"
"#,
    );
    let functions: &[(&str, Function)] = &[("crate::nothing", nothing)];
    Migrate::new(&db, Ok(&graph(&[INITIAL, run])), functions).await.unwrap();
    assert_eq!(diary(&db).await, ["150ms", "initial"]);
}
