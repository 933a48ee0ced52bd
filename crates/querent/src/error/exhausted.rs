//! A pool that had no connection to give, as data.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

/// A pool that had no connection to give in time, and who has them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExhaustedPool {
    /// The most connections there may be.
    pub max_connections: usize,
    /// How long was waited.
    pub waited: Duration,
    /// The line that asked for a connection.
    pub asked_at: &'static Location<'static>,
    /// Who has the connections, the longest first.
    pub holders: Vec<Holder>,
}

/// Who has a connection.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Holder {
    /// The line that took it.
    pub at: &'static Location<'static>,
    /// For how long.
    pub held_for: Duration,
}

impl Holder {
    pub(crate) fn new(at: &'static Location<'static>, held_for: Duration) -> Self {
        Holder { at, held_for }
    }
}

impl ExhaustedPool {
    pub(crate) fn new(
        max_connections: usize,
        waited: Duration,
        asked_at: &'static Location<'static>,
        holders: Vec<Holder>,
    ) -> Self {
        ExhaustedPool { max_connections, waited, asked_at, holders }
    }
}

impl fmt::Display for ExhaustedPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no connection became free within {:?} (asked for at {}); {} of {} are in use:",
            self.waited,
            self.asked_at,
            self.holders.len(),
            self.max_connections,
        )?;
        for holder in self.holders.iter().take(5) {
            write!(f, "\n  by {} for {:.1?}", holder.at, holder.held_for)?;
        }
        match self.holders.len() {
            ..=5 => Ok(()),
            count => write!(f, "\n  and {} more", count - 5),
        }
    }
}
