//! The servers that this crate runs.

use std::fmt;

/// One of the servers that this crate runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cluster {
    /// For development: what is written lasts.
    Dev,
    /// For tests: fast, and gone with the server.
    Test,
    /// One test's alone, to be killed and started again: what is acknowledged is on the disk. The number tells it from
    /// others of this process.
    Single(u32),
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cluster::Dev => f.write_str("dev"),
            Cluster::Test => f.write_str("test"),
            Cluster::Single(number) => write!(f, "single-{}-{number}", std::process::id()),
        }
    }
}
