//! Work on whole databases, done from another database of the server.

use std::time::Duration;

use querent_migrate::querent::Db;
use querent_migrate::querent_schema::quote_identifier;
use tokio_postgres::Client;

use crate::error::{Error, Kind, Result};
use crate::names;
use crate::server::Server;

/// A server with many tests is slow to take one more connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Lends `work` a connection to the database that the server's address names.
pub(crate) async fn administer<T>(
    server: &Server,
    work: impl AsyncFnOnce(&Client) -> Result<T>,
) -> Result<T> {
    let db = Db::builder()
        .url(server.address().as_str())
        .max_connections(1)
        .connect_timeout(PATIENCE)
        .application_name("querent-testkit")
        .build()?;
    let result = db.with_client(work).await;
    db.close();
    result
}

/// Runs one statement; `action`, such as "create the database", says what for.
pub(crate) async fn execute(client: &Client, sql: &str, action: &str) -> Result<()> {
    client.batch_execute(sql).await.map_err(|error| refused(action, error))
}

/// The server has refused something.
pub(crate) fn refused(action: &str, error: tokio_postgres::Error) -> Error {
    Error::new(Kind::Database, format!("could not {action}")).caused_by(error)
}

/// Drops a database of ours, with whoever is still connected to it.
pub(crate) async fn drop_database(client: &Client, name: &str) -> Result<()> {
    wait_until_unused(client, name).await?;
    let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quote_identifier(name));
    execute(client, &sql, "drop the database of a test").await
}

/// Waits a moment for connections that are just being closed: the server itself looks only ten times a second.
pub(crate) async fn wait_until_unused(client: &Client, name: &str) -> Result<()> {
    let sql = "SELECT FROM pg_stat_activity WHERE datname = $1 LIMIT 1";
    for _ in 0..25 {
        let used =
            client.query_opt(sql, &[&name]).await.map_err(|error| refused("look at connections", error))?;
        if used.is_none() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(())
}

/// Drops the databases of tests that were killed on this machine.
///
/// A test is connected to its database, so one that somebody is connected to may not be left behind after all.
pub(crate) async fn sweep(client: &Client) -> Result<()> {
    let sql = "SELECT datname FROM pg_database d WHERE starts_with(datname, $1)
               AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)";
    let found = client.query(sql, &[&names::of_this_machine()]).await;
    let found = found.map_err(|error| refused("list the databases", error))?;
    for name in found.iter().map(|row| row.get::<_, &str>(0)).filter(|name| names::is_left_behind(name)) {
        // Somebody else may be about to drop it as well, and it is in nobody's way.
        let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {}", quote_identifier(name))).await;
    }
    Ok(())
}
