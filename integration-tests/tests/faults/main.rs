//! Writers whose server, connections, network or pool fail them: nothing is lost, nothing is there twice, every error says
//! what has happened, and they go on without being restarted.
//!
//! The same checks run for much longer by `cargo run --release -p integration-tests --bin soak -- server-killed`, and so
//! on.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use integration_tests::faults;
use querent::Db;

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_and_started_again_loses_no_write_that_was_acknowledged() {
    let figures = faults::killed(3).await.unwrap();
    assert!(figures.faults == 3 && figures.acknowledged > 200, "{figures}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn connections_that_the_server_ends_lose_no_write_that_was_acknowledged(db: Db) {
    let figures = faults::terminated(&db, 40).await.unwrap();
    assert!(figures.faults == 40 && figures.acknowledged > 200, "{figures}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn a_network_that_stalls_cuts_and_goes_deaf_loses_no_write_that_was_acknowledged(db: Db) {
    let figures = faults::network(&db, 20).await.unwrap();
    assert!(figures.faults == 20 && figures.acknowledged > 200, "{figures}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn a_pool_without_a_free_connection_refuses_with_the_holders_and_goes_on_afterwards(db: Db) {
    let figures = faults::exhausted(&db, 2).await.unwrap();
    assert!(figures.kinds["PoolTimeout"] > 0 && figures.refused > 0, "{figures}");
    assert!(figures.found == 0 && figures.void == 0, "an error that leaves nothing open: {figures}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_turns_read_only_refuses_writes_for_as_long_and_answers_those_who_read() {
    let figures = faults::read_only(3).await.unwrap();
    assert!(figures.kinds["ReadOnly"] > 0 && figures.refused > 0, "{figures}");
    assert!(figures.found == 0 && figures.void == 0, "an error that leaves nothing open: {figures}");
}
