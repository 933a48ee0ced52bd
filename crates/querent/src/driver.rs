//! Types of the driver and of the pool that functions of this crate take or give, for crates that do not depend on those
//! themselves.
//!
//! Whole crates are not handed on: rustc would print longer names of other types in the errors of their users.

pub use deadpool::managed::{PoolConfig, QueueMode, Timeouts};
pub use tokio_postgres::error::{DbError, SqlState};
pub use tokio_postgres::{Client, Config};
