//! What the watch looks for.

use std::fmt;

use serde::Serialize;

/// What the watch looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// A relation is loaded for one row of a result after another.
    LazyRelation,
    /// Rows of a relation are counted, looked for or computed with, for one row of a result after another.
    CountInLoop,
    /// A deferred field is loaded for one row of a result after another.
    DeferredField,
    /// One line sends one query after another that differ only in the key they look for.
    QueryInLoop,
    /// One line sends the same query again and again, with the same values.
    RedundantQuery,
    /// One line writes one row after another.
    WriteInLoop,
    /// Related rows were selected or prefetched, and nobody has looked at them.
    UnusedEagerLoad,
}

impl Rule {
    /// The rule's name in logs and JSON: `lazy_relation`.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::LazyRelation => "lazy_relation",
            Rule::CountInLoop => "count_in_loop",
            Rule::DeferredField => "deferred_field",
            Rule::QueryInLoop => "query_in_loop",
            Rule::RedundantQuery => "redundant_query",
            Rule::WriteInLoop => "write_in_loop",
            Rule::UnusedEagerLoad => "unused_eager_load",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
