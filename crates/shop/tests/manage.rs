//! The shop's commands, as a program.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::process::{Command, Output};

use querent_testkit::{Setup, Tables, TestDb};
use serde_json::Value;

/// What a command has shown, and its exit code.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn manage(database: &str, arguments: &[&str]) -> Ran {
    let mut manage = Command::new(env!("CARGO_BIN_EXE_manage"));
    let Output { status, stdout, stderr } =
        manage.env("DATABASE_URL", database).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

async fn database(name: &'static str) -> TestDb {
    let setup = Setup { name, tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    TestDb::create(&setup).await.unwrap()
}

#[tokio::test]
async fn an_empty_database_is_migrated_listed_and_taken_back() {
    let database = database("manage").await;
    let manage = |arguments: &[&str]| manage(database.url(), arguments);
    assert_eq!(manage(&["migrate", "--check"]).code, Some(2));
    let ran = manage(&["migrate"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("applying shop.0001_initial … ok ("), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colours where there is no terminal: {}", ran.out);
    let listed = manage(&["showmigrations", "--json"]);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(listed["apps"][0]["app"], "shop");
    assert_eq!(listed["apps"][0]["migrations"][0]["state"], "applied");
    assert_eq!(manage(&["migrate", "shop", "zero"]).code, Some(0));
    assert_eq!(manage(&["migrate", "--check"]).code, Some(2));
}

#[test]
fn no_model_is_without_its_migration() {
    let ran = manage("", &["makemigrations", "--check"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "no changes\n"), "{}", ran.err);
    assert_eq!(manage("", &["check"]).code, Some(0));
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    let ran = manage("postgres://ada:secret@127.0.0.1:1/shop", &["migrate"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.starts_with("error: ") && !ran.err.contains("secret"), "{}", ran.err);
    let help = manage("postgres://ada:secret@127.0.0.1:1/shop", &["migrate", "--help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.out.contains("DATABASE_URL") && !help.out.contains("secret"), "{}", help.out);
}
