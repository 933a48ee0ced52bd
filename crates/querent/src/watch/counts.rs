//! What is counted until there is too much of it.

use std::sync::Arc;

use super::tally::{Tally, UnderWay};
use super::thresholds::Thresholds;

/// What is counted until there is too much of it, which is told once.
#[derive(Default)]
pub(super) struct Counts {
    tally: Arc<Tally>,
    is_told: bool,
}

/// One that is counted.
pub(super) struct Counted {
    pub(super) under_way: UnderWay,
    /// Everything that was counted, if this is the one too many.
    pub(super) too_many: Option<Arc<Tally>>,
}

impl Counts {
    /// Counts one more, of so many different ones; `is_enough` to be told of, if they have taken long enough.
    pub(super) fn count(&mut self, distinct: u32, is_enough: bool, thresholds: &Thresholds) -> Counted {
        let is_too_many = is_enough && !self.is_told && self.tally.wall() >= thresholds.wall;
        self.is_told |= is_too_many;
        self.tally.set_distinct(distinct.into());
        let under_way = self.tally.begin();
        Counted { under_way, too_many: is_too_many.then(|| self.tally.clone()) }
    }

    /// Counts one that took no time of these.
    pub(super) fn count_earlier(&self) {
        self.tally.count_earlier();
    }

    /// Notes how many rows there are, whatever is done for them.
    pub(super) fn set_siblings(&self, siblings: u32) {
        self.tally.set_siblings(siblings.into());
    }
}
