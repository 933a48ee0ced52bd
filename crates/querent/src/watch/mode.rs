//! What is done with a finding, and whether anybody looks.

use std::sync::atomic::{AtomicU32, Ordering};

/// What is done with a finding.
///
/// In every mode but [`Off`](Mode::Off) it is logged, too, unless it is of a scope whose findings go to somebody else: a test's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Nothing is counted.
    Off,
    /// It is logged: once when it is known, and with its totals when the scope ends.
    #[default]
    Warn,
    /// It is kept for the end of the scope, where all of them are one failure: for tests.
    Deny,
    /// The load or query that is one too many fails with [`Kind::NPlusOne`](crate::Kind::NPlusOne) and is not sent.
    Error,
    /// The load or query that is one too many panics where it is awaited.
    Panic,
}

/// How many want to know: the process, once the watch is on for it, and scopes that were made by hand.
static LISTENERS: AtomicU32 = AtomicU32::new(0);

/// Whether anybody wants to know. All that the watch costs while it is off is this.
#[inline]
pub(crate) fn is_on() -> bool {
    !cfg!(querent_unwatched) && LISTENERS.load(Ordering::Relaxed) > 0
}

/// Somebody who wants to know, while this value lives.
pub(super) struct Listening(());

impl Listening {
    pub(super) fn begin() -> Self {
        LISTENERS.fetch_add(1, Ordering::Relaxed);
        Listening(())
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::Relaxed);
    }
}
