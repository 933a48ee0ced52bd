//! Eager loads of which it is known that somebody looks at them.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many are known at once.
const KNOWN: usize = 256;

/// Those that were looked at last, each at the place that its number says: the next one of that place takes it.
///
/// What is known here, as of nearly every result, is not asked of the ledger, whose lock is one for all threads.
static USED: [AtomicU64; KNOWN] = [const { AtomicU64::new(0) }; KNOWN];

/// Whether somebody looks at an eager load, which is told from others by a number that is not 0.
#[derive(Clone, Copy)]
pub(super) struct Usage(u64);

impl Usage {
    /// Of the one of this number.
    #[inline]
    pub(super) fn of(number: u64) -> Usage {
        Usage(number | 1)
    }

    /// Whether somebody is known to look at it.
    #[inline]
    pub(super) fn is_known(self) -> bool {
        self.place().load(Ordering::Relaxed) == self.0
    }

    /// Makes it known.
    pub(super) fn note(self) {
        self.place().store(self.0, Ordering::Relaxed);
    }

    #[inline]
    fn place(self) -> &'static AtomicU64 {
        &USED[(self.0 >> 1) as usize % KNOWN]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_known_until_another_one_takes_its_place() {
        let [one, other] = [1_000_002, 1_000_002 + 2 * KNOWN as u64].map(Usage::of);
        one.note();
        assert_eq!((one.is_known(), other.is_known()), (true, false));
        other.note();
        assert_eq!((one.is_known(), other.is_known()), (false, true));
    }
}
