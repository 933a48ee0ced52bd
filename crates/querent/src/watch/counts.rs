//! What is counted until there is too much of it.

use std::sync::Arc;
use std::time::Instant;

use super::tally::{Counting, Extent, Tally};
use super::thresholds::Thresholds;

/// What is counted until there is too much of it, which is told once.
#[derive(Default)]
pub(super) struct Counts {
    counting: Counting,
    /// Where it is counted on once somebody else needs to know, too; `counting` is empty from then on.
    shared: Option<Arc<Tally>>,
    is_told: bool,
}

impl Counts {
    /// Begins one more, which is the one too many if there are enough and they have taken long enough.
    #[inline(always)] // where a query is counted: a call and what it returns cost as much as what is done here
    pub(super) fn begin(
        &mut self,
        extent: Extent,
        is_enough: bool,
        thresholds: &Thresholds,
        now: Instant,
    ) -> bool {
        let is_told = self.is_told;
        let wall = thresholds.wall;
        self.with(|counting| counting.begin(extent, now));
        let is_too_many =
            is_enough && !is_told && (wall.is_zero() || self.with(|counting| counting.wall(|| now)) >= wall);
        self.is_told |= is_too_many;
        is_too_many
    }

    /// Ends one that began then.
    #[inline]
    pub(super) fn end(&mut self, began: Instant, now: Instant) {
        self.with(|counting| counting.end(began, now));
    }

    /// Counts one that took no time of these.
    pub(super) fn count_earlier(&mut self) {
        self.with(Counting::count_earlier);
    }

    /// What is counted, for who needs to know later.
    pub(super) fn share(&mut self) -> &Arc<Tally> {
        let counting = &mut self.counting;
        self.shared.get_or_insert_with(|| Arc::new(Tally::of(std::mem::take(counting))))
    }

    #[inline(always)] // as `begin`
    fn with<T>(&mut self, with: impl FnOnce(&mut Counting) -> T) -> T {
        match &self.shared {
            None => with(&mut self.counting),
            Some(tally) => with(&mut tally.counting()),
        }
    }
}
