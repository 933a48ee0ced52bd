//! Lazy queries: builders that note what is asked for. `verbs` has what reaches the database.

mod shape;
mod annotated;
mod query_set;
mod filtered;
mod instances;
mod join;
mod prefetch;
mod row_lock;
mod build;
mod related;
mod membership;
mod undefer;
mod allow;
mod fetch_mode;
mod nested;
mod combined;
mod distinct_on;
mod named_orderings;

pub use annotated::{Aliased, Annotated, Bare, Grow};
pub use filtered::{Filtered, Filters, WithRelation};
pub use instances::Instances;
pub use join::SelectRelated;
pub use nested::{ScopeOf, Subquery, ValueSubquery, Within, array, exists, subquery};
pub use prefetch::{Prefetched, Steps};
pub use query_set::QuerySet;
pub use related::ValuesAlong;
pub use row_lock::{ForShare, ForUpdate, Hurries, LockedRows, RowLock, Waits};
pub use shape::{Along, Awaited, FieldsOf, Inside, Member, Nested, Plain, Scope, Shape, Values};
pub(crate) use shape::{instance, read_instance};
