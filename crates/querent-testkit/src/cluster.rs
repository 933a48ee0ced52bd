//! The servers that this crate runs.

use std::fmt;

/// One of the servers that this crate runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cluster {
    /// For development: what is written lasts.
    Dev,
    /// For tests: fast, and gone with the server.
    Test,
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cluster::Dev => "dev",
            Cluster::Test => "test",
        })
    }
}
