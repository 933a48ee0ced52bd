//! How often a migration is tried whose tables others use.

use std::time::{Duration, Instant};

use crate::chance::jitter;

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// How often locks are asked for without waiting for them.
const POLITE: u32 = 30;

/// How long locks are waited for at first, and how long afterwards.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// How long a lock that is not known beforehand is waited for while others are not waited for at all.
const POLITE_WAIT: Duration = Duration::from_millis(150);

/// How locks are asked for.
///
/// A lock that is waited for stalls everybody who wants the table after that, be it to read. So it is not waited for, until it
/// is clear that there will never be a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// `NOWAIT`.
    NoWait,
    /// By `lock_timeout`.
    Within(Duration),
}

impl Asking {
    /// How long what is not known beforehand, a statement of the user's for instance, may wait for a lock:
    /// `SET LOCAL lock_timeout = '150ms'`.
    pub(super) fn as_sql(self) -> String {
        let time = match self {
            Asking::NoWait => POLITE_WAIT,
            Asking::Within(time) => time,
        };
        format!("SET LOCAL lock_timeout = '{}ms'", time.as_millis())
    }
}

/// The tries of one migration.
#[derive(Debug)]
pub(super) struct Patience {
    tries: u32,
    pause: Duration,
    until: Instant,
}

impl Patience {
    /// Tries until so much time has passed.
    pub(super) fn new(deadline: Duration) -> Patience {
        Patience { tries: 0, pause: FIRST_PAUSE, until: Instant::now() + deadline }
    }

    /// How often it was tried in vain.
    pub(super) fn tries(&self) -> u32 {
        self.tries
    }

    /// How the next try asks for locks.
    pub(super) fn asking(&self) -> Asking {
        match self.tries.checked_sub(POLITE) {
            None => Asking::NoWait,
            Some(0..10) => Asking::Within(WAITS[0]),
            Some(_) => Asking::Within(WAITS[1]),
        }
    }

    /// Counts a try that was in vain. How long to wait before the next one; `None` if the time is over.
    pub(super) fn next(&mut self) -> Option<Duration> {
        self.tries += 1;
        let left = self.until.checked_duration_since(Instant::now())?;
        let pause = jitter(self.pause).min(left);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Asking, Patience};

    #[test]
    fn locks_are_waited_for_only_after_thirty_tries() {
        let mut patience = Patience::new(Duration::from_secs(60));
        let mut asked = Vec::new();
        for _ in 0..45 {
            asked.push(patience.asking());
            assert!(patience.next().is_some_and(|pause| pause <= Duration::from_secs(3)));
        }
        assert!(asked[..30].iter().all(|asking| *asking == Asking::NoWait));
        assert_eq!(asked[30], Asking::Within(Duration::from_millis(500)));
        assert_eq!(asked[44], Asking::Within(Duration::from_secs(1)));
    }

    #[test]
    fn patience_ends() {
        assert_eq!(Patience::new(Duration::ZERO).next().unwrap_or_default(), Duration::ZERO);
        let mut patience = Patience::new(Duration::from_millis(1));
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(patience.next(), None);
    }
}
