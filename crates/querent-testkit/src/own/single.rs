//! A server that nobody else uses, so that it may be killed.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process};

use super::folders::remove;
use super::lease::Lease;
use super::places::Places;
use super::programs::programs;
use super::start::Plan;
use super::user::User;
use crate::address::Address;
use crate::announce::announce;
use crate::cluster::Cluster;
use crate::error::{Error, Kind, Result};

/// A server that nobody else uses. It ends with this value, and its data with it.
pub(crate) struct Single {
    plan: Plan,
    /// `None` while it does not run.
    lease: Option<Lease>,
}

impl Single {
    /// A server with new data, which takes connections.
    pub(crate) fn start() -> Result<Single> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let cluster = Cluster::Single(NEXT.fetch_add(1, Ordering::Relaxed));
        let places = Places::find()?;
        let user = User::find()?;
        let installation = programs(&user, &places.cache)?;
        let mut single = Single { plan: Plan::new(cluster, user, installation, &places)?, lease: None };
        // An earlier process may have had this one's number.
        remove(&single.plan.data())?;
        single.start_again()?;
        Ok(single)
    }

    pub(crate) fn address(&self) -> Address {
        Address::new(format!("postgres://postgres@/postgres?host={}", self.plan.folder.display()))
    }

    /// Starts the server on the data that it has left; nothing if it runs.
    pub(crate) fn start_again(&mut self) -> Result<()> {
        if self.lease.is_none() {
            self.lease = Some(self.plan.start_or(|| Ok(None))?);
        }
        Ok(())
    }

    /// Kills all of its processes at once, as a machine does that runs out of memory; nothing if it does not run.
    pub(crate) fn kill(&mut self) -> Result<()> {
        if self.lease.take().is_none() {
            return Ok(());
        }
        let first = self.first_process()?;
        // Stopped, it has no more children while they are counted.
        signal(first, Signal::STOP)?;
        for child in children(first)? {
            signal(child, Signal::KILL)?;
        }
        signal(first, Signal::KILL)
    }

    /// The process that the others are children of.
    fn first_process(&self) -> Result<Pid> {
        let path = self.plan.data().join("postmaster.pid");
        let text = fs::read_to_string(&path).map_err(|error| Error::at("read", &path, error))?;
        let number = text.lines().next().and_then(|line| line.trim().parse().ok());
        number.and_then(Pid::from_raw).ok_or_else(|| {
            Error::new(Kind::Folder, format!("`{}` does not name the server's process", path.display()))
        })
    }

    fn clear(&mut self) -> Result<()> {
        self.kill()?;
        // Once no process of it is left; the keeper has cleared its part by then.
        self.plan.wait_for_end()?;
        remove(&self.plan.folder)?;
        for path in [&self.plan.log, &self.plan.data_lock] {
            fs::remove_file(path).map_err(|error| Error::at("remove", path, error))?;
        }
        Ok(())
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        if let Err(error) = self.clear() {
            announce(format_args!("something of a server is left: {}", error.report()));
        }
    }
}

/// The children of a process.
fn children(of: Pid) -> Result<Vec<Pid>> {
    let output = Command::new("ps").args(["-A", "-o", "ppid=", "-o", "pid="]).output();
    let output = output
        .map_err(|error| Error::new(Kind::Programs, "could not list processes by `ps`").caused_by(error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let pairs = text.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map(|number| number.parse().ok().and_then(Pid::from_raw));
        Some((numbers.next().flatten()?, numbers.next().flatten()?))
    });
    Ok(pairs.filter(|(parent, _)| *parent == of).map(|(_, child)| child).collect())
}

/// Sends a signal to a process, which may have ended meanwhile.
fn signal(process: Pid, signal: Signal) -> Result<()> {
    match kill_process(process, signal) {
        Ok(()) | Err(Errno::SRCH) => Ok(()),
        Err(error) => {
            let message = format!("could not send a signal to the process {process:?} of a server");
            Err(Error::new(Kind::Programs, message).caused_by(error))
        }
    }
}
