//! A table that is altered while it is used.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::TryStreamExt;
use querent::model::Model;
use querent::prelude::*;
use querent::{Error, Kind, Result};
use querent_migrate::create_tables;
use tokio::task::JoinSet;

use crate::meaning::Dice;

/// How many use the table outside of transactions.
const TASKS: usize = 16;

/// How many use it in transactions.
const IN_TRANSACTIONS: usize = 4;

/// How many notes there are to read.
const NOTES: i64 = 50;

/// How often the table is altered at most: it can have 1,600 columns in its life.
const MOST: usize = 3_000;

/// A row of the table that is altered.
#[derive(Model, Clone, Debug)]
#[model(table = "notes", ordering = [id])]
struct Note {
    id: i64,
    #[field(max_length = 50)]
    title: String,
    #[field(default = 0)]
    reads: i32,
    /// Notes on this one.
    #[relation(on_delete = Cascade)]
    on: ForeignKey<Option<Note>>,
    #[relation(by = on)]
    notes: HasMany<Note>,
}

/// What was seen while a table was altered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Altered {
    /// How often it was altered.
    pub alterations: usize,
    /// Requests outside of transactions, none of which failed.
    pub requests: usize,
    /// Transactions that were committed.
    pub committed: usize,
    /// Transactions that failed because a statement of theirs was out of date, and were run again.
    pub outdated: usize,
}

impl fmt::Display for Altered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} alterations under {} requests, none of which failed, and {} transactions, run again {} times",
            self.alterations, self.requests, self.committed, self.outdated,
        )
    }
}

/// Alters a table so many times while others read and write it by statements that are prepared.
///
/// A new column changes nothing for those who name the columns they want. A column of another type makes the server refuse
/// every prepared statement that returns it, until it is prepared again.
///
/// # Panics
///
/// If a request outside of transactions fails, or a transaction for any other reason than this.
pub async fn altered(observer: &Db, times: usize) -> Result<Altered> {
    create_tables(observer, &[Note::META]).await.expect("an empty database has room for tables");
    Note::objects(observer).bulk_create((0..NOTES).map(|n| Note::draft().title(format!("note {n}")))).await?;
    let db = observer.to_builder().max_connections(10).build()?;
    let over = Arc::new(AtomicBool::new(false));
    let (requests, committed, outdated) = <(Arc<AtomicUsize>, Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
    let mut tasks = JoinSet::new();
    for number in 0..TASKS {
        let (db, over, requests) = (db.clone(), over.clone(), requests.clone());
        tasks.spawn(async move {
            let mut dice = Dice::new(number as u64);
            while !over.load(Ordering::Relaxed) {
                request(&db, &mut dice).await?;
                requests.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, Error>(())
        });
    }
    for number in 0..IN_TRANSACTIONS {
        let (db, over) = (db.clone(), over.clone());
        let (committed, outdated) = (committed.clone(), outdated.clone());
        tasks.spawn(async move {
            let mut dice = Dice::new((TASKS + number) as u64);
            while !over.load(Ordering::Relaxed) {
                match block(&db, &mut dice).await {
                    Err(error) if error.kind() == Kind::OutdatedStatement => &outdated,
                    result => result.map(|()| &committed)?,
                }
                .fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        });
    }
    for number in 0..times.min(MOST) {
        tokio::time::sleep(Duration::from_millis(5)).await;
        observer.batch_execute(&alteration(number)).await?;
    }
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended.expect("a request is answered as it should be") {
            panic!("a request fails because a table is altered: {error:?}");
        }
    }
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    Ok(Altered {
        alterations: times,
        requests: count(&requests),
        committed: count(&committed),
        outdated: count(&outdated),
    })
}

/// Each way to alter it in turn.
fn alteration(number: usize) -> String {
    match number % 4 {
        0 => format!("ALTER TABLE notes ADD COLUMN extra_{number} integer NOT NULL DEFAULT 7"),
        1 => "ALTER TABLE notes ALTER COLUMN title TYPE text".to_owned(),
        2 => format!("ALTER TABLE notes ALTER COLUMN title TYPE varchar({})", 50 + number % 7),
        _ => format!("ALTER TABLE notes DROP COLUMN extra_{}", number - 3),
    }
}

/// A transaction that reads and writes.
async fn block(db: &Db, dice: &mut Dice) -> Result<()> {
    let id = 1 + dice.below(NOTES as usize) as i64;
    db.atomic(async |tx| {
        let mut note = Note::objects(tx).by_key(id).await?;
        note.reads += 1;
        note.save_only(tx, |n| n.reads).await?;
        Note::draft().title("on another").on(id).create(tx).await?.delete(tx).await
    })
    .await
}

/// One of the ways to use it.
async fn request(db: &Db, dice: &mut Dice) -> Result<()> {
    let id = 1 + dice.below(NOTES as usize) as i64;
    let notes = Note::objects(db);
    match dice.below(7) {
        0 => {
            let note = notes.by_key(id).await?;
            assert_eq!(note.title, format!("note {}", id - 1));
        }
        1 => {
            let updated = notes.filter(|n| n.id.eq(id)).update(|n| n.reads.set(n.reads + 1)).await?;
            assert_eq!(updated, 1);
        }
        2 => {
            let found = notes.filter(|n| n.id.lte(NOTES)).values(|n| (n.id, n.title)).await?;
            assert_eq!(found.len(), NOTES as usize);
        }
        3 => {
            let note = Note::draft().title("short-lived").on(id).create(db).await?;
            note.delete(db).await?;
        }
        4 => {
            let found = notes.filter(|n| n.id.lte(3)).prefetch_related(|n| n.notes).await?;
            assert!(found.iter().all(|note| note.notes.loaded().is_ok()));
        }
        5 => {
            let drafts = (0..3).map(|_| Note::draft().title("on another").on(id));
            let made = notes.bulk_create(drafts).await?;
            let made: Vec<_> = made.iter().map(|note| note.id).collect();
            assert_eq!(Note::objects(db).filter(|n| n.id.is_in(made)).delete().await?, 3);
        }
        _ => {
            let rows = notes.filter(|n| n.id.lte(NOTES)).stream();
            assert_eq!(rows.try_fold(0, async |count, _| Ok(count + 1)).await?, NOTES);
        }
    }
    Ok(())
}
