//! The last scopes that have ended, for a page to look at.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use parking_lot::{Mutex, MutexGuard};
use serde::{Serialize, Serializer};

use crate::milliseconds::milliseconds;

use super::finding::Finding;
use super::found::Found;
use super::process::kept_requests;
use super::site::Site;

/// The most statements that are kept of one scope.
pub(super) const STATEMENTS: usize = 1_000;

/// A request, or another scope, that has ended.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Request {
    /// Its number in this process, from 1.
    pub number: u64,
    /// What it was for: `GET /products/{id}`.
    pub endpoint: String,
    /// When it began. In JSON, seconds since 1970.
    #[serde(rename = "started_unix", serialize_with = "seconds")]
    pub started: SystemTime,
    /// How long it took. In JSON, milliseconds.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// Whether it was dropped before its end.
    pub aborted: bool,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What was sent, in the order in which it began.
    pub statements: Vec<StatementRecord>,
    /// How many more statements were sent than are kept.
    pub left_out: u64,
}

/// One statement of a scope.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StatementRecord {
    /// The text, without values.
    pub sql: String,
    /// The line that it was awaited at.
    pub site: String,
    /// When it was sent, since the scope began. In JSON, milliseconds.
    #[serde(rename = "start_ms", serialize_with = "milliseconds")]
    pub start: Duration,
    /// How long it took until its last row was read. In JSON, milliseconds.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// How many rows it had or concerned, where that is known.
    pub rows: Option<u64>,
    /// What became of it, if not an answer: a SQLSTATE, `cancelled`, or what the driver said.
    pub error: Option<String>,
}

fn seconds<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    serializer.serialize_f64(since.as_millis() as f64 / 1_000.0)
}

/// A scope that has ended, as it is kept. Most are forgotten before anybody looks: texts are made for who does.
pub(super) struct Ended {
    pub(super) found: Found,
    pub(super) started: SystemTime,
    pub(super) wall: Duration,
    /// In the order in which they ended.
    pub(super) statements: Vec<Sent>,
    pub(super) left_out: u64,
}

/// A statement of a scope, as it is kept.
pub(super) struct Sent {
    pub(super) sql: Arc<str>,
    pub(super) site: Site,
    pub(super) start: Duration,
    pub(super) wall: Duration,
    pub(super) rows: Option<u64>,
    pub(super) error: Option<String>,
}

/// A scope that has ended, and what was made of it for those who looked.
struct Kept {
    number: u64,
    ended: Ended,
    told: OnceLock<Arc<Request>>,
    /// How many there may be with it; `None` of one of the process, which says that itself.
    most: Option<usize>,
}

impl Kept {
    fn told(&self) -> Arc<Request> {
        self.told.get_or_init(|| Arc::new(self.ended.told(self.number))).clone()
    }
}

impl Ended {
    fn told(&self, number: u64) -> Request {
        let mut statements: Vec<_> = self.statements.iter().map(Sent::told).collect();
        statements.sort_by_key(|statement| statement.start);
        Request {
            number,
            endpoint: self.found.endpoint().as_ref().to_owned(),
            started: self.started,
            wall: self.wall,
            aborted: self.found.aborted(),
            findings: self.found.findings(),
            statements,
            left_out: self.left_out,
        }
    }
}

impl Sent {
    fn told(&self) -> StatementRecord {
        StatementRecord {
            sql: self.sql.as_ref().to_owned(),
            site: self.site.to_string(),
            start: self.start,
            wall: self.wall,
            rows: self.rows,
            error: self.error.clone(),
        }
    }
}

/// The newest one first.
static LAST: Mutex<VecDeque<Arc<Kept>>> = Mutex::new(VecDeque::new());

/// Keeps a scope as long as it is one of the `most` that have ended last, or of as many as the process keeps.
pub(super) fn keep(ended: Ended, most: Option<usize>) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let kept = Arc::new(Kept { number, ended, told: OnceLock::new(), most });
    let mut last = LAST.lock();
    last.push_front(kept);
    forget(last);
}

/// Forgets those that the process does not keep any more.
pub(super) fn forget_oldest() {
    forget(LAST.lock());
}

fn forget(mut last: MutexGuard<'_, VecDeque<Arc<Kept>>>) {
    let (of_process, mut forgotten) = (kept_requests(), Vec::new());
    for place in (0..last.len()).rev() {
        if place >= last[place].most.unwrap_or(of_process) {
            forgotten.extend(last.remove(place));
        }
    }
    drop(last);
    drop(forgotten); // after the lock: it may be much
}

/// The last requests that have ended, the newest one first; as many as [`Watch::keep_requests`] says.
///
/// [`Watch::keep_requests`]: super::Watch::keep_requests
pub fn requests() -> Vec<Arc<Request>> {
    let last: Vec<_> = LAST.lock().iter().cloned().collect();
    last.iter().map(|kept| kept.told()).collect() // after the lock
}
