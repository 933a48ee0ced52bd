//! What the pool promises: who gets which connection, in which state, and what those who get none are told.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use integration_tests::proxy::Encrypted;
use querent::prelude::*;
use querent::{Kind, Result};
use tokio_postgres::Client;

async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(db: &Db, sql: &str) -> Result<T> {
    db.with_client(async |client: &Client| Ok(client.query_one(sql, &[]).await?.get(0))).await
}

async fn backend(db: &Db) -> i32 {
    one(db, "SELECT pg_backend_pid()").await.unwrap()
}

/// Polls until `done`: for what happens in the background.
async fn eventually(mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen");
}

/// Waits until every connection is back.
async fn at_rest(db: &Db) {
    eventually(async || db.status().connections == db.status().available).await;
}

#[querent_testkit::test]
async fn a_pool_makes_no_connection_before_it_is_asked_for_one(db: Db) {
    let lazy = db.to_builder().max_connections(3).build().unwrap();
    assert_eq!(lazy.status().connections, 0);
    backend(&lazy).await;
    assert_eq!((lazy.status().connections, lazy.status().max_connections), (1, 3));
}

#[querent_testkit::test]
async fn the_connection_used_last_is_used_first(db: Db) {
    let three = db.to_builder().max_connections(3).build().unwrap();
    let (a, b, c) = tokio::join!(
        one::<i32>(&three, "SELECT pg_backend_pid() FROM pg_sleep(0.1)"),
        one::<i32>(&three, "SELECT pg_backend_pid() FROM pg_sleep(0.3)"),
        one::<i32>(&three, "SELECT pg_backend_pid() FROM pg_sleep(0.2)"),
    );
    let (a, b, c) = (a.unwrap(), b.unwrap(), c.unwrap());
    assert!(a != b && b != c && c != a);
    at_rest(&three).await;
    for _ in 0..5 {
        assert_eq!(backend(&three).await, b);
        at_rest(&three).await;
    }
}

#[querent_testkit::test]
async fn who_waits_in_vain_is_told_who_has_the_connections(db: Db) {
    let small = db.to_builder().max_connections(1).wait_timeout(Duration::from_millis(50)).build().unwrap();
    let error = small
        .with_client(async |_| -> Result<_> {
            let other = small.clone();
            Ok(tokio::spawn(async move { other.batch_execute("SELECT 1").await.unwrap_err() }).await.unwrap())
        })
        .await
        .unwrap();
    assert_eq!(error.kind(), Kind::PoolTimeout);
    let text = error.to_string();
    assert!(text.contains("within 50ms"), "{text}");
    assert!(text.contains("1 of 1 are in use"), "{text}");
    assert_eq!(text.matches(file!()).count(), 2, "who asked, and who has it: {text}");
    let pool = error.pool().unwrap();
    assert_eq!((pool.max_connections, pool.waited), (1, Duration::from_millis(50)));
    let [holder] = &pool.holders[..] else { panic!("{pool:?}") };
    assert_eq!((holder.at.file(), pool.asked_at.file()), (file!(), file!()));
    assert!(holder.at.line() < pool.asked_at.line() && holder.held_for >= pool.waited, "{pool:?}");
}

#[querent_testkit::test]
async fn the_status_counts_what_a_dashboard_shows(db: Db) {
    let small = db.to_builder().max_connections(1).wait_timeout(Duration::from_millis(200)).build().unwrap();
    let before = small.status();
    assert_eq!((before.created, before.checkouts, before.waits), (0, 0, 0));
    let sleeps = (0..3).map(|_| small.batch_execute("SELECT pg_sleep(0.05)"));
    futures::future::try_join_all(sleeps).await.unwrap();
    let status = small.status();
    assert_eq!((status.created, status.closed, status.checkouts, status.waits), (1, 0, 3, 2));
    assert!(status.longest_wait >= Duration::from_millis(80), "{status:?}");
    assert!(
        status.waited >= Duration::from_millis(120) && status.longest_wait <= status.waited,
        "{status:?}"
    );
    let (slept, late) =
        tokio::join!(small.batch_execute("SELECT pg_sleep(0.5)"), small.batch_execute("SELECT 1"));
    slept.unwrap();
    assert_eq!(late.unwrap_err().kind(), Kind::PoolTimeout);
    assert_eq!((small.status().timeouts, small.status().checkouts), (1, 4));
    let pid = backend(&small).await;
    at_rest(&small).await;
    db.batch_execute(&format!("SELECT pg_terminate_backend({pid}, 10000)")).await.unwrap();
    eventually(async || small.status().closed == 1 || small.batch_execute("SELECT 1").await.is_err()).await;
    backend(&small).await;
    assert_eq!((small.status().created, small.status().closed), (2, 1));
}

