//! What the database says of migrations: the table `querent_migrations`.

mod table;
mod change;

pub(crate) use change::Change;
pub(crate) use table::{Ledger, Row, State};
