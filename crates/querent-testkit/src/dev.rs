//! The database of a program that is being developed.

use querent_migrate::querent_schema::quote_identifier;
use tokio_postgres::error::SqlState;

use crate::administer::{administer, refused};
use crate::cluster::Cluster;
use crate::error::Result;
use crate::server::Server;

/// The address of the database to develop with: that of `DATABASE_URL`, or of one called `name` on a server of our own.
///
/// The server is started if it does not run, and the database created if there is none; what is written lasts from
/// run to run. The server runs as long as this process, and stops a few seconds after the last one that uses it.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use querent_testkit::{Db, dev_database};
///
/// let db = Db::connect(&dev_database("shop").await?).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`NoPostgres`](crate::Kind::NoPostgres) if `DATABASE_URL` is not set and no server can be started; the text lists
/// what to do about it.
pub async fn dev_database(name: &str) -> Result<String> {
    let server = Server::find(Cluster::Dev).await?;
    let address = match &server {
        Server::Given(address) => return Ok(address.as_str().to_owned()),
        Server::Own(address) => address.of_database(name),
    };
    administer(&server, async |client| {
        match client.batch_execute(&format!("CREATE DATABASE {}", quote_identifier(name))).await {
            // The second is what the loser hears of two who create it together.
            Err(error)
                if [Some(&SqlState::DUPLICATE_DATABASE), Some(&SqlState::UNIQUE_VIOLATION)]
                    .contains(&error.code()) =>
            {
                Ok(())
            }
            result => result.map_err(|error| refused(&format!("create the database `{name}`"), error)),
        }
    })
    .await?;
    Ok(address)
}
