//! A statement ready to be sent.

use tokio_postgres::types::Type;

use crate::types::Param;

use super::statement_text::StatementText;

/// A statement's text and the values bound to it.
///
/// Queries of one shape have one text, whatever the length of their lists: it is the key of the statement cache.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// The SQL, with `$1`, `$2`, … for the values.
    pub(crate) text: StatementText,
    /// The values, in the order of their numbers.
    pub(crate) params: Vec<Param>,
    /// The table that it reads or writes, for those who watch statements; `None` of a text that a user has written.
    pub(crate) table: Option<&'static str>,
    /// Whether a user has written a part of the text, in which values may stand.
    pub(crate) has_fragments: bool,
}

impl Statement {
    /// Whether values may stand in the text itself.
    pub(crate) fn may_have_values(&self) -> bool {
        self.table.is_none() || self.has_fragments
    }

    /// What it is whatever its values are.
    pub(super) fn without_values(&self) -> Statement {
        Statement { text: self.text.clone(), params: Vec::new(), ..*self }
    }

    /// The types of the values, which are known without asking the server.
    pub(crate) fn types(&self) -> Vec<Type> {
        self.params.iter().map(Param::ty).collect()
    }
}
