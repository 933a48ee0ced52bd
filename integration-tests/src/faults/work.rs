//! The writes.

use std::collections::BTreeMap;

use querent::prelude::*;
use querent::{Kind, Result};

use super::models::{Record, RecordDraft, Ticket};

/// A write, which happens as a whole or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// `create`: one statement.
    Create,
    /// `bulk_create` of drafts that set the same fields: one statement.
    BulkCreate,
    /// `update` that adds to what is there: one statement.
    Update,
    /// `bulk_create` of drafts that set different fields: a transaction.
    MixedBulkCreate,
    /// `atomic`, with inserts and an update.
    Atomic,
    /// `atomic`, with a savepoint in it.
    Nested,
    /// `update_or_create` by fields that are not unique: a transaction.
    UpdateOrCreate,
    /// A transaction with a setting, which runs again if it has lost, as it does not when its connection is lost.
    Retried,
}

/// What a write leaves: how many records, and how often its ticket is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trace {
    records: i64,
    used: i32,
}

impl Work {
    pub(super) const ALL: [Work; 8] = [
        Work::Create,
        Work::BulkCreate,
        Work::Update,
        Work::MixedBulkCreate,
        Work::Atomic,
        Work::Nested,
        Work::UpdateOrCreate,
        Work::Retried,
    ];

    /// Writes, by the right of a ticket.
    pub(super) async fn perform(self, db: &Db, ticket: i64) -> Result<()> {
        let records = Record::objects(db);
        match self {
            Work::Create => record(ticket).create(db).await.map(drop),
            Work::BulkCreate => records.bulk_create((0..3).map(|_| record(ticket))).await.map(drop),
            Work::Update => use_up(db, ticket).await,
            Work::MixedBulkCreate => {
                let drafts = [record(ticket), record(ticket).part(1), record(ticket), record(ticket).part(2)];
                records.bulk_create(drafts).await.map(drop)
            }
            Work::Atomic => {
                db.atomic(async |tx| -> Result<()> {
                    record(ticket).create(tx).await?;
                    use_up(tx, ticket).await?;
                    record(ticket).create(tx).await.map(drop)
                })
                .await
            }
            Work::Nested => {
                db.atomic(async |tx| -> Result<()> {
                    record(ticket).create(tx).await?;
                    tx.atomic(async |savepoint| record(ticket).create(savepoint).await).await?;
                    use_up(tx, ticket).await
                })
                .await
            }
            Work::UpdateOrCreate => {
                records.update_or_create(|r| r.ticket, record(ticket).part(1)).await.map(drop)
            }
            Work::Retried => {
                let transaction = db.transaction().set_local("lock_timeout", "10s").retry(3);
                transaction
                    .atomic(async |tx| -> Result<()> {
                        use_up(tx, ticket).await?;
                        record(ticket).create(tx).await.map(drop)
                    })
                    .await
            }
        }
    }

    /// What is left when it has happened.
    pub(super) fn trace(self) -> Trace {
        let (records, used) = match self {
            Work::Create | Work::UpdateOrCreate => (1, 0),
            Work::BulkCreate => (3, 0),
            Work::Update => (0, 1),
            Work::MixedBulkCreate => (4, 0),
            Work::Atomic | Work::Nested => (2, 1),
            Work::Retried => (1, 1),
        };
        Trace { records, used }
    }

    /// Whether an error of this kind leaves open what has happened.
    ///
    /// A connection that is lost before COMMIT takes its transaction with it; a single statement is its own COMMIT.
    pub(super) fn is_open_after(self, kind: Kind) -> bool {
        match kind {
            Kind::CommitUnknown => true,
            Kind::Connection => matches!(self, Work::Create | Work::BulkCreate | Work::Update),
            _ => false,
        }
    }
}

impl Trace {
    pub(super) fn records(self) -> usize {
        usize::try_from(self.records).unwrap_or_default()
    }

    /// What each ticket has left, of those that have left anything; by SQL, since the ORM is what is looked at.
    pub(super) async fn all(observer: &Db) -> Result<BTreeMap<i64, Trace>> {
        let ask = "SELECT t.id, t.used, count(r.id) FROM tickets t LEFT JOIN records r ON r.ticket_id = t.id
                   GROUP BY t.id HAVING t.used > 0 OR count(r.id) > 0";
        observer
            .with_client(async |client| {
                let rows = client.query(ask, &[]).await?;
                Ok(rows.iter().map(|r| (r.get(0), Trace { used: r.get(1), records: r.get(2) })).collect())
            })
            .await
    }
}

fn record(ticket: i64) -> RecordDraft {
    Record::draft().ticket(ticket)
}

/// Counts up, so that a statement that runs twice is seen; there must be something to count.
async fn use_up(db: &Db, ticket: i64) -> Result<()> {
    let updated = Ticket::objects(db).filter(|t| t.id.eq(ticket)).update(|t| t.used.set(t.used + 1)).await?;
    assert_eq!(updated, 1, "the ticket is there");
    Ok(())
}

/// Makes sure that a write whose outcome is open has happened, or never will. Whether it has.
///
/// It may be repeated when it fails.
pub(super) async fn settle(db: &Db, ticket: i64) -> Result<bool> {
    let unused = Ticket::objects(db).filter(|t| t.id.eq(ticket) & t.used.eq(0));
    match unused.delete().await {
        Err(error) if error.kind() == Kind::ForeignKeyViolation => Ok(true),
        Err(error) => Err(error),
        Ok(_) => Ticket::objects(db).filter(|t| t.id.eq(ticket)).exists().await,
    }
}
