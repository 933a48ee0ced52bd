//! How a database is migrated.

use std::time::Duration;

use crate::event::Listener;
use crate::plan::{Goal, Way};

/// How a database is migrated.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) goal: Goal,
    pub(crate) way: Way,
    /// How long to wait while another process migrates.
    pub(crate) wait: Duration,
    /// How long to wait, for each migration, until others leave its tables alone.
    pub(crate) lock_deadline: Duration,
    pub(crate) listener: Listener,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            goal: Goal::default(),
            way: Way::default(),
            wait: Duration::from_secs(60),
            lock_deadline: Duration::from_secs(120),
            listener: Listener::default(),
        }
    }
}
