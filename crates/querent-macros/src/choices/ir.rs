//! Choices as plain data, between the user's tokens and the expansion.

use proc_macro2::Ident;

/// An enum without mistakes.
pub(super) struct Choices {
    pub(super) ident: Ident,
    pub(super) store: Store,
    pub(super) variants: Vec<Variant>,
}

/// What the variants are stored as.
pub(super) enum Store {
    Text,
    /// Their discriminants, as this integer.
    Integer(&'static str),
    /// An enum of the database, of this name.
    Postgres(String),
}

/// A variant.
pub(super) struct Variant {
    pub(super) ident: Ident,
    /// The stored text; without meaning where discriminants are stored.
    pub(super) value: String,
    pub(super) label: String,
}
