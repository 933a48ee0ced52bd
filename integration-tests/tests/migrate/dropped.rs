//! A migration that nobody waits for any more.

use std::future::IntoFuture;

use integration_tests::polls::polled;
use querent::Db;

use crate::files::{ALL, INDEX, INITIAL, STOCK, column, diary, graph, ledger, migrate, nobody_migrates};

/// More polls than it takes.
const MOST: usize = 5_000;

#[querent_testkit::test(worker_threads = 2)]
async fn a_migration_that_is_dropped_anywhere_leaves_no_session_and_no_lock_and_the_next_one_ends_it(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    let mut polls = 0;
    loop {
        assert!(polls < MOST, "it never ends");
        db.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
        let done = polled(migrate(&db, &graph).into_future(), polls).await;
        nobody_migrates(&db).await;
        let locks = "SELECT locktype FROM pg_locks WHERE locktype = 'advisory'
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        assert_eq!(column(&db, locks).await, Vec::<String>::new(), "dropped after {polls} polls");
        migrate(&db, &graph).await.unwrap();
        assert_eq!(diary(&db).await, ALL, "dropped after {polls} polls");
        assert_eq!(ledger(&db).await.len(), 3);
        if done.is_some() {
            break;
        }
        polls += 1 + polls / 20;
    }
    assert!(polls > 30, "{polls}");
}
