//! How often something was done, and how long somebody waited for it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

/// What a value costs in a query for many of them, as it was measured with `= ANY`.
const OF_EACH: Duration = Duration::from_micros(2);

/// How often something was done, and how long somebody waited for it, for all who need to know.
#[derive(Default)]
pub(super) struct Tally(Mutex<Counting>);

/// What is counted, and the time in which at least one was under way: the sum would count those at once several times.
///
/// The time is in nanoseconds: a `Duration` is two numbers, and this is reckoned with for every query.
pub(super) struct Counting {
    loads: u64,
    distinct: u64,
    siblings: u64,
    under_way: u32,
    most: u32,
    /// Since when there was always one.
    since: Option<Instant>,
    total: u64,
    /// `u64::MAX` before the first one has ended.
    shortest: u64,
}

impl Default for Counting {
    fn default() -> Self {
        Counting {
            loads: 0,
            distinct: 0,
            siblings: 0,
            under_way: 0,
            most: 0,
            since: None,
            total: 0,
            shortest: u64::MAX,
        }
    }
}

/// What a tally says at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) loads: u64,
    /// Of how many rows, or with how many different values.
    pub(super) distinct: u64,
    /// How many rows there were, as far as is known; 0 where nobody knows.
    pub(super) siblings: u64,
    /// How long at least one was under way.
    pub(super) wall: Duration,
    /// How much shorter that would have been at least, with one query for all.
    pub(super) saving: Duration,
    /// How many were under way at the same time.
    pub(super) concurrent: u32,
}

/// Of how many different ones there are now, and of how many rows.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) distinct: u32,
    /// 0 where nobody knows.
    pub(super) siblings: u32,
}

impl Tally {
    /// Of so many rows, for which nothing was sent.
    pub(super) fn of_rows(rows: u32) -> Tally {
        let rows = rows.into();
        Tally(Mutex::new(Counting { distinct: rows, siblings: rows, ..Counting::default() }))
    }

    /// Of what was counted until now.
    pub(super) fn of(counting: Counting) -> Tally {
        Tally(Mutex::new(counting))
    }

    /// What is counted, for as long as nobody else counts.
    pub(super) fn counting(&self) -> MutexGuard<'_, Counting> {
        self.0.lock()
    }

    pub(super) fn sum(&self) -> Sum {
        self.0.lock().sum(Instant::now)
    }
}

impl Counting {
    /// Begins one more.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn begin(&mut self, extent: Extent, now: Instant) {
        self.loads += 1;
        self.distinct = extent.distinct.into();
        self.siblings = extent.siblings.into();
        self.under_way += 1;
        self.most = self.most.max(self.under_way);
        self.since.get_or_insert(now);
    }

    /// Ends one that began then.
    #[inline]
    pub(super) fn end(&mut self, began: Instant, now: Instant) {
        let took = nanoseconds(began, now);
        self.shortest = self.shortest.min(took);
        self.under_way -= 1;
        if self.under_way == 0
            && let Some(since) = self.since.take()
        {
            self.total += if since == began { took } else { nanoseconds(since, now) };
        }
    }

    /// Counts one that took no time of it.
    pub(super) fn count_earlier(&mut self) {
        self.loads += 1;
    }

    /// How long at least one was under way.
    pub(super) fn wall(&self, now: impl FnOnce() -> Instant) -> Duration {
        Duration::from_nanos(self.total + self.since.map_or(0, |since| nanoseconds(since, now())))
    }

    fn sum(&self, now: impl FnOnce() -> Instant) -> Sum {
        let (loads, wall) = (self.loads, self.wall(now));
        let shortest = Duration::from_nanos(self.shortest).min(wall);
        let at_once = shortest + OF_EACH * u32::try_from(loads).unwrap_or(u32::MAX);
        Sum {
            loads,
            distinct: self.distinct,
            siblings: self.siblings,
            wall,
            saving: wall.saturating_sub(at_once),
            concurrent: self.most,
        }
    }
}

impl Sum {
    /// Adds what was counted for another result.
    pub(super) fn absorb(&mut self, other: &Sum) {
        self.loads += other.loads;
        self.distinct += other.distinct;
        self.siblings = match (self.siblings, other.siblings) {
            (0, _) | (_, 0) => 0,
            (own, others) => own + others,
        };
        self.wall += other.wall;
        self.saving += other.saving;
        self.concurrent = self.concurrent.max(other.concurrent);
    }
}

/// One that is under way, until it is dropped.
pub(super) struct UnderWay {
    tally: Arc<Tally>,
    since: Instant,
}

impl UnderWay {
    /// One that is counted since then.
    #[inline]
    pub(super) fn begun(tally: Arc<Tally>, since: Instant) -> UnderWay {
        UnderWay { tally, since }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.tally.counting().end(self.since, Instant::now());
    }
}

/// 584 years of them are a `u64`.
#[inline]
fn nanoseconds(since: Instant, now: Instant) -> u64 {
    (now - since).as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Extent = Extent { distinct: 1, siblings: 0 };

    /// What is counted of some that are under way from one millisecond to another, summed up at the twentieth.
    fn counted(all: &[(u64, u64)]) -> Sum {
        let start = Instant::now();
        let at = |millisecond| start + Duration::from_millis(millisecond);
        let mut counting = Counting::default();
        for now in 0..20 {
            let begin = all.iter().filter(|(began, _)| *began == now);
            let ended = all.iter().filter(|(_, ends)| *ends == now);
            ended.for_each(|(began, _)| counting.end(at(*began), at(now)));
            begin.for_each(|_| counting.begin(ONE, at(now)));
        }
        counting.sum(|| at(20))
    }

    #[test]
    fn what_happens_one_after_another_could_be_saved_but_for_the_shortest() {
        let sum = counted(&[(0, 4), (5, 7), (8, 12)]);
        assert_eq!((sum.loads, sum.concurrent), (3, 1));
        assert_eq!(sum.wall, Duration::from_millis(10));
        assert_eq!(sum.saving, Duration::from_millis(8) - 3 * OF_EACH);
    }

    #[test]
    fn what_happens_at_once_counts_once_and_saves_no_time() {
        let sum = counted(&[(0, 4), (0, 4), (0, 4)]);
        assert_eq!((sum.loads, sum.concurrent), (3, 3));
        assert_eq!((sum.wall, sum.saving), (Duration::from_millis(4), Duration::ZERO));
    }

    #[test]
    fn the_time_goes_on_while_one_follows_before_the_last_has_ended_and_to_now_where_none_has() {
        let sum = counted(&[(0, 3), (2, 6), (5, 8)]);
        assert_eq!((sum.wall, sum.concurrent), (Duration::from_millis(8), 2));
        assert_eq!(counted(&[(0, 3), (15, 99)]).wall, Duration::from_millis(3 + 5));
    }

    #[test]
    fn how_many_rows_there_were_is_known_of_several_results_where_it_is_of_each() {
        let of = |siblings| {
            let mut counting = Counting::default();
            counting.begin(Extent { distinct: 2, siblings }, Instant::now());
            counting.sum(Instant::now)
        };
        for (one, other, both) in [(3, 4, 7), (0, 4, 0), (3, 0, 0)] {
            let mut sum = of(one);
            sum.absorb(&of(other));
            assert_eq!((sum.loads, sum.distinct, sum.siblings), (2, 4, both));
        }
    }
}
