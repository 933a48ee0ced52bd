//! A server of a test's own.

use std::fmt;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::spawn_blocking;

use crate::error::Result;
use crate::own::Single;

/// A server of a test's own, to be killed and started again on the same data and at the same address.
///
/// It loses nothing that it has acknowledged: its data are on a disk, and `fsync` is on. It does not matter what
/// `DATABASE_URL` says.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use querent_testkit::{Db, TestServer};
///
/// let mut server = TestServer::start().await?;
/// let db = Db::connect(server.url()).await?;
/// db.batch_execute("CREATE TABLE notes (text text NOT NULL)").await?;
/// server.kill().await?;
/// server.restart().await?;
/// db.batch_execute("INSERT INTO notes VALUES ('milk')").await?;
/// # Ok(())
/// # }
/// ```
///
/// To drop it blocks the thread until all of its processes have ended.
pub struct TestServer {
    /// Shared with the thread that works on it.
    server: Arc<Mutex<Single>>,
    url: String,
}

impl TestServer {
    /// Starts a server with an empty database, `postgres`.
    ///
    /// # Errors
    ///
    /// [`NoPostgres`](crate::Kind::NoPostgres) if there are no programs of a server on this machine.
    pub async fn start() -> Result<TestServer> {
        let server = blocking(Single::start).await?;
        let url = server.address().as_str().to_owned();
        Ok(TestServer { server: Arc::new(Mutex::new(server)), url })
    }

    /// The address of the database, which stays the same.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Kills all processes of the server at once, by SIGKILL; nothing if it does not run.
    ///
    /// The machine itself goes on, and with it what the server has written to files that are not on the disk yet.
    ///
    /// # Errors
    ///
    /// [`Programs`](crate::Kind::Programs) if its processes cannot be listed or reached.
    pub async fn kill(&mut self) -> Result<()> {
        self.work(Single::kill).await
    }

    /// Starts the server that was killed, on the same data; returns once it takes connections.
    ///
    /// # Errors
    ///
    /// [`Start`](crate::Kind::Start) if it does not start.
    pub async fn restart(&mut self) -> Result<()> {
        self.work(Single::start_again).await
    }

    async fn work(&mut self, work: fn(&mut Single) -> Result<()>) -> Result<()> {
        let server = self.server.clone();
        blocking(move || work(&mut server.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

impl fmt::Debug for TestServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestServer").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Runs what blocks a thread on one that may be blocked.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    spawn_blocking(work).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
