//! The database with the workloads' tables.

use benches_harness::{NARROW, ROWS, Result, SCHEMA, Workload};
use querent_testkit::{Setup, Tables, TestDb};
use tokio::runtime::{Builder, Runtime};

/// A throwaway database, and what speaks to it.
///
/// Fields are dropped in their order: the runtime's connections go before the database.
#[derive(Debug)]
pub struct Database {
    runtime: Runtime,
    database: TestDb,
}

impl Database {
    /// A database with all tables and their rows, for the command of that name.
    ///
    /// # Errors
    ///
    /// Those of the test kit, and of the server.
    pub fn create(name: &'static str) -> Result<Database> {
        Database::of(name, vec![SCHEMA, ROWS, NARROW])
    }

    /// A database that is made by this SQL.
    ///
    /// # Errors
    ///
    /// Those of the test kit, and of the server.
    pub fn of(name: &'static str, sql: Vec<&'static str>) -> Result<Database> {
        let setup = Setup { name, tables: Tables::default(), sql, worker_threads: 0 };
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let database = runtime.block_on(TestDb::create(&setup))?;
        let database = Database { runtime, database };
        // What a row's first reader would do is done.
        database.execute("VACUUM (ANALYZE)")?;
        Ok(database)
    }

    /// The address, for other programs.
    pub fn url(&self) -> &str {
        self.database.url()
    }

    /// Brings the tables into the state in which so many iterations may run.
    ///
    /// # Errors
    ///
    /// Those of the server.
    pub fn prepare(&self, workload: Workload, iterations: u64) -> Result<()> {
        workload.preparation(iterations).map_or(Ok(()), |sql| self.execute(&sql))
    }

    fn execute(&self, sql: &str) -> Result<()> {
        Ok(self.runtime.block_on(async { self.database.db().batch_execute(sql).await })?)
    }
}
