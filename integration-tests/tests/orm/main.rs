//! What models, querysets, loading and writing promise, on a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod bulk;
mod conditions;
mod keys;
mod limits;
mod load_failures;
mod loading;
mod locking;
mod lookups;
mod models;
mod nesting;
mod prefetching;
mod querysets;
mod references;
mod schema;
mod slices;
mod slices_of_many;
mod table_names;
mod through;
mod types;
mod unwatched;
mod violations;
mod writing;
