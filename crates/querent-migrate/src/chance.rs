//! Chance, where nothing depends on how good it is.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A time between half of `pause` and all of it, so that those who wait for one thing do not all ask at once.
pub(crate) fn jitter(pause: Duration) -> Duration {
    // A fresh `RandomState` is the standard library's source of chance.
    let thousandths = RandomState::new().hash_one(()) % 501 + 500;
    pause * thousandths as u32 / 1000
}
