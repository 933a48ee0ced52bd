//! The database of one test.

use std::fmt;
use std::thread;

use querent_migrate::querent::Db;
use tokio::runtime;
use tokio::sync::OnceCell;

use crate::administer::{PATIENCE, administer, drop_database, sweep};
use crate::announce::announce;
use crate::cluster::Cluster;
use crate::error::{Error, Kind, Result};
use crate::names::next_name;
use crate::server::Server;
use crate::setup::Setup;
use crate::template::create_database;

/// The connections of a test: enough to let statements run side by side, and few enough for many tests at a time.
const CONNECTIONS: usize = 4;

/// A database of its own for one test, dropped together with this value.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use querent_testkit::{Setup, Tables, TestDb};
///
/// let setup = Setup { name: "by hand", tables: Tables::default(), sql: vec!["CREATE TABLE t ()"], worker_threads: 2 };
/// let database = TestDb::create(&setup).await?;
/// database.db().batch_execute("SELECT FROM t").await?;
/// # Ok(())
/// # }
/// ```
///
/// To drop it blocks the thread for some milliseconds.
pub struct TestDb {
    db: Db,
    url: String,
    database: Dropped,
}

/// A database that is dropped together with this value.
struct Dropped {
    server: Server,
    name: String,
}

impl TestDb {
    /// Creates a database with the setup's tables and all that its SQL makes.
    ///
    /// # Errors
    ///
    /// [`NoPostgres`](crate::Kind::NoPostgres) if there is no server and none can be started;
    /// [`Setup`](crate::Kind::Setup) if the server refuses the tables or the SQL.
    pub async fn create(setup: &Setup) -> Result<TestDb> {
        let contents = setup.contents()?;
        let server = Server::find(Cluster::Test).await?;
        let name = administer(&server, async |client| {
            // Before this process has a database: an earlier one may have had its number.
            static SWEPT: OnceCell<()> = OnceCell::const_new();
            SWEPT.get_or_try_init(|| sweep(client)).await?;
            let name = next_name();
            create_database(&server, client, &name, &contents).await?;
            Ok(name)
        })
        .await?;
        // From here on it is dropped, whatever happens.
        let database = Dropped { server, name };
        let url = database.server.address().of_database(&database.name);
        // With a first connection, which shows others that the database is in use.
        let db = Db::builder().url(&url).max_connections(CONNECTIONS).application_name(setup.name);
        let db = db.connect_timeout(PATIENCE).connect().await?;
        Ok(TestDb { db, url, database })
    }

    /// The database, with a small pool.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The address of the database, for other programs.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for TestDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the address, which may hold a password.
        f.debug_struct("TestDb").field("name", &self.database.name).field("db", &self.db).finish()
    }
}

/// The pool is closed first, so that nobody is connected any more when the database is dropped.
impl Drop for TestDb {
    fn drop(&mut self) {
        self.db.close();
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        // On a thread of its own: this one may be a runtime's, and that runtime may be gone.
        thread::scope(|scope| {
            let dropping = scope.spawn(|| -> Result<()> {
                let runtime = runtime::Builder::new_current_thread().enable_all().build();
                let runtime = runtime.map_err(|error| {
                    Error::new(Kind::Database, "there is no room for a runtime").caused_by(error)
                })?;
                runtime.block_on(administer(&self.server, async |client| {
                    drop_database(client, &self.name).await
                }))
            });
            // No panic: there may be one under way, of the test. A later run finds what is left here.
            if let Ok(Err(error)) = dropping.join() {
                announce(format_args!("the database `{}` is left: {}", self.name, error.report()));
            }
        });
    }
}
