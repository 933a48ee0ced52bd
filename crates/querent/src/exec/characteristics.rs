//! What BEGIN says of a transaction.

/// How a transaction is isolated from those that run at the same time.
///
/// The names and what they promise are PostgreSQL's (manual, "Transaction Isolation"); what it calls READ UNCOMMITTED is
/// READ COMMITTED there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Isolation {
    /// Each statement sees what was committed before it began: PostgreSQL's default.
    ReadCommitted,
    /// All statements see what was committed before the first of them. A row that another transaction has changed since
    /// cannot be changed ([`SerializationFailure`](crate::Kind::SerializationFailure)).
    RepeatableRead,
    /// As if transactions ran one after the other; one that would spoil this fails
    /// ([`SerializationFailure`](crate::Kind::SerializationFailure)).
    Serializable,
}

impl Isolation {
    fn sql(self) -> &'static str {
        match self {
            Isolation::ReadCommitted => " ISOLATION LEVEL READ COMMITTED",
            Isolation::RepeatableRead => " ISOLATION LEVEL REPEATABLE READ",
            Isolation::Serializable => " ISOLATION LEVEL SERIALIZABLE",
        }
    }
}

/// What BEGIN says of a transaction. The default leaves all of it to the session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characteristics {
    pub(super) isolation: Option<Isolation>,
    pub(super) read_only: bool,
    pub(super) deferrable: bool,
}

impl Characteristics {
    /// The statement that begins such a transaction. No part of it is ever of the user's making.
    pub(super) fn begin(self) -> String {
        let isolation = self.isolation.map_or("", Isolation::sql);
        let read_only = if self.read_only { " READ ONLY" } else { "" };
        let deferrable = if self.deferrable { " DEFERRABLE" } else { "" };
        format!("BEGIN{isolation}{read_only}{deferrable}")
    }

    /// The builder's method that asked for something else than the session's own, if one has.
    pub(super) fn asked_for(self) -> Option<&'static str> {
        let asked = [
            (self.isolation.is_some(), "isolation"),
            (self.read_only, "read_only"),
            (self.deferrable, "deferrable"),
        ];
        asked.iter().find(|(asked, _)| *asked).map(|(_, method)| *method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begin_says_what_was_asked_for_in_the_order_of_the_manual() {
        let mut characteristics = Characteristics::default();
        assert_eq!(characteristics.begin(), "BEGIN");
        characteristics.read_only = true;
        assert_eq!(characteristics.begin(), "BEGIN READ ONLY");
        characteristics.isolation = Some(Isolation::Serializable);
        characteristics.deferrable = true;
        assert_eq!(characteristics.begin(), "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
    }
}
