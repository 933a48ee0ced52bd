//! What is counted until there is too much of it.

use std::sync::Arc;

use super::tally::{Extent, Tally, UnderWay};
use super::thresholds::Thresholds;

/// What is counted until there is too much of it, which is told once.
#[derive(Default)]
pub(super) struct Counts {
    /// `None` while there is nothing, as it mostly stays.
    tally: Option<Arc<Tally>>,
    is_told: bool,
}

/// One that is counted.
pub(super) struct Counted {
    pub(super) under_way: UnderWay,
    /// Everything that was counted, if this is the one too many.
    pub(super) too_many: Option<Arc<Tally>>,
}

impl Counts {
    /// Counts one more; `is_enough` to be told of, if they have taken long enough.
    #[inline(always)] // where a query is counted: a call and what it returns cost as much as what is done here
    pub(super) fn count(&mut self, extent: Extent, is_enough: bool, thresholds: &Thresholds) -> Counted {
        let tally = self.tally.get_or_insert_default();
        let is_too_many =
            is_enough && !self.is_told && (thresholds.wall.is_zero() || tally.wall() >= thresholds.wall);
        self.is_told |= is_too_many;
        Counted { under_way: tally.begin(extent), too_many: is_too_many.then(|| tally.clone()) }
    }

    /// Counts one that took no time of these.
    pub(super) fn count_earlier(&mut self) {
        self.tally.get_or_insert_default().count_earlier();
    }
}
