//! What models, querysets, loading and writing promise, on a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod bulk;
mod keys;
mod limits;
mod load_failures;
mod loading;
mod lookups;
mod models;
mod prefetching;
mod querysets;
mod schema;
mod through;
mod slices;
mod types;
mod unwatched;
mod violations;
mod writing;
