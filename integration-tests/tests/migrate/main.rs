//! A database is migrated whatever happens meanwhile: others that migrate or use it, a lost connection, a future that is dropped.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod files;
mod goals;
mod history;
mod crashes;
mod indexes;
mod locks;
mod own;
mod dropped;
#[cfg(unix)]
mod replicas;
