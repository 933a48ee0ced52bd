//! What the watch found, for machines.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::milliseconds::{in_milliseconds, milliseconds};

use super::rule::Rule;

/// What the watch found: something done for one row after another that one query does for all.
///
/// It names models, fields, relations and places in the source, and never a value of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The same for the same rule, path and places: `n1-7f3a09c2`.
    pub id: String,
    /// What was looked for.
    pub rule: Rule,
    /// The model of the query to mend.
    pub model: &'static str,
    /// What is loaded: `Product.category.parent`, `Product.get`, `Product by category`.
    pub path: String,
    /// How many queries were sent, or rows written.
    pub loads: u64,
    /// How many rows the query had found; `None` where there is no such query, or it goes on.
    pub siblings: Option<u64>,
    /// For how many different rows, or with how many different values.
    pub distinct: u64,
    /// For how long at least one of them was under way. In JSON, milliseconds.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// How much shorter that could have been at least; none where they ran at the same time. In JSON, milliseconds.
    #[serde(rename = "saved_ms", serialize_with = "milliseconds")]
    pub saving: Duration,
    /// How many of them were under way at the same time.
    pub concurrent: u32,
    /// The line that loads: `src/pages.rs:42:31`.
    pub loaded_at: String,
    /// The line of the query to mend, where there is one.
    pub query_at: Option<String>,
    /// The code to add, or to write instead; `None` where the advice is to keep the answer.
    pub fix: Option<String>,
    /// What to do with it, in words.
    pub advice: String,
    /// The statement's text without values, where each of them has the same.
    pub sql: Option<String>,
    /// The scope it was found in.
    pub endpoint: Option<String>,
    /// Whether the scope was dropped before its end.
    pub aborted: bool,
}

/// The text of the warning.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { path, loads, distinct, loaded_at, .. } = self;
        let rows = match self.siblings {
            Some(siblings) => format!("{distinct} of {siblings} rows"),
            None => format!("{distinct} rows"),
        };
        match self.rule {
            Rule::LazyRelation | Rule::DeferredField if self.query_at.is_some() => {
                write!(
                    f,
                    "N+1: `{path}` is loaded one row at a time, at {loaded_at}: {loads} queries for {rows}"
                )?;
            }
            Rule::CountInLoop => {
                write!(
                    f,
                    "N+1: `{path}` is queried for one row at a time, at {loaded_at}: {loads} queries for {rows}"
                )?;
            }
            Rule::LazyRelation | Rule::DeferredField | Rule::QueryInLoop => {
                write!(f, "N+1: `{path}` in a loop, at {loaded_at}: {loads} queries for {distinct} values")?;
            }
            Rule::RedundantQuery => {
                write!(
                    f,
                    "`{path}` is asked for again and again with the same values, at {loaded_at}: {loads} queries"
                )?;
            }
            Rule::WriteInLoop => {
                write!(f, "N+1: `{path}` writes one row at a time, at {loaded_at}: {loads} statements")?;
            }
            Rule::UnusedEagerLoad => {
                write!(f, "`{path}` is loaded and nobody looks at it, for {rows}")?;
            }
        }
        if self.rule != Rule::UnusedEagerLoad {
            write!(f, ", {:.1} ms", in_milliseconds(self.wall))?;
            match (self.concurrent, self.saving) {
                (0 | 1, Duration::ZERO) => {}
                (_, Duration::ZERO) => {
                    write!(
                        f,
                        " (they ran at the same time: no time to gain, {} queries to save)",
                        loads.saturating_sub(1)
                    )?;
                }
                (_, saving) => write!(f, ", {:.1} ms of it to save", in_milliseconds(saving))?,
            }
        }
        write!(f, "; {}", self.advice)
    }
}
