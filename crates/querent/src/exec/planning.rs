//! Whose plans a pool asks for, and how often.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use lru::LruCache;
use parking_lot::Mutex;

/// How long the plan of a text is not asked for again.
const PAUSE: Duration = Duration::from_secs(60);

/// How many texts are remembered.
const TEXTS: NonZeroUsize = NonZeroUsize::new(256).expect("it is not zero");

/// Whose plans a pool asks for: one at a time, and that of one text once in a while.
pub(super) struct Planning(Mutex<State>);

struct State {
    is_busy: bool,
    asked: LruCache<Box<str>, Instant>,
}

impl Default for Planning {
    fn default() -> Self {
        Planning(Mutex::new(State { is_busy: false, asked: LruCache::new(TEXTS) }))
    }
}

impl Planning {
    /// Whether the plan of `text` may be asked for now.
    pub(super) fn begin(&self, text: &str) -> bool {
        let mut state = self.0.lock();
        let is_due = state.asked.get(text).is_none_or(|asked| asked.elapsed() >= PAUSE);
        if state.is_busy || !is_due {
            return false;
        }
        state.is_busy = true;
        state.asked.put(text.into(), Instant::now());
        true
    }

    /// Another one may begin.
    pub(super) fn end(&self) {
        self.0.lock().is_busy = false;
    }
}

#[cfg(test)]
mod tests {
    use super::Planning;

    #[test]
    fn one_plan_is_asked_for_at_a_time_and_that_of_a_text_once_in_a_while() {
        let planning = Planning::default();
        assert!(planning.begin("a"));
        assert!(!planning.begin("b"), "one is under way");
        planning.end();
        assert!(!planning.begin("a"), "it was asked for just now");
        assert!(planning.begin("b"));
    }
}
