//! What is measured.

use std::fmt;

/// How many connections the pool of `get16` and `conc` has.
pub const CONNECTIONS: usize = 16;

/// How many tasks `conc` has.
pub const TASKS: usize = 64;

/// How many rows `held`, and each task of `conc`, gets by their keys in one iteration.
pub const BY_KEY: u64 = 10;

/// One piece of work. The crate's page says exactly what each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// So many users.
    Trivial(i64),
    /// 50 products of a category, each with its category.
    Medium,
    /// 100 users with their posts, with their comments.
    Assoc,
    /// 100 products with their tags, images and reviews.
    Rel3,
    /// One new row.
    Insert1,
    /// So many new rows.
    Bulk(u64),
    /// Users by their keys, on a connection that is held.
    Held,
    /// A user by its key.
    Get,
    /// A user by its key, where the pool has 16 connections.
    Get16,
    /// 64 tasks that get users by their keys, over 16 connections.
    Conc,
    /// Ten rows changed, by a filter.
    Update,
    /// Ten rows deleted, by a filter.
    Delete,
    /// A transaction of an UPDATE, an INSERT and a SELECT.
    Tx,
    /// So many rows of the types that cost something to decode.
    Wide(i64),
    /// All rows of `narrow`, one by one.
    Stream,
}

impl Workload {
    /// Every workload, in the order of the tables.
    pub const ALL: [Workload; 21] = [
        Workload::Trivial(1),
        Workload::Trivial(10),
        Workload::Trivial(100),
        Workload::Trivial(1_000),
        Workload::Trivial(10_000),
        Workload::Medium,
        Workload::Assoc,
        Workload::Rel3,
        Workload::Wide(1_000),
        Workload::Stream,
        Workload::Held,
        Workload::Get,
        Workload::Get16,
        Workload::Conc,
        Workload::Insert1,
        Workload::Bulk(100),
        Workload::Bulk(1_000),
        Workload::Bulk(10_000),
        Workload::Update,
        Workload::Delete,
        Workload::Tx,
    ];

    /// The workload of that name.
    pub fn named(name: &str) -> Option<Workload> {
        Workload::ALL.into_iter().find(|workload| workload.to_string() == name)
    }

    /// Whether it needs a pool of [`CONNECTIONS`], all of them opened before anything is measured. The others' pool has
    /// one connection.
    pub fn is_concurrent(self) -> bool {
        matches!(self, Workload::Get16 | Workload::Conc)
    }

    /// What brings the tables into the state in which so many iterations may run, if they are ever in another one.
    pub fn preparation(self, iterations: u64) -> Option<String> {
        match self {
            Workload::Insert1 | Workload::Bulk(_) | Workload::Tx => Some("TRUNCATE inserted".to_owned()),
            Workload::Delete => Some(format!(
                "TRUNCATE deleted;
                 INSERT INTO deleted (batch, value) SELECT (n - 1) / 10 + 1, n FROM generate_series(1, {}) AS n;
                 ANALYZE deleted",
                10 * iterations
            )),
            _ => None,
        }
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Workload::Trivial(rows) => write!(f, "trivial_{rows}"),
            Workload::Medium => f.write_str("medium"),
            Workload::Assoc => f.write_str("assoc"),
            Workload::Rel3 => f.write_str("rel3"),
            Workload::Insert1 => f.write_str("insert1"),
            Workload::Bulk(rows) => write!(f, "bulk_{rows}"),
            Workload::Held => f.write_str("held"),
            Workload::Get => f.write_str("get"),
            Workload::Get16 => f.write_str("get16"),
            Workload::Conc => f.write_str("conc"),
            Workload::Update => f.write_str("update"),
            Workload::Delete => f.write_str("delete"),
            Workload::Tx => f.write_str("tx"),
            Workload::Wide(rows) => write!(f, "wide_{rows}"),
            Workload::Stream => f.write_str("stream"),
        }
    }
}
