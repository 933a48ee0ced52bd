//! Rows into instances, and related rows into the slots of instances.
//!
//! One query for a queryset; then one for each relation that is prefetched, all of a level in flight at once on the
//! connection that fetched the parents.

mod room;
mod fetch;
mod alone;
mod beside;
mod places;
mod owners;
mod children;
mod together;
mod to_one;
mod has_one;
mod to_many;
mod deferred;

pub(crate) use beside::{Beside, fetch_raw, read_most, read_with};
pub(crate) use fetch::{
    fetch, fetch_one, mode, prefetch, prefetch_for_instances, read_all, values_of, values_of_one,
};
pub use to_one::Loaded;
