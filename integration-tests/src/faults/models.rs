//! What is written: records, each by a ticket.

use querent::prelude::*;

/// The right to write once.
///
/// A write whose outcome is open is settled by taking its ticket away: the server refuses that if the ticket was used,
/// waits if it is being used, and from then on refuses the write, should it still be on its way.
#[derive(Model, Clone, Debug)]
#[model(table = "tickets")]
pub(super) struct Ticket {
    /// The key.
    pub id: i64,
    /// How often an update has used it.
    #[field(default = 0)]
    pub used: i32,
}

/// A row that was written.
#[derive(Model, Clone, Debug)]
#[model(table = "records")]
pub(super) struct Record {
    /// The key.
    pub id: i64,
    /// By what right. Not unique, so that nothing but the ledger keeps it from being written twice.
    #[relation(on_delete = Restrict)]
    pub ticket: ForeignKey<Ticket>,
    /// A column that a draft may leave out.
    #[field(default = 0)]
    pub part: i32,
}
