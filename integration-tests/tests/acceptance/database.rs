//! A database of its own for each test, with the tables and rows of the cases.

use querent::Db;
use querent_testkit::{Setup, Tables};

/// Runs a test on the rows of the cases.
pub(crate) fn on_the_data<T: AsyncFnOnce(Db)>(test: T) {
    let setup = Setup {
        name: std::any::type_name::<T>(), // names the test that the closure stands in
        tables: Tables::default(),
        sql: vec![include_str!("schema.sql"), include_str!("data.sql")],
        worker_threads: 2,
    };
    querent_testkit::run(setup, test);
}
