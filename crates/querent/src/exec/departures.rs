//! What those who watch statements are told when one is sent.

use super::lease::Lease;
use super::plans;
use crate::sql::Statement;
use crate::watch::{By, Departure, Leaving, Text, are_watched};

impl Lease {
    /// Notes that `statement`, which is sent for `by`, is about to be sent.
    #[inline(always)] // a call of it costs a query more than the watch does while it is off
    pub(super) fn departs(&self, statement: &Statement, by: By<'_>) -> Departure {
        self.pool.recorder.sent(&statement.text);
        by.sends(&statement.text);
        if are_watched() { self.watched(statement, by) } else { Departure::UNSEEN }
    }

    /// As [`departs`](Self::departs), of a text without values.
    #[inline]
    pub(super) fn departs_as(&self, text: Text<'_>, by: By<'_>) -> Departure {
        self.pool.recorder.sent(text.as_str());
        if let Text::Users(text) = text {
            by.sends(text);
        }
        if are_watched() { self.leaves(text, by) } else { Departure::UNSEEN }
    }

    /// As [`departs_as`](Self::departs_as) of a text of ours, of which those who watch are told later: the text then.
    #[inline]
    pub(super) fn untold(&self, text: &str) -> Option<String> {
        self.pool.recorder.sent(text);
        are_watched().then(|| text.to_owned())
    }

    #[cold]
    fn watched(&self, statement: &Statement, by: By<'_>) -> Departure {
        let text = match statement.table {
            Some(table) if statement.has_fragments => Text::Mixed(&statement.text, table),
            Some(table) => Text::Own(&statement.text, Some(table)),
            None => Text::Users(&statement.text),
        };
        self.leaves(text, by).explained_by(|| plans::planner(self, statement, by.site()))
    }

    /// Tells those who watch, whose code runs meanwhile.
    #[cold]
    pub(super) fn leaves(&self, text: Text<'_>, by: By<'_>) -> Departure {
        Departure::new(&Leaving { text, database: &self.pool.described, by })
    }
}
