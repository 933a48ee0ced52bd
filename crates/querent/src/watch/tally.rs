//! How often something was done, and how long somebody waited for it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::locks::lock;

/// What a value costs in a query for many of them, as it was measured with `= ANY`.
const OF_EACH: Duration = Duration::from_micros(2);

/// How often something was done, and how long somebody waited for it.
#[derive(Default)]
pub(super) struct Tally {
    loads: AtomicU64,
    distinct: AtomicU64,
    siblings: AtomicU64,
    clock: Mutex<Clock>,
}

/// The time in which at least one was under way: the sum would count those at once several times.
///
/// It is in nanoseconds: a `Duration` is two numbers, and this is reckoned with for every query.
struct Clock {
    under_way: u32,
    most: u32,
    /// Since when there was always one.
    since: Option<Instant>,
    total: u64,
    /// `u64::MAX` before the first one has ended.
    shortest: u64,
}

impl Default for Clock {
    fn default() -> Self {
        Clock { under_way: 0, most: 0, since: None, total: 0, shortest: u64::MAX }
    }
}

/// What a tally says at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) loads: u64,
    /// Of how many rows, or with how many different values.
    pub(super) distinct: u64,
    /// How many rows there were, as far as is known.
    pub(super) siblings: u64,
    /// How long at least one was under way.
    pub(super) wall: Duration,
    /// How much shorter that would have been at least, with one query for all.
    pub(super) saving: Duration,
    /// How many were under way at the same time.
    pub(super) concurrent: u32,
}

impl Tally {
    /// Begins one more.
    #[inline]
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        self.loads.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let mut clock = lock(&self.clock);
        clock.under_way += 1;
        clock.most = clock.most.max(clock.under_way);
        clock.since.get_or_insert(now);
        UnderWay { tally: self.clone(), since: now }
    }

    /// Counts one that took no time of it.
    pub(super) fn count_earlier(&self) {
        self.loads.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set_distinct(&self, distinct: u64) {
        self.distinct.store(distinct, Ordering::Relaxed);
    }

    pub(super) fn set_siblings(&self, siblings: u64) {
        self.siblings.store(siblings, Ordering::Relaxed);
    }

    /// How long at least one was under way.
    pub(super) fn wall(&self) -> Duration {
        lock(&self.clock).wall()
    }

    pub(super) fn sum(&self) -> Sum {
        let clock = lock(&self.clock);
        let (loads, wall) = (self.loads.load(Ordering::Relaxed), clock.wall());
        let shortest = Duration::from_nanos(clock.shortest).min(wall);
        let at_once = shortest + OF_EACH * u32::try_from(loads).unwrap_or(u32::MAX);
        Sum {
            loads,
            distinct: self.distinct.load(Ordering::Relaxed),
            siblings: self.siblings.load(Ordering::Relaxed),
            wall,
            saving: wall.saturating_sub(at_once),
            concurrent: clock.most,
        }
    }
}

impl Clock {
    fn wall(&self) -> Duration {
        Duration::from_nanos(self.total) + self.since.map(|since| since.elapsed()).unwrap_or_default()
    }
}

/// One that is under way, until it is dropped.
pub(super) struct UnderWay {
    tally: Arc<Tally>,
    since: Instant,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let now = Instant::now();
        let took = nanoseconds(self.since, now);
        let mut clock = lock(&self.tally.clock);
        clock.shortest = clock.shortest.min(took);
        clock.under_way -= 1;
        if clock.under_way == 0
            && let Some(since) = clock.since.take()
        {
            clock.total += if since == self.since { took } else { nanoseconds(since, now) };
        }
    }
}

/// 584 years of them are a `u64`.
fn nanoseconds(since: Instant, now: Instant) -> u64 {
    (now - since).as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);

    #[test]
    fn what_happens_one_after_another_could_be_saved_and_what_happens_at_once_could_not() {
        let (sequence, at_once) = (Arc::<Tally>::default(), Arc::<Tally>::default());
        for _ in 0..4 {
            let one = sequence.begin();
            std::thread::sleep(MOMENT);
            drop(one);
        }
        let all: Vec<_> = (0..4).map(|_| at_once.begin()).collect();
        std::thread::sleep(MOMENT);
        drop(all);
        let (sequence, at_once) = (sequence.sum(), at_once.sum());
        assert!(sequence.wall >= 4 * MOMENT && sequence.saving >= 2 * MOMENT, "{sequence:?}");
        assert_eq!((sequence.loads, sequence.concurrent), (4, 1));
        assert!(at_once.wall >= MOMENT && at_once.saving < MOMENT, "{at_once:?}");
        assert_eq!((at_once.loads, at_once.concurrent), (4, 4));
    }
}
