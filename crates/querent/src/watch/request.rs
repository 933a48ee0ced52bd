//! The last scopes that have ended, for a page to look at.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use serde::{Serialize, Serializer};

use crate::locks::lock;
use crate::milliseconds::milliseconds;

use super::finding::Finding;
use super::settings::kept_requests;

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

impl StatementRecord {
    /// A statement that was sent so long after the scope began.
    pub(crate) fn new(sql: String, site: String, start: Duration, wall: Duration) -> Self {
        StatementRecord { sql, site, start, wall, rows: None, error: None }
    }
}

fn seconds<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    serializer.serialize_f64(since.as_millis() as f64 / 1_000.0)
}

/// A request that is kept.
struct Kept {
    request: Arc<Request>,
    /// How many there may be with it; `None` of one of the process, which says that itself.
    most: Option<usize>,
}

/// The newest one first.
static LAST: Mutex<VecDeque<Kept>> = Mutex::new(VecDeque::new());

/// The number of the next request.
pub(super) fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Keeps a request as long as it is one of the `most` last ones, or of as many as the process keeps.
pub(super) fn keep(request: Request, most: Option<usize>) {
    let mut last = lock(&LAST);
    last.push_front(Kept { request: Arc::new(request), most });
    forget(last);
}

/// Forgets those that the process does not keep any more.
pub(super) fn forget_oldest() {
    forget(lock(&LAST));
}

fn forget(mut last: MutexGuard<'_, VecDeque<Kept>>) {
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
    lock(&LAST).iter().map(|kept| kept.request.clone()).collect()
}
