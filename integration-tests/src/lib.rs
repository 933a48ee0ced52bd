//! What needs a server, and what holds the whole repository.

pub mod polls;
pub mod proxy;
pub mod cancellation;
pub mod layers;
pub mod meaning;
pub mod faults;
pub mod races;
pub mod watch;
pub mod migrations;
pub mod fetch_modes;
#[cfg(unix)]
pub mod replicas;
