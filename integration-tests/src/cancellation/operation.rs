//! The futures that are dropped, and what the database may look like afterwards.

use futures::TryStreamExt;
use querent::prelude::*;
use querent::{CopyFormat, Error, FetchMode, Isolation, Result};

use super::models::{Account, CHANGED, Entry, LABELLED, Label, Note, READ, WRITTEN};
use super::siblings::Siblings;

/// A piece of work that happens as a whole or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `draft().create(…)`.
    Create,
    /// `save`.
    Save,
    /// `bulk_create` of drafts that set the same fields: one statement.
    BulkCreate,
    /// `bulk_create` of drafts that set different fields: a transaction.
    MixedBulkCreate,
    /// `update` of a queryset.
    Update,
    /// `delete` of a queryset.
    Delete,
    /// `get_or_create` of a row that is not there.
    GetOrCreate,
    /// `delete` of a queryset that returns values.
    DeleteReturning,
    /// `bulk_create` of rows that do not come back.
    WithoutReturning,
    /// `copy_in` of a stream of drafts.
    CopyIn,
    /// `copy_out` to its end.
    CopyOut,
    /// `set` of a many-to-many relation: a transaction.
    SetPairs,
    /// `create` of a row behind a many-to-many relation, with its pair.
    CreatePaired,
    /// `get_or_create` of a row behind a many-to-many relation, with its pair: a transaction.
    FindPaired,
    /// `set` of the rows behind a key.
    SetKeys,
    /// A query with a prefetch of two relations.
    Prefetch,
    /// A stream to its end.
    Stream,
    /// A stream with a prefetch, which reads a cursor, to its end.
    PrefetchingStream,
    /// `atomic` with a savepoint in it.
    Atomic,
    /// `with_client`, and a transaction begun and ended by hand on the client.
    Lent,
    /// `batch_execute` of two statements.
    Batch,
    /// `upsert` of drafts whose rows are there.
    Upsert,
    /// `bulk_update` of instances.
    BulkUpdate,
    /// `update_or_create` by fields that are not unique: a transaction.
    UpdateOrCreate,
    /// `update` of a queryset whose rows come back.
    UpdateReturning,
    /// A serializable transaction with a setting, which runs again if it has lost.
    Serializable,
    /// `load` of a relation that was the first to ask, under `FetchMode::Peers`: others wait for its query.
    PeersFirst,
    /// `load` that waits for the query of another one.
    PeersSecond,
    /// `load` that was the first of those that wait at once, under `FetchMode::Coalesce`.
    CoalesceFirst,
    /// `load` of a deferred field for all rows.
    DeferredField,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 30] = [
        Operation::Create,
        Operation::Save,
        Operation::BulkCreate,
        Operation::MixedBulkCreate,
        Operation::Update,
        Operation::Delete,
        Operation::GetOrCreate,
        Operation::DeleteReturning,
        Operation::WithoutReturning,
        Operation::CopyIn,
        Operation::CopyOut,
        Operation::SetPairs,
        Operation::CreatePaired,
        Operation::FindPaired,
        Operation::SetKeys,
        Operation::Prefetch,
        Operation::Stream,
        Operation::PrefetchingStream,
        Operation::Atomic,
        Operation::Lent,
        Operation::Batch,
        Operation::Upsert,
        Operation::BulkUpdate,
        Operation::UpdateOrCreate,
        Operation::UpdateReturning,
        Operation::Serializable,
        Operation::PeersFirst,
        Operation::PeersSecond,
        Operation::CoalesceFirst,
        Operation::DeferredField,
    ];

    /// What must be there before a try, and who else works.
    pub(super) async fn prepare(self, observer: &Db, round: i64) -> Result<Siblings> {
        if matches!(self, Operation::Delete | Operation::DeleteReturning) {
            Entry::objects(observer).bulk_create((0..3).map(|_| entry(round))).await?;
        }
        if let Operation::CreatePaired | Operation::FindPaired = self {
            notes(observer, round).delete().await?;
        }
        match self {
            Operation::PeersFirst => Siblings::accounts(observer, FetchMode::Peers).await,
            Operation::PeersSecond => Siblings::entries(observer, FetchMode::Peers).await,
            Operation::CoalesceFirst => Siblings::entries(observer, FetchMode::Coalesce).await,
            Operation::DeferredField => Siblings::labels(observer, FetchMode::Peers).await,
            _ => Ok(Siblings::default()),
        }
    }

    /// The work itself.
    pub(super) async fn perform(self, db: &Db, round: i64, siblings: &mut Siblings) -> Result<()> {
        match self {
            Operation::Create => entry(round).create(db).await.map(drop),
            Operation::Save => {
                let mut account = Account::objects(db).by_key(WRITTEN).await?;
                (account.owner, account.balance) = (round.to_string(), round);
                account.save(db).await
            }
            Operation::BulkCreate => {
                Entry::objects(db).bulk_create((0..3).map(|_| entry(round))).await.map(drop)
            }
            Operation::MixedBulkCreate => {
                let drafts = [entry(round), entry(round).amount(1), entry(round), entry(round).amount(2)];
                Entry::objects(db).bulk_create(drafts).await.map(drop)
            }
            Operation::Update => {
                let entries = Entry::objects(db).filter(|e| e.account.eq(CHANGED));
                entries.update(|e| e.round.set(round)).await.map(drop)
            }
            Operation::Delete => Entry::objects(db).filter(|e| e.round.eq(round)).delete().await.map(drop),
            Operation::GetOrCreate => {
                Entry::objects(db).get_or_create(|e| e.round, entry(round)).await.map(drop)
            }
            Operation::DeleteReturning => {
                let entries = Entry::objects(db).filter(|e| e.round.eq(round));
                entries.delete().returning(|e| (e.id, e.amount)).await.map(drop)
            }
            Operation::WithoutReturning => {
                let drafts = (0..3).map(|_| entry(round));
                Entry::objects(db).bulk_create(drafts).without_returning().await.map(drop)
            }
            Operation::CopyIn => {
                let drafts = futures::stream::iter((0..3).map(|_| Ok::<_, Error>(entry(round))));
                Entry::objects(db).copy_in(drafts).await.map(drop)
            }
            Operation::CopyOut => {
                let entries = Entry::objects(db).filter(|e| e.account.eq(READ));
                let rows = entries.values(|e| e.id).copy_out(CopyFormat::Text);
                let lines = rows.try_fold(0, async |lines, bytes| {
                    Ok(lines + bytes.iter().filter(|byte| **byte == b'\n').count())
                });
                assert_eq!(lines.await?, 1200);
                Ok(())
            }
            Operation::SetPairs => {
                let labels = if round % 2 == 0 { [1, 2] } else { [3, 4] };
                Account::objects(db).by_key(LABELLED).await?.labels.set(db, labels).await
            }
            Operation::CreatePaired => {
                let mut account = Account::objects(db).by_key(LABELLED).await?;
                account.notes.create(db, note(round)).await.map(drop)
            }
            Operation::FindPaired => {
                let mut account = Account::objects(db).by_key(LABELLED).await?;
                account.notes.get_or_create(db, |n| n.text, note(round)).await.map(drop)
            }
            Operation::SetKeys => {
                let notes = if round % 2 == 0 { [1, 2] } else { [3, 4] };
                Account::objects(db).by_key(LABELLED).await?.owned.set(db, notes).await.map(drop)
            }
            Operation::Prefetch => {
                let accounts = Account::objects(db).filter(|a| a.id.gt(WRITTEN));
                let accounts = accounts.prefetch_related(|a| (a.entries.limit(20), a.labels)).await?;
                assert_eq!(accounts.len(), 3);
                accounts.iter().try_for_each(|account| account.entries.loaded().map(drop))
            }
            Operation::Stream => {
                let mut rows = Entry::objects(db).filter(|e| e.account.eq(READ)).stream();
                let mut count = 0;
                while rows.try_next().await?.is_some() {
                    count += 1;
                }
                assert_eq!(count, 1200);
                Ok(())
            }
            Operation::PrefetchingStream => {
                let entries = Entry::objects(db).filter(|e| e.account.eq(READ));
                let rows = entries.prefetch_related(|e| e.account).stream();
                let count = rows.try_fold(0, async |count, entry| entry.account.loaded().map(|_| count + 1));
                assert_eq!(count.await?, 1200);
                Ok(())
            }
            Operation::Atomic => {
                db.atomic(async |tx| -> Result<()> {
                    entry(round).create(tx).await?;
                    tx.atomic(async |savepoint| entry(round).create(savepoint).await).await?;
                    entry(round).create(tx).await.map(drop)
                })
                .await
            }
            Operation::Lent => {
                db.with_client(async |client| {
                    client.batch_execute(&format!("BEGIN; {}", insert(round))).await?;
                    client.batch_execute(&format!("{} COMMIT", insert(round))).await?;
                    Ok::<_, Error>(())
                })
                .await
            }
            Operation::Batch => db.batch_execute(&insert(round).repeat(2)).await,
            Operation::Upsert => {
                let ids = Entry::objects(db).filter(|e| e.account.eq(CHANGED)).values(|e| e.id).await?;
                let drafts = ids.into_iter().map(|id| Entry::draft().id(id).account(CHANGED).round(round));
                let upserted = Entry::objects(db).upsert(drafts).await?;
                assert!(upserted.len() == 5 && upserted.iter().all(|upserted| !upserted.inserted));
                Ok(())
            }
            Operation::BulkUpdate => {
                let mut entries = Entry::objects(db).filter(|e| e.account.eq(CHANGED)).await?;
                for entry in &mut entries {
                    entry.round = round;
                }
                assert_eq!(Entry::objects(db).bulk_update(&mut entries, |e| e.round).await?, 5);
                Ok(())
            }
            Operation::UpdateOrCreate => {
                let draft = entry(round).amount(1);
                Entry::objects(db).update_or_create(|e| (e.account, e.round), draft).await.map(drop)
            }
            Operation::UpdateReturning => {
                let entries = Entry::objects(db).filter(|e| e.account.eq(CHANGED));
                let changed = entries.update(|e| e.round.set(round)).returning_rows().await?;
                assert_eq!(changed.len(), 5);
                Ok(())
            }
            Operation::Serializable => {
                let transaction = db.transaction().isolation(Isolation::Serializable);
                let transaction = transaction.set_local("lock_timeout", "10s").retry(3);
                transaction
                    .atomic(async |tx| -> Result<()> {
                        entry(round).create(tx).await?;
                        entry(round).create(tx).await.map(drop)
                    })
                    .await
            }
            Operation::PeersFirst | Operation::CoalesceFirst | Operation::DeferredField => {
                siblings.load_first(db).await
            }
            Operation::PeersSecond => siblings.load_second(db).await,
        }
    }

    /// How much of the work there may be to see: none or all.
    ///
    /// # Panics
    ///
    /// If it is half done.
    pub(super) async fn check(self, observer: &Db, round: i64) -> Result<()> {
        let whole = match self {
            Operation::Save => {
                let account = Account::objects(observer).by_key(WRITTEN).await?;
                assert_eq!(account.owner, account.balance.to_string(), "{self:?} is half done");
                return Ok(());
            }
            Operation::SetPairs => {
                let account = Account::objects(observer).by_key(LABELLED).await?;
                let labels = account.labels.objects(observer).values(|l| l.id).await?;
                assert!(labels == [1, 2] || labels == [3, 4], "{self:?} is half done: {labels:?}");
                return Ok(());
            }
            Operation::CreatePaired | Operation::FindPaired => {
                let pairs = notes(observer, round)
                    .annotate(|n| n.accounts.count())
                    .values(|(_, pairs)| pairs)
                    .await?;
                assert!(pairs.iter().all(|pairs| *pairs == 1), "{self:?} is half done: {pairs:?}");
                return Ok(());
            }
            Operation::SetKeys => {
                let account = Account::objects(observer).by_key(LABELLED).await?;
                let notes = account.owned.objects(observer).values(|n| n.id).await?;
                assert!(notes == [1, 2] || notes == [3, 4], "{self:?} is half done: {notes:?}");
                return Ok(());
            }
            Operation::Prefetch
            | Operation::Stream
            | Operation::PrefetchingStream
            | Operation::CopyOut
            | Operation::PeersFirst
            | Operation::PeersSecond
            | Operation::CoalesceFirst
            | Operation::DeferredField => 0,
            Operation::Create | Operation::GetOrCreate | Operation::UpdateOrCreate => 1,
            Operation::Lent | Operation::Batch | Operation::Serializable => 2,
            Operation::BulkCreate
            | Operation::WithoutReturning
            | Operation::CopyIn
            | Operation::Delete
            | Operation::DeleteReturning
            | Operation::Atomic => 3,
            Operation::MixedBulkCreate => 4,
            Operation::Update | Operation::UpdateReturning | Operation::BulkUpdate | Operation::Upsert => 5,
        };
        let found = Entry::objects(observer).filter(|e| e.round.eq(round)).count().await?;
        assert!(found == 0 || found == whole, "{self:?} is half done: {found} of {whole}");
        Ok(())
    }
}

fn entry(round: i64) -> super::models::EntryDraft {
    Entry::draft().account(WRITTEN).round(round)
}

fn note(round: i64) -> super::models::NoteDraft {
    Note::draft().text(round.to_string())
}

/// The note of a try, if it was written.
fn notes(db: &Db, round: i64) -> QuerySet<Note> {
    Note::objects(db).filter(|n| n.text.eq(round.to_string()))
}

fn insert(round: i64) -> String {
    format!("INSERT INTO entries (account_id, round) VALUES ({WRITTEN}, {round});")
}

/// Work that has nothing to do with what was dropped.
///
/// # Panics
///
/// If it does not get its answer.
pub(super) async fn innocent(db: &Db) {
    match Label::objects(db).count().await {
        Ok(count) => assert_eq!(count, 4),
        Err(error) => panic!("the next request is hit by what was dropped before it: {error:?}"),
    }
}