#[derive(Model, Debug)]
#[model(table = "notes")]
struct Note {
    id: i64,
    tag: String,
}

#[querent_testkit::test(models = [Note])]
async fn the_status_counts_the_statements_that_are_prepared_and_found_so_again(db: Db) {
    let small = db.to_builder().max_connections(1).statement_cache(2).build().unwrap();
    let figures = || {
        let status = small.status();
        (status.prepared_statements, status.statement_hits, status.statement_misses)
    };
    for _ in 0..3 {
        Note::objects(&small).await.unwrap();
    }
    assert_eq!(figures(), (1, 2, 1));
    Note::objects(&small).filter(|n| n.id.eq(1)).await.unwrap();
    Note::objects(&small).order_by(|n| n.tag).await.unwrap();
    assert_eq!(figures(), (2, 2, 3), "the cache has room for two");
    small.close();
    small.closed().await.unwrap();
    assert_eq!(figures(), (0, 2, 3));

    let without = db.to_builder().without_statement_cache().build().unwrap();
    Note::objects(&without).await.unwrap();
    let status = without.status();
    assert_eq!((status.prepared_statements, status.statement_hits, status.statement_misses), (0, 0, 0));
}

#[querent_testkit::test]
async fn what_the_server_closes_while_nobody_uses_it_counts_as_closed(db: Db) {
    let two = db.to_builder().max_connections(2).application_name("idle").build().unwrap();
    let sleep = || two.batch_execute("SELECT pg_sleep(0.05)");
    tokio::try_join!(sleep(), sleep()).unwrap();
    at_rest(&two).await;
    assert_eq!((two.status().created, two.status().closed), (2, 0));
    let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'idle'";
    db.batch_execute(end).await.unwrap();
    eventually(async || two.status().closed == 2).await;
    backend(&two).await;
    assert_eq!((two.status().created, two.status().closed), (3, 2));
}

#[querent_testkit::test(worker_threads = 2)]
async fn a_connection_that_is_made_is_never_counted_as_closed(db: Db) {
    for _ in 0..5 {
        let ten = db.to_builder().max_connections(10).build().unwrap();
        let done = Arc::new(AtomicBool::new(false));
        let watching = std::thread::spawn({
            let (ten, done) = (ten.clone(), done.clone());
            move || {
                let mut most = 0;
                while !done.load(Ordering::Relaxed) {
                    most = most.max(ten.status().closed);
                }
                most
            }
        });
        let work = (0..10).map(|_| ten.batch_execute("SELECT pg_sleep(0.1)"));
        futures::future::try_join_all(work).await.unwrap();
        done.store(true, Ordering::Relaxed);
        assert_eq!(watching.join().unwrap(), 0);
    }
}

#[querent_testkit::test]
async fn once_a_pool_is_closed_nothing_of_it_runs_any_more(db: Db) {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let small = db.to_builder().max_connections(1).build().unwrap();
    backend(&small).await;
    at_rest(&small).await;
    assert_eq!(tasks(), before + 1);
    small.close();
    small.closed().await.unwrap();
    assert_eq!(tasks(), before);
}

