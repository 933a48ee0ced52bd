//! What a round comes to.

use std::sync::Arc;

use futures::FutureExt;
use querent::watch::Recording;
use querent::{Db, Kind, Result};

use super::library::Library;
use super::models::Book;
use super::round::{Handle, Round};
use super::rows::Rows;
use crate::meaning::Dice;
use crate::polls::polled;

/// What was seen in a round.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Which rows were loaded for at first.
    is_loaded: Vec<bool>,
    pub(super) loads: usize,
    pub(super) statements: usize,
    pub(super) dropped: usize,
    pub(super) refused: usize,
}

/// What came of a load; `None` if its future was dropped.
type Loaded = Option<Result<Vec<String>>>;

impl Round {
    /// Loads for all rows.
    ///
    /// # Panics
    ///
    /// If a row gets what belongs to another one, a load waits for ever, or too many statements are sent.
    pub(super) async fn perform(&self, pool: &Db, library: &Library, dice: &mut Dice) -> Result<Seen> {
        match self.handle {
            Handle::Pool => {
                let rows = Rows::find(self, pool, library, dice).await?;
                let refused = match self.is_refused {
                    true => {
                        pool.batch_execute(&self.rename()).await?;
                        let refused = self.all_refused(&rows, pool).await;
                        pool.batch_execute(&self.rename_back()).await?;
                        refused
                    }
                    false => 0,
                };
                let sent = pool.record_statements();
                let seen = self.first(&rows, pool, dice).await?;
                self.then(rows, Seen { refused, ..seen }, pool, &sent).await
            }
            Handle::Transaction => {
                pool.atomic_send(|tx| async move {
                    let rows = Rows::find(self, &tx, library, dice).await?;
                    let refused = if self.is_refused { self.refused_inside(&rows, &tx).await? } else { 0 };
                    let sent = tx.record_statements();
                    let seen = self.first(&rows, &tx, dice).await?;
                    self.then(rows, Seen { refused, ..seen }, &tx, &sent).await
                })
                .await
            }
            Handle::Both => {
                let mut rows = Rows::find(self, pool, library, dice).await?;
                let sent = &pool.record_statements();
                let seen = self.first(&rows, pool, dice).await?;
                rows.expect_changed(&seen.is_loaded);
                undone(pool, |tx| async move {
                    let (table, column) = self.spot.column();
                    tx.batch_execute(&format!("UPDATE {table} SET {column} = {column} || '!'")).await?;
                    self.then(rows, seen, &tx, sent).await
                })
                .await
            }
        }
    }

    /// Loads while the table is not there, in a savepoint that is rolled back.
    async fn refused_inside(&self, rows: &Rows, tx: &Db) -> Result<usize> {
        undone(tx, |savepoint| async move {
            savepoint.batch_execute(&self.rename()).await?;
            Ok(self.all_refused(rows, &savepoint).await)
        })
        .await
    }

    /// Loads for some of the rows; some of the loads are dropped.
    async fn first(&self, rows: &Rows, db: &Db, dice: &mut Dice) -> Result<Seen> {
        let limits: Vec<Option<usize>> = rows.books.iter().map(|_| self.limit(dice)).collect();
        let mut seen = Seen::default();
        for (row, loaded) in self.load(rows.books.clone(), &limits, db).await.into_iter().enumerate() {
            seen.is_loaded.push(loaded.is_some());
            match loaded {
                Some(loaded) => assert_eq!(loaded?, rows.expected[row], "{self:?}: row {row}"),
                None => seen.dropped += usize::from(limits[row] != Some(0)),
            }
        }
        Ok(seen)
    }

    /// Loads for all rows. Each of them goes when its load is done.
    async fn then(&self, rows: Rows, mut seen: Seen, db: &Db, sent: &Recording) -> Result<Seen> {
        let all = rows.books.len();
        for (row, loaded) in self.load(rows.books, &vec![None; all], db).await.into_iter().enumerate() {
            let loaded = loaded.expect("nothing is dropped this time")?;
            assert_eq!(loaded, rows.expected[row], "{self:?}: row {row}, the second time");
        }
        let is_load = |text: &&String| text.starts_with("SELECT \"");
        (seen.loads, seen.statements) = (all, sent.statements().iter().filter(is_load).count());
        let most = self.most(all, rows.set, seen.dropped);
        assert!(seen.statements <= most, "{self:?}: {} statements, and not {most} at most", seen.statements);
        Ok(seen)
    }

    /// Loads for each row, or polls a load so many times.
    async fn load(&self, books: Vec<Arc<Book>>, limits: &[Option<usize>], db: &Db) -> Vec<Loaded> {
        let work = books.into_iter().zip(limits).map(|(book, limit)| {
            let (spot, db, limit) = (self.spot, db.clone(), *limit);
            async move {
                match limit {
                    None => Some(spot.load(&book, &db).await),
                    Some(polls) => polled(spot.load(&book, &db), polls).await,
                }
            }
            .boxed()
        });
        let loaded = self.shape.run(work.collect()).await;
        loaded.unwrap_or_else(|| panic!("{self:?}: a load waits for ever"))
    }

    /// Loads for each row while the table is not there; how many loads were refused.
    async fn all_refused(&self, rows: &Rows, db: &Db) -> usize {
        let loaded = self.load(rows.books.clone(), &vec![None; rows.books.len()], db).await;
        let mut refused = 0;
        for (row, loaded) in loaded.into_iter().enumerate() {
            match loaded.expect("nothing is dropped") {
                // Its key is NULL, or it is in memory.
                Ok(loaded) => assert_eq!(loaded, rows.expected[row], "{self:?}: row {row}"),
                Err(error) => {
                    let kinds = [Kind::UndefinedObject, Kind::Aborted];
                    assert!(kinds.contains(&error.kind()), "{self:?}: {error:?}");
                    refused += 1;
                }
            }
        }
        refused
    }
}

/// What comes of work in a block that is rolled back.
async fn undone<T, F>(db: &Db, work: impl FnOnce(Db) -> F + Send) -> Result<T>
where
    T: Send,
    F: Future<Output = Result<T>> + Send,
{
    let mut result = None;
    let kept = &mut result;
    let block = db.atomic_send(|tx| async move {
        *kept = Some(work(tx.clone()).await);
        tx.batch_execute("SELECT 1/0").await
    });
    block.await.expect_err("what is divided by zero is rolled back");
    result.expect("a block runs")
}
