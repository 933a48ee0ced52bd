//! The watch of the whole process.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use parking_lot::RwLock;

use super::interest::Interest;
use super::mode::{self, Mode};
use super::settings::{Attention, Settings};

/// The process, once the watch is on for all of it.
struct Process {
    settings: Settings,
    _attention: Attention,
}

static PROCESS: RwLock<Option<Process>> = RwLock::new(None);

/// Whether there are settings of the process.
static IS_SET: AtomicBool = AtomicBool::new(false);

/// How often they were set.
static TIMES_SET: AtomicU32 = AtomicU32::new(0);

/// The process' settings as a thread has them.
#[derive(Default)]
struct OfThread {
    /// How often they had been set.
    times_set: u32,
    settings: Option<Arc<Settings>>,
}

thread_local! {
    /// Each request holds the settings. Of one value for all threads, these would wait for each other to count who holds it.
    static OF_THREAD: RefCell<OfThread> = RefCell::default();
}

impl Settings {
    /// Those of the process; `None` unless the watch is on for all of it.
    pub(super) fn of_process() -> Option<Arc<Settings>> {
        let times_set = TIMES_SET.load(Ordering::Acquire);
        let of_thread = OF_THREAD.try_with(|of_thread| {
            let mut of_thread = of_thread.borrow_mut();
            if of_thread.times_set != times_set {
                *of_thread = OfThread { times_set, settings: Settings::copied() };
            }
            of_thread.settings.clone()
        });
        of_thread.unwrap_or_else(|_| Settings::copied()) // the thread is about to end
    }

    #[cold]
    fn copied() -> Option<Arc<Settings>> {
        PROCESS.read().as_ref().map(|process| Arc::new(process.settings.clone()))
    }

    /// Whether the process has any.
    pub(super) fn are_set() -> bool {
        IS_SET.load(Ordering::Acquire)
    }

    /// Makes these the process' own, instead of those that it had.
    pub(super) fn set(self) {
        let mut process = PROCESS.write();
        TIMES_SET.fetch_add(1, Ordering::Release); // first: who sees anything of the new ones waits for all of them
        Interest::Spans.set(self.spans);
        Interest::Plans.set(self.plans);
        Interest::set_slow(self.slow);
        *process = (self.mode != Mode::Off).then(|| Process { _attention: self.attend(), settings: self });
        IS_SET.store(process.is_some(), Ordering::Release);
    }
}

/// Whether the watch is on for the process: a scope that is made now counts what runs in it.
pub fn is_on() -> bool {
    mode::is_on() && Settings::are_set()
}

/// How many of the last requests are kept for [`requests`](super::requests): what [`Watch::keep_requests`] was told.
///
/// [`Watch::keep_requests`]: super::Watch::keep_requests
pub fn kept_requests() -> usize {
    Settings::of_process().map_or(0, |settings| settings.keep)
}
