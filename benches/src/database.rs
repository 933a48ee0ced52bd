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
    url: String,
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
        let database = Database { runtime, url: address(database.url()), database };
        // What a row's first reader would do is done.
        database.execute("VACUUM (ANALYZE)")?;
        Ok(database)
    }

    /// The address, for other programs.
    pub fn url(&self) -> &str {
        &self.url
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

/// `url` as every library reads it: many know no user before a host that is empty, which stands for a socket in a folder.
fn address(url: &str) -> String {
    let parts = url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once("@/")?)));
    let Some((scheme, (who, rest))) = parts else { return url.to_owned() };
    let more = if rest.contains('?') { '&' } else { '?' };
    match who.split_once(':') {
        Some((user, password)) => format!("{scheme}:///{rest}{more}user={user}&password={password}"),
        None => format!("{scheme}:///{rest}{more}user={who}"),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_user_goes_behind_a_host_that_is_empty() {
        let socket = "postgres://me@/bench?host=/tmp/folder";
        assert_eq!(address(socket), "postgres:///bench?host=/tmp/folder&user=me");
        assert_eq!(address("postgres://me:word@/bench"), "postgres:///bench?user=me&password=word");
        let port = "postgres://me:word@127.0.0.1:5432/bench";
        assert_eq!(address(port), port);
    }
}
