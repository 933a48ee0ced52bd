//! Servers of our own, from programs that are on this machine or can be brought there.
//!
//! There is at most one of each [`Cluster`], whoever starts it; all processes share it, unless it is a [`Single`] one. It
//! ends by itself when the last of them has ended: see `lease` and `keeper.sh`.

mod user;
mod folders;
mod installation;
mod search;
mod places;
mod fetch;
mod programs;
mod new_data;
mod lease;
mod start;
mod single;

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::address::Address;
use crate::cluster::Cluster;
use crate::error::Result;
use folders::lock;
use lease::Lease;
use places::Places;
use programs::programs;
pub(crate) use single::Single;
use start::{Plan, socket};
use user::User;

/// A server that this process uses.
struct Held {
    cluster: Cluster,
    address: Address,
    _lease: Lease,
}

/// The servers that this process uses, until it ends.
static HELD: Mutex<Vec<Held>> = Mutex::new(Vec::new());

/// The address of the server, which is started unless it runs; it runs at least as long as this process.
pub(crate) fn server(cluster: Cluster) -> Result<Address> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = held.iter().find(|known| known.cluster == cluster) {
        return Ok(known.address.clone());
    }
    let places = Places::find()?;
    let lease = hold(cluster, &places)?;
    let folder = places.folder(cluster);
    let address = Address::new(format!("postgres://postgres@/postgres?host={}", folder.display()));
    held.push(Held { cluster, address: address.clone(), _lease: lease });
    Ok(address)
}

/// A lease of the server that runs, or of one that this call starts.
fn hold(cluster: Cluster, places: &Places) -> Result<Lease> {
    let folder = places.folder(cluster);
    let _turn = lock(&places.beside(cluster, "lock"))?;
    if let Some(lease) = running(&folder)? {
        return Ok(lease);
    }
    let user = User::find()?;
    let installation = programs(&user, &places.cache)?;
    // A process that was killed while it started the server may have got so far.
    Plan::new(cluster, user, installation, places)?.start_or(|| running(&folder))
}

/// A lease of the server in `folder`, if there is one that takes connections.
fn running(folder: &Path) -> Result<Option<Lease>> {
    Ok(Lease::take(folder)?.filter(|_| UnixStream::connect(socket(folder)).is_ok()))
}
