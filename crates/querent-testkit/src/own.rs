//! Servers of our own, from programs that are on this machine or can be brought there.
//!
//! There is at most one of each [`Cluster`], whoever starts it, and all processes share it. It ends by itself when the
//! last of them has ended: see `lease` and `keeper.sh`.

mod user;
mod folders;
mod installation;
mod search;
mod places;
mod fetch;
mod new_data;
mod lease;
mod start;

use std::fs::File;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::announce::announce;
use crate::cluster::Cluster;
use crate::error::{Error, Kind, Result};
use crate::missing::no_postgres;
use fetch::fetch;
use folders::lock;
use installation::{Installation, OLDEST};
use lease::Lease;
use places::Places;
use search::search;
use start::{PAUSE, Plan, socket};
use user::User;

/// How long to wait for a server that is stopping, or that uses the data under another name.
const PATIENCE: Duration = Duration::from_secs(60);

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
    let installation = installation(&user, &places.cache)?;
    let plan = Plan::new(cluster, user, installation, places)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(data_lock) = plan.claim_data()? {
            return start(cluster, &plan, data_lock);
        }
        // A process that was killed while it started the server may have got so far.
        if let Some(lease) = running(&folder)? {
            return Ok(lease);
        }
        if Instant::now() > deadline {
            let message = format!("the data in `{}` are in use by another server", plan.home.display());
            return Err(Error::new(Kind::Start, message));
        }
        sleep(PAUSE);
    }
}

/// A lease of the server in `folder`, if there is one that takes connections.
fn running(folder: &Path) -> Result<Option<Lease>> {
    Ok(Lease::take(folder)?.filter(|_| UnixStream::connect(socket(folder)).is_ok()))
}

fn start(cluster: Cluster, plan: &Plan, data_lock: File) -> Result<Lease> {
    if cluster == Cluster::Dev {
        announce(format_args!("starting {}, with data in {}", plan.installation, plan.home.display()));
    }
    plan.start(data_lock)
}

/// The newest PostgreSQL of this machine, or one that is fetched.
fn installation(user: &User, cache: &Path) -> Result<Installation> {
    let found = search(user)?;
    if let Some(newest) = found.newest {
        return Ok(newest);
    }
    fetch(cache, user).map_err(|why| {
        let reasons = format!("no PostgreSQL {OLDEST} or newer is installed,\nand {why}");
        no_postgres(&reasons, &found.refused)
    })
}
