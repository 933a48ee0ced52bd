//! The server to work with.

use std::panic::resume_unwind;

use crate::address::Address;
use crate::cluster::Cluster;
use crate::error::Result;
#[cfg(unix)]
use crate::own;

/// Names a database, and with it the server.
const VARIABLE: &str = "DATABASE_URL";

/// A server to work with.
#[derive(Clone)]
pub(crate) enum Server {
    /// The one that `DATABASE_URL` names.
    Given(Address),
    /// One that this crate runs.
    Own(Address),
}

impl Server {
    /// The server of `DATABASE_URL`, or one of our own, which is started unless it runs.
    pub(crate) async fn find(cluster: Cluster) -> Result<Server> {
        match std::env::var(VARIABLE) {
            Ok(address) if !address.is_empty() => Ok(Server::Given(Address::new(address))),
            _ => {
                let started = tokio::task::spawn_blocking(move || own_server(cluster)).await;
                started.unwrap_or_else(|error| resume_unwind(error.into_panic())).map(Server::Own)
            }
        }
    }

    pub(crate) fn address(&self) -> &Address {
        match self {
            Server::Given(address) | Server::Own(address) => address,
        }
    }
}

#[cfg(unix)]
fn own_server(cluster: Cluster) -> Result<Address> {
    own::server(cluster)
}

#[cfg(not(unix))]
fn own_server(_: Cluster) -> Result<Address> {
    Err(crate::missing::no_postgres("and on this system a server\ndoes not start by itself", &[]))
}
