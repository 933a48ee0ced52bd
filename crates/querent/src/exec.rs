//! Connections, transactions and the statements sent on them. All I/O of the crate goes through here.
//!
//! A [`Db`] leads to a pool or to a block of a transaction. A pool gives out leases; a lease knows whether its
//! connection is idle, and one that is not goes through quarantine before anybody else gets it. The blocks of one
//! transaction share its lease.

mod chance;
mod run;
mod status;
mod characteristics;
mod settings;
mod address;
mod tls;
mod options;
mod servers;
mod socket;
mod cache;
mod conn;
mod cancel;
mod settle;
mod connect;
mod manager;
mod inside;
mod planning;
mod pool;
mod quarantine;
mod lease;
mod plans;
mod departures;
mod send;
mod opening;
mod transaction;
mod hooks;
mod level;
mod turn;
mod block;
mod db;
mod transaction_builder;
mod retry;
mod atomic;
mod on_commit;
mod connection;
mod set_local;
mod source;
mod copy;
mod builder;

pub use builder::DbBuilder;
pub use characteristics::Isolation;
pub(crate) use connection::Connection;
pub(crate) use copy::{CopyOut, Copying};
pub use db::Db;
pub use retry::RetriedTransaction;
pub use run::Run;
pub(crate) use source::{CHUNK, Reading, RowSource};
pub use status::Status;
pub use transaction_builder::TransactionBuilder;
