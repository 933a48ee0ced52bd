//! Who wants to know of single statements.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// What somebody wants to know of all single statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Interest {
    /// A span for each.
    Spans = 1,
    /// A line of the log for each that takes long.
    SlowStatements = 2,
    /// The plan beside that line.
    Plans = 4,
}

/// What is added for each who has scopes whose statements are looked at.
const KEEPING: u32 = 8;

/// The bits of [`Interest`], and above them how many have scopes whose statements are looked at.
static INTERESTS: AtomicU32 = AtomicU32::new(0);

/// From how many microseconds on a statement is slow.
static SLOW: AtomicU64 = AtomicU64::new(u64::MAX);

/// Whether anybody wants to know of single statements. All that it costs while nobody does is this.
#[inline]
pub(crate) fn are_watched() -> bool {
    INTERESTS.load(Ordering::Relaxed) != 0
}

impl Interest {
    pub(super) fn is_there(self) -> bool {
        INTERESTS.load(Ordering::Relaxed) & self as u32 != 0
    }

    /// Whether somebody wants to know of statements whatever scope they are of.
    pub(super) fn is_in_all() -> bool {
        INTERESTS.load(Ordering::Relaxed) & (KEEPING - 1) != 0
    }

    /// From now on somebody wants to know, or nobody does any more.
    pub(super) fn set(self, is_there: bool) {
        match is_there {
            true => INTERESTS.fetch_or(self as u32, Ordering::Relaxed),
            false => INTERESTS.fetch_and(!(self as u32), Ordering::Relaxed),
        };
    }

    /// From now on statements that take so long are told of, or none.
    pub(super) fn set_slow(from: Option<Duration>) {
        let from_micros = |from: Duration| u64::try_from(from.as_micros()).unwrap_or(u64::MAX);
        SLOW.store(from.map_or(u64::MAX, from_micros), Ordering::Relaxed);
        Interest::SlowStatements.set(from.is_some());
    }
}

/// Somebody who has scopes whose statements are looked at, while this value lives.
pub(super) struct Keeping(());

impl Keeping {
    pub(super) fn begin() -> Self {
        INTERESTS.fetch_add(KEEPING, Ordering::Relaxed);
        Keeping(())
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        INTERESTS.fetch_sub(KEEPING, Ordering::Relaxed);
    }
}

/// Whether a statement that took so long is to be told of.
pub(super) fn is_slow(took: Duration) -> bool {
    Interest::SlowStatements.is_there() && took.as_micros() >= u128::from(SLOW.load(Ordering::Relaxed))
}
