//! What a pool is doing, in numbers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;

use crate::milliseconds::milliseconds;

/// What a pool is doing, as [`Db::status`](crate::Db::status) finds it.
///
/// As JSON, times are milliseconds: `waited_ms`, `longest_wait_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// The most connections there may be; 0 once the pool is closed.
    pub max_connections: usize,
    /// The connections there are, those among them that broke while nobody used them: the next to ask replaces them.
    pub connections: usize,
    /// The connections that are free.
    pub available: usize,
    /// The requests that wait for a connection.
    pub waiting: usize,
    /// How many connections were made since the pool was.
    pub created: u64,
    /// How many of them are closed: by the pool, the server or the network.
    pub closed: u64,
    /// How often a connection was taken.
    pub checkouts: u64,
    /// How often a request had to wait, for a connection or for a server that was starting, also in vain.
    pub waits: u64,
    /// How long they have waited in all.
    #[serde(rename = "waited_ms", serialize_with = "milliseconds")]
    pub waited: Duration,
    /// How long the longest of them has waited.
    #[serde(rename = "longest_wait_ms", serialize_with = "milliseconds")]
    pub longest_wait: Duration,
    /// How many of them waited in vain for a connection of the pool.
    pub timeouts: u64,
    /// How often a connection came back in an unknown state, after a dropped future for instance, and was examined.
    pub quarantined: u64,
    /// How many requests to cancel a statement were sent for such connections.
    pub cancelled: u64,
    /// How many of such connections were closed because they could not be brought to rest.
    pub discarded: u64,
    /// The statements that the connections keep prepared at the moment.
    pub prepared_statements: u64,
    /// How often a statement was found prepared on its connection.
    pub statement_hits: u64,
    /// How often a statement had to be prepared there first.
    pub statement_misses: u64,
}

/// The numbers that grow while a pool lives.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) checkouts: Counter,
    pub(super) waits: Counter,
    /// In microseconds.
    pub(super) waited: Counter,
    /// In microseconds.
    pub(super) longest_wait: Counter,
    pub(super) timeouts: Counter,
    pub(super) quarantined: Counter,
    pub(super) cancelled: Counter,
    pub(super) discarded: Counter,
}

/// What the statement caches of one pool's connections count together.
#[derive(Debug, Default)]
pub(super) struct StatementCounters {
    pub(super) hits: Counter,
    pub(super) misses: Counter,
    /// How many statements caches began to keep, and how many they have forgotten.
    pub(super) kept: Counter,
    pub(super) forgotten: Counter,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add_one(&self) {
        self.add(1);
    }

    pub(super) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// Makes it the larger one of both.
    pub(super) fn raise_to(&self, count: u64) {
        self.0.fetch_max(count, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
