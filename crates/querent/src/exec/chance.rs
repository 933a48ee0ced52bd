//! Chance, where nothing depends on how good it is.

use std::hash::{BuildHasher, RandomState};

/// A number below `end`, or 0.
pub(super) fn below(end: u64) -> u64 {
    // A fresh `RandomState` is the standard library's source of chance.
    RandomState::new().hash_one(end) % end.max(1)
}