#[querent_testkit::test]
async fn a_server_that_has_no_connection_to_give_is_waited_for(db: Db) {
    let proxy = Encrypted::refusing(&db).await.unwrap();
    let role = format!("limited_{}", std::process::id());
    db.batch_execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'limited' CONNECTION LIMIT 1"))
        .await
        .unwrap();
    let limited = || {
        let address = format!("{} user={role} password=limited", proxy.address("localhost"));
        Db::builder().url(address).max_connections(3)
    };
    let (three, late) = (limited().build().unwrap(), limited().wait_timeout(Duration::from_millis(50)));
    let sleep = || three.batch_execute("SELECT pg_sleep(0.1)");
    let both = tokio::try_join!(sleep(), sleep());
    let none = late.build().unwrap().batch_execute("SELECT 1").await;
    three.close();
    three.closed().await.unwrap();
    db.batch_execute(&format!("DROP ROLE {role}")).await.unwrap();
    both.unwrap();
    assert_eq!(three.status().created, 1);
    let error = none.unwrap_err();
    assert_eq!(error.kind(), Kind::InsufficientResources);
    assert_eq!(error.code().unwrap().code(), "53300");
}

#[querent_testkit::test]
async fn a_pool_is_closed_once_its_last_connection_is(db: Db) {
    let two = db.to_builder().max_connections(2).application_name("closing").build().unwrap();
    let work = tokio::spawn({
        let two = two.clone();
        async move { two.batch_execute("SELECT pg_sleep(0.3)").await }
    });
    eventually(async || two.status().connections == 1).await;
    assert_eq!(two.closed().timeout(Duration::from_millis(20)).await.unwrap_err().kind(), Kind::Timeout);
    two.close();
    two.closed().await.unwrap();
    assert!(work.is_finished());
    work.await.unwrap().unwrap();
    assert_eq!((two.status().created, two.status().closed), (1, 1));
    let left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'closing'";
    eventually(async || one::<i64>(&db, left).await.unwrap() == 0).await;
    let inside = db.atomic(async |_| db.closed().await).await.unwrap_err();
    assert_eq!(inside.kind(), Kind::Misuse);
}

#[querent_testkit::test]
async fn a_closed_pool_refuses_and_wakes_those_who_wait(db: Db) {
    let small = db.to_builder().max_connections(1).wait_timeout(Duration::from_secs(600)).build().unwrap();
    let waiting = small
        .with_client(async |_| -> Result<_> {
            let other = small.clone();
            let waiting = tokio::spawn(async move { other.batch_execute("SELECT 1").await });
            eventually(async || small.status().waiting == 1).await;
            small.close();
            Ok(waiting)
        })
        .await
        .unwrap();
    assert_eq!(waiting.await.unwrap().unwrap_err().kind(), Kind::PoolClosed);
    assert_eq!(small.batch_execute("SELECT 1").await.unwrap_err().kind(), Kind::PoolClosed);
    eventually(async || small.status().connections == 0).await;
}

#[querent_testkit::test]
async fn a_statement_that_nobody_waits_for_is_cancelled_and_its_connection_used_again(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    let pid = backend(&small).await;
    at_rest(&small).await;
    let slow = small.batch_execute("SELECT pg_sleep(600)");
    assert!(tokio::time::timeout(Duration::from_millis(30), slow).await.is_err());
    assert_eq!(backend(&small).await, pid);
    let status = small.status();
    assert_eq!(status.discarded, 0);
    assert!(status.cancelled >= 1);
    assert!(format!("{small:?}").contains("cancelled"), "{small:?}");
}

#[querent_testkit::test]
async fn a_late_cancel_hits_nobody_else(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    for _ in 0..50 {
        let slow = small.batch_execute("SELECT pg_sleep(600)");
        assert!(tokio::time::timeout(Duration::from_millis(3), slow).await.is_err());
        small.batch_execute("SELECT pg_sleep(0.002)").await.unwrap();
    }
}

