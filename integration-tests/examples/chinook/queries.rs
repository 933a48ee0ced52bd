//! The questions, each with the SQL that somebody would have written by hand.

mod plain;
mod loading;
mod many;

use futures::future::BoxFuture;
use querent::{Db, Result};

use crate::line::Line;

/// A question that is asked twice: through Querent, and in SQL on the bare driver.
pub(crate) struct Query {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) ask: for<'a> fn(&'a Db) -> BoxFuture<'a, Result<Vec<Line>>>,
    /// How many statements Querent may send.
    pub(crate) statements: usize,
    pub(crate) sql: &'static str,
}

/// All questions.
pub(crate) const QUERIES: [Query; 12] = [
    plain::LONGEST_ROCK_TRACKS,
    plain::CHAIN_OF_COMMAND,
    plain::COUNTRIES_SERVED,
    plain::DEAREST_BUT_NOT_AMERICAN,
    loading::DISCOGRAPHY,
    loading::LONGEST_OF_EACH_PLAYLIST,
    loading::LAST_INVOICES,
    many::ONE_INVOICE_IS_BOTH,
    many::TWO_INVOICES_WILL_DO,
    many::NEVER_ROCK,
    many::NEITHER_OF_TWO,
    many::ONCE_FOR_EACH_PLAYLIST,
];
