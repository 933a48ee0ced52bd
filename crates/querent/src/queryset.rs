//! Lazy queries: builders that note what is asked for. `verbs` has what reaches the database.

mod shape;
mod query_set;
mod instances;
mod join;
mod prefetch;
mod build;
mod related;
mod membership;

pub use instances::Instances;
pub use join::SelectRelated;
pub use prefetch::{Prefetched, Steps};
pub use query_set::QuerySet;
pub use shape::{Along, Awaited, Plain, Scope, Shape, Values};
pub(crate) use shape::{instance, read_instance};