#[querent_testkit::test]
async fn a_statement_that_cannot_be_cancelled_costs_its_connection_and_no_more(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    let pid = backend(&small).await;
    let stubborn = small.batch_execute(
        // The outer block catches what hits the inner one while it handles another.
        "DO $$ BEGIN WHILE clock_timestamp() < now() + interval '60 s' LOOP
             BEGIN WHILE clock_timestamp() < now() + interval '60 s' LOOP
                 BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN NULL; END;
             END LOOP; EXCEPTION WHEN query_canceled THEN NULL; END;
         END LOOP; END $$",
    );
    assert!(tokio::time::timeout(Duration::from_millis(50), stubborn).await.is_err());
    assert_ne!(backend(&small).await, pid);
    assert_eq!(small.status().discarded, 1);
    db.batch_execute(&format!("SELECT pg_terminate_backend({pid})")).await.unwrap();
}

#[querent_testkit::test(models = [Note])]
async fn a_connection_that_ends_with_its_statement_is_given_to_nobody_who_waits(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    for _ in 0..10 {
        let pid = backend(&small).await;
        let sleeps =
            async { Note::raw(&small, "SELECT 1::bigint AS id, pg_sleep(600)::text AS tag", ()).await };
        let end = async {
            let asleep =
                format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid} AND wait_event = 'PgSleep'");
            while one::<i64>(&db, &asleep).await.unwrap() == 0 {}
            db.batch_execute(&format!("SELECT pg_terminate_backend({pid})")).await.unwrap();
        };
        let (ended, next, ()) = tokio::join!(sleeps, async { Note::objects(&small).count().await }, end);
        assert_eq!(ended.unwrap_err().kind(), Kind::Connection);
        assert_eq!(next.unwrap(), 0);
    }
}

#[querent_testkit::test]
async fn a_transaction_that_the_lent_client_leaves_open_is_rolled_back(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    small.batch_execute("CREATE TABLE notes (tag text)").await.unwrap();
    small
        .with_client(async |client| -> Result<()> {
            Ok(client.batch_execute("BEGIN; INSERT INTO notes VALUES ('a')").await?)
        })
        .await
        .unwrap();
    assert_eq!(one::<i64>(&small, "SELECT count(*) FROM notes").await.unwrap(), 0);
    small.batch_execute("BEGIN; INSERT INTO notes VALUES ('b')").await.unwrap();
    assert_eq!(one::<i64>(&small, "SELECT count(*) FROM notes").await.unwrap(), 0);
    assert_eq!(small.status().discarded, 0);
}

#[querent_testkit::test]
async fn connections_that_the_server_has_ended_are_replaced_unnoticed(db: Db) {
    let ten = db.to_builder().max_connections(10).application_name("ended").build().unwrap();
    for _ in 0..5 {
        let sleeps = (0..10).map(|_| ten.batch_execute("SELECT pg_sleep(0.02)"));
        futures::future::try_join_all(sleeps).await.unwrap();
        at_rest(&ten).await;
        let sql =
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'ended'";
        db.batch_execute(sql).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        for _ in 0..20 {
            backend(&ten).await;
        }
    }
}

#[querent_testkit::test]
async fn a_checkout_that_is_dropped_keeps_no_slot(db: Db) {
    let small = db.to_builder().max_connections(1).build().unwrap();
    small
        .with_client(async |_| -> Result<()> {
            for _ in 0..20 {
                let other = small.clone();
                let waiting = tokio::spawn(async move { other.batch_execute("SELECT 1").await });
                eventually(async || small.status().waiting == 1).await;
                waiting.abort();
                let _ = waiting.await;
            }
            Ok(())
        })
        .await
        .unwrap();
    backend(&small).await;
    at_rest(&small).await;
    assert_eq!((small.status().connections, small.status().waiting), (1, 0));
}

#[querent_testkit::test]
async fn the_options_of_a_session_are_set_before_its_first_statement(db: Db) {
    let built = db
        .to_builder()
        .statement_timeout(Duration::from_millis(1500))
        .lock_timeout(Duration::from_secs(2))
        .idle_in_transaction_session_timeout(Duration::from_secs(3))
        .application_name("the shop")
        .build()
        .unwrap();
    for (name, value) in [
        ("statement_timeout", "1500ms"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "3s"),
        ("application_name", "the shop"),
    ] {
        assert_eq!(one::<String>(&built, &format!("SHOW {name}")).await.unwrap(), value, "{name}");
    }
}

