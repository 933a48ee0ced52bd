//! A future that is dropped, wherever it waits, leaves nothing behind: no open transaction, no half-written data, no
//! statement still running, and no place lost in the pool.
//!
//! The same checks run for much longer by `cargo run --release -p integration-tests --bin soak -- cancellation`.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod locked;
mod reads;
mod writes;

use integration_tests::cancellation::{Campaign, Operation, Server};
use querent::Db;

/// Drops the operation at every point where it waits, before a quick server and before one that stalls.
pub(crate) async fn leaves_nothing_behind(db: Db, operation: Operation) {
    Campaign::prepare(&db).await.unwrap();
    for server in [Server::Quick, Server::Stalled] {
        for connections in [1, 3] {
            let mut campaign = Campaign::begin(&db, server, connections).await.unwrap();
            campaign.sweep(operation).await.unwrap();
            let figures = campaign.figures();
            assert!(figures.drops > 0, "{server:?}");
            // A COPY that is cancelled before it begins leaves its connection out of step.
            let fit = operation == Operation::CopyIn || figures.discarded == 0;
            assert!(fit, "{server:?}: {} connections are not used again", figures.discarded);
        }
    }
}
