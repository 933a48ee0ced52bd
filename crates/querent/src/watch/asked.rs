//! What a query is for.

/// What is asked for of the rows that a query finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asked {
    /// The rows.
    Rows,
    /// How many there are.
    Count,
    /// Whether there is any.
    Exists,
    /// The first or last one.
    First,
    /// Values of them, or what is computed of all.
    Values,
}

/// How a row is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Write {
    /// It is inserted.
    Create,
    /// It is updated by its key.
    Save,
    /// It is deleted by its key.
    Delete,
}

impl Write {
    /// The method's name.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Write::Create => "create",
            Write::Save => "save",
            Write::Delete => "delete",
        }
    }
}
