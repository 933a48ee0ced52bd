//! Servers as several processes see them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(clippy::print_stdout, reason = "processes tell each other by it")]

mod process;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use process::{Cache, Process, Role, failure, stopped};
use querent_testkit::querent::Result;
use querent_testkit::{Db, Setup, Tables, TestDb, TestServer};

async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(url: &str, sql: &str) -> T {
    let db = Db::connect(url).await.unwrap();
    db.with_client(async |client| -> Result<T> { Ok(client.query_one(sql, &[]).await?.get(0)) })
        .await
        .unwrap()
}

/// Polls until `done`: for what happens in the background.
pub(crate) async fn eventually(mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..3000 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen");
}

#[tokio::test]
async fn processes_that_start_at_once_on_an_empty_cache_share_one_server() {
    let cache = Cache::new("shared");
    let mut processes: Vec<_> = (0..8).map(|_| cache.process(Role::Test)).collect();
    let urls: Vec<_> = processes.iter_mut().map(Process::url).collect();
    for url in &urls {
        let databases = "SELECT count(*) FROM pg_database WHERE datname ~ '^querent_test_'";
        assert_eq!(one::<i64>(url, databases).await, 8);
    }
    processes.into_iter().for_each(Process::end);
    cache.clear(&urls[0]).await;
}

#[tokio::test]
async fn a_server_whose_last_user_was_killed_stops_and_leaves_no_data() {
    let cache = Cache::new("killed");
    let mut process = cache.process(Role::Test);
    let url = process.url();
    let data: String = one(&url, "SHOW data_directory").await;
    assert!(Path::new(&data).exists());
    drop(process);
    eventually(async || !Path::new(&data).exists()).await;
    cache.clear(&url).await;
}

#[tokio::test]
async fn what_is_written_for_development_lasts() {
    let cache = Cache::new("lasting");
    let mut process = cache.process(Role::Dev);
    let url = process.url();
    let db = Db::connect(&url).await.unwrap();
    db.batch_execute("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('milk')").await.unwrap();
    db.close();
    process.end();
    stopped(&url).await;
    let mut process = cache.process(Role::Dev);
    assert_eq!(process.url(), url);
    assert_eq!(one::<String>(&url, "SELECT text FROM notes").await, "milk");
    process.end();
    cache.clear(&url).await;
}

#[tokio::test]
async fn a_server_that_has_crashed_makes_way_for_another_one() {
    let cache = Cache::new("crashed");
    let mut process = cache.process(Role::Test);
    let url = process.url();
    let data: String = one(&url, "SHOW data_directory").await;
    let server = std::fs::read_to_string(Path::new(&data).join("postmaster.pid")).unwrap();
    Command::new("kill").args(["-9", server.lines().next().unwrap()]).status().unwrap();
    stopped(&url).await;
    let mut other = cache.process(Role::Test);
    assert!(one::<bool>(&other.url(), "SELECT true").await);
    drop(process);
    other.end();
    cache.clear(&url).await;
}

#[tokio::test]
async fn a_server_of_ones_own_is_killed_and_started_again_with_all_that_it_has_acknowledged() {
    let mut server = TestServer::start().await.unwrap();
    let url = server.url().to_owned();
    assert_eq!(one::<String>(&url, "SHOW fsync").await, "on");
    let data: String = one(&url, "SHOW data_directory").await;
    let db = Db::connect(&url).await.unwrap();
    db.batch_execute("CREATE TABLE notes (number int)").await.unwrap();
    for number in 0..3 {
        db.batch_execute(&format!("INSERT INTO notes VALUES ({number})")).await.unwrap();
        server.kill().await.unwrap();
        server.kill().await.unwrap();
        server.restart().await.unwrap();
        server.restart().await.unwrap();
        assert_eq!(one::<i64>(&url, "SELECT count(*) FROM notes").await, number + 1);
    }
    drop(server);
    assert!(!Path::new(&data).parent().unwrap().exists(), "nothing is left of it");
}

#[tokio::test]
async fn a_folder_without_programs_is_named() {
    let mut command = Cache::new("unused").command(Role::Test);
    command.env_remove("QUERENT_CACHE_DIR").env("QUERENT_POSTGRES_BIN", "/nowhere");
    let text = failure(command);
    assert!(text.contains("QUERENT_POSTGRES_BIN names no PostgreSQL of use: /nowhere: "), "{text}");
}

#[tokio::test]
async fn on_a_server_that_is_given_tests_make_databases_and_later_ones_drop_those_of_killed_ones() {
    let setup = Setup { name: "given", tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    let given = TestDb::create(&setup).await.unwrap();
    let cache = Cache::new("given");
    let spawn = |role| {
        let mut command = cache.command(role);
        command.env("DATABASE_URL", given.url());
        Process::spawn(command)
    };
    assert_eq!(spawn(Role::Dev).url(), given.url());

    let mut killed = spawn(Role::Test);
    let url = killed.url();
    assert_ne!(url, given.url());
    let name: String = one(&url, "SELECT current_database()::text").await;
    drop(killed);
    let left = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(one::<i64>(given.url(), &left).await, 1);
    let connected = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'");
    eventually(async || one::<i64>(given.url(), &connected).await == 0).await;
    let mut next = spawn(Role::Test);
    next.url();
    assert_eq!(one::<i64>(given.url(), &left).await, 0);
    next.end();
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(one::<i64>(given.url(), tables).await, 0, "the named database is left alone");
}
