//! Statements as they were sent, for tests that count them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;

/// Where the connections of one pool report the statements they send. Costs one atomic load while nobody records.
#[derive(Default)]
pub(crate) struct Recorder {
    listening: AtomicUsize,
    recordings: Mutex<Vec<Arc<Mutex<Vec<String>>>>>,
}

impl Recorder {
    /// Reports a statement that is about to be sent.
    #[inline]
    pub(crate) fn sent(&self, text: &str) {
        if self.listening.load(Ordering::Relaxed) > 0 {
            self.report(text);
        }
    }

    #[cold]
    fn report(&self, text: &str) {
        for recording in self.recordings.lock().iter() {
            recording.lock().push(text.to_owned());
        }
    }

    /// Begins a recording of what is sent from now on.
    pub(crate) fn record(self: &Arc<Self>) -> Recording {
        let texts = Arc::new(Mutex::new(Vec::new()));
        self.recordings.lock().push(texts.clone());
        self.listening.fetch_add(1, Ordering::Relaxed);
        Recording { recorder: self.clone(), texts }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("listening", &self.listening).finish_non_exhaustive()
    }
}

/// The statements that a pool sends while this value lives: texts without values.
#[derive(Debug)]
pub struct Recording {
    recorder: Arc<Recorder>,
    texts: Arc<Mutex<Vec<String>>>,
}

impl Recording {
    /// The statements sent so far, in order; BEGIN, SAVEPOINT and their ends are among them.
    pub fn statements(&self) -> Vec<String> {
        self.texts.lock().clone()
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.recorder.listening.fetch_sub(1, Ordering::Relaxed);
        self.recorder.recordings.lock().retain(|texts| !Arc::ptr_eq(texts, &self.texts));
    }
}
