//! Running one test.

use querent_migrate::querent::Db;
use tokio::runtime::{Builder, Runtime};

use crate::setup::Setup;
use crate::test_db::TestDb;

/// Fields are dropped in their order: with the runtime go the test's connections, so that nobody is connected any more
/// when the database is dropped.
struct Bench {
    runtime: Runtime,
    database: TestDb,
}

/// Runs `test` with a database of its own, which is dropped at the end; returns what `test` returns.
///
/// This is what [`#[querent_testkit::test]`](macro@crate::test) calls.
///
/// # Panics
///
/// If there is no PostgreSQL or the database cannot be made, with a text that says what to do; and if `test` panics.
#[track_caller]
pub fn run<T>(setup: Setup, test: impl AsyncFnOnce(Db) -> T) -> T {
    let runtime = Builder::new_multi_thread()
        .worker_threads(setup.worker_threads.max(1))
        .enable_all()
        .build()
        .expect("a machine that runs this test has room for the threads of its runtime");
    match runtime.block_on(TestDb::create(&setup)) {
        Ok(database) => {
            let bench = Bench { runtime, database };
            bench.runtime.block_on(test(bench.database.db().clone()))
        }
        Err(error) => panic!("{}", error.report()),
    }
}