#[querent_testkit::test]
async fn a_statement_that_the_server_cancels_is_an_error_of_its_kind(db: Db) {
    let short = db.to_builder().statement_timeout(Duration::from_millis(30)).build().unwrap();
    assert_eq!(short.batch_execute("SELECT pg_sleep(600)").await.unwrap_err().kind(), Kind::StatementTimeout);
    let result = short.atomic(async |tx| tx.batch_execute("SELECT pg_sleep(600)").await).await;
    assert_eq!(result.unwrap_err().kind(), Kind::StatementTimeout);
}

#[querent_testkit::test]
async fn a_recording_holds_what_is_sent_while_it_lives(db: Db) {
    db.batch_execute("SELECT 1").await.unwrap();
    let recording = db.record_statements();
    db.batch_execute("SELECT 2").await.unwrap();
    db.atomic(async |tx| tx.batch_execute("SELECT 3").await).await.unwrap();
    assert_eq!(recording.statements(), ["SELECT 2", "BEGIN", "SELECT 3", "COMMIT"]);
}

#[tokio::test]
async fn an_address_that_makes_no_sense_is_refused_before_anything_is_sent() {
    for (builder, says) in [
        (Db::builder(), "`url`"),
        (Db::builder().url("postgres//nowhere"), "not understood"),
        (Db::builder().url("user=me"), "names no host"),
        (Db::builder().url("host=a,b port=1,2,3"), "one port"),
        (Db::builder().url("host=a").max_connections(0), "`max_connections`"),
        (
            Db::builder().url("host=a").without_statement_cache().statement_timeout(Duration::from_secs(1)),
            "ALTER ROLE",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), Kind::Configuration);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_and_the_password_is_not() {
    let address = "postgres://me:secret@127.0.0.1:1/shop";
    let db = Db::builder().url(address).wait_timeout(Duration::from_millis(50)).build().unwrap();
    let error = db.batch_execute("SELECT 1").await.unwrap_err();
    assert_eq!(error.kind(), Kind::Connection);
    assert!(error.to_string().contains("127.0.0.1:1"), "{error}");
    for text in [
        format!("{error:?}"),
        error.to_string(),
        format!("{db:?}"),
        format!("{:?}", Db::builder().url(address)),
    ] {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn an_address_of_another_scheme_is_refused_without_its_password() {
    for address in ["mysql://me:secret@h/d?x=1", "Postgres://me:secret@h/d", "postgres//me:secret@h"] {
        let error = Db::builder().url(address).build().unwrap_err();
        assert_eq!(error.kind(), Kind::Configuration);
        let source = std::error::Error::source(&error).map(|source| format!("{source:?} {source}"));
        let text = format!("{error} {error:?} {source:?}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[querent_testkit::test]
async fn deadpools_own_configuration_is_taken(db: Db) {
    use querent::driver::{PoolConfig, QueueMode};
    let mut config = PoolConfig::new(2);
    config.queue_mode = QueueMode::Fifo;
    config.timeouts.wait = Some(Duration::from_millis(20));
    let two = db.to_builder().pool(config).build().unwrap();
    let wait = || one::<i32>(&two, "SELECT pg_backend_pid() FROM pg_sleep(0.2)");
    let (a, b, c) = tokio::join!(wait(), wait(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        one::<i32>(&two, "SELECT 1").await
    });
    assert!(a.unwrap() != b.unwrap());
    assert_eq!(c.unwrap_err().kind(), Kind::PoolTimeout);
    assert_eq!(two.status().max_connections, 2);
}

#[tokio::test]
async fn the_environment_names_the_database_or_is_named_itself() {
    match std::env::var_os("DATABASE_URL") {
        Some(_) => Db::from_env().await.unwrap().batch_execute("SELECT 1").await.unwrap(),
        None => {
            let error = Db::from_env().await.unwrap_err();
            assert_eq!(error.kind(), Kind::Configuration);
            assert!(error.to_string().contains("`DATABASE_URL`"), "{error}");
        }
    }
}
