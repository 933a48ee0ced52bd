//! How it is written.

use std::env;

/// How well it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As well as one can.
    Best,
    /// As most people write it.
    Plain,
}

impl Manner {
    /// What this process was told.
    pub(crate) fn asked_for() -> Manner {
        match env::args().nth(2).as_deref() {
            Some("plain") => Manner::Plain,
            _ => Manner::Best,
        }
    }
}
