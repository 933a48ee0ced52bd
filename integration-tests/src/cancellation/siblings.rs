//! Loads of the rows of one result: one of them is dropped, and the others wait for what it has sent.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use futures::poll;
use querent::prelude::*;
use querent::{Error, FetchMode, Result};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::models::{Account, CHANGED, ENTRIES, Entry, LABELLED, Label, READ};

/// How many rows there are. The load of the first one is dropped.
const ROWS: usize = 3;

/// Longer than any load takes.
const SOON: Duration = Duration::from_secs(20);

/// A load, which looks whether what it has found is what belongs to the row.
type Loading = BoxFuture<'static, Result<()>>;

/// A load for the row at this place by this handle.
type Load = Box<dyn Fn(usize, Db) -> Loading + Send + Sync>;

/// The rows of one result, and the tasks that load for all but the first one.
#[derive(Default)]
pub(super) struct Siblings {
    load: Option<Load>,
    tasks: JoinSet<Result<()>>,
}

impl Siblings {
    /// Accounts with 1,200 entries, with five, and with one.
    pub(super) async fn accounts(db: &Db, mode: FetchMode) -> Result<Siblings> {
        let accounts = Account::objects(db).filter(|a| a.id.is_in([READ, CHANGED, LABELLED]));
        Ok(Siblings::of(accounts.fetch_mode(mode).await?, |accounts, at, db| {
            Box::pin(async move {
                let entries = accounts[at].entries.load(&db).await?;
                assert_eq!(entries.len(), [1200, 5, 1][at]);
                assert!(entries.iter().all(|entry| entry.account.key() == accounts[at].id));
                Ok(())
            })
        }))
    }

    /// Entries of three accounts.
    pub(super) async fn entries(db: &Db, mode: FetchMode) -> Result<Siblings> {
        let entries = Entry::objects(db).filter(|e| e.id.is_in(ENTRIES));
        Ok(Siblings::of(entries.fetch_mode(mode).await?, |entries, at, db| {
            Box::pin(async move {
                let account = entries[at].account.load(&db).await?;
                assert_eq!(account.id, [READ, CHANGED, LABELLED][at]);
                Ok(())
            })
        }))
    }

    /// Labels, each with a field that is read when it is asked for.
    pub(super) async fn labels(db: &Db, mode: FetchMode) -> Result<Siblings> {
        let labels = Label::objects(db).limit(ROWS as u64);
        Ok(Siblings::of(labels.fetch_mode(mode).await?, |labels, at, db| {
            Box::pin(async move {
                let about = labels[at].about.load(&db).await?;
                assert_eq!(about.as_deref(), Some(format!("about {}", labels[at].name).as_str()));
                Ok(())
            })
        }))
    }

    fn of<M: Send + Sync + 'static>(rows: Vec<M>, load: fn(Arc<Vec<M>>, usize, Db) -> Loading) -> Siblings {
        assert_eq!(rows.len(), ROWS, "they are there from the beginning");
        let rows = Arc::new(rows);
        Siblings { load: Some(Box::new(move |at, db| load(rows.clone(), at, db))), tasks: JoinSet::new() }
    }

    /// Loads for the first row, which is the first of all to ask.
    pub(super) async fn load_first(&mut self, db: &Db) -> Result<()> {
        let mut own = self.load(0, db);
        if let Poll::Ready(done) = poll!(&mut own) {
            return done;
        }
        for at in 1..ROWS {
            self.load_beside(at, db).await?;
        }
        own.await
    }

    /// Loads for the first row, once another one has asked.
    pub(super) async fn load_second(&mut self, db: &Db) -> Result<()> {
        for at in 1..ROWS {
            self.load_beside(at, db).await?;
        }
        self.load(0, db).await
    }

    fn load(&self, at: usize, db: &Db) -> Loading {
        let load = self.load.as_ref().expect("what is prepared for a load has rows");
        load(at, db.clone())
    }

    /// A load in a task of its own. It has asked when this returns.
    async fn load_beside(&mut self, at: usize, db: &Db) -> Result<()> {
        let mut load = self.load(at, db);
        match poll!(&mut load) {
            Poll::Ready(done) => done,
            Poll::Pending => {
                self.tasks.spawn(load);
                Ok(())
            }
        }
    }

    /// Drops what the tasks do.
    pub(super) async fn give_up(&mut self) {
        self.tasks.shutdown().await;
    }

    /// Each task has got its rows, whatever was dropped; and then each row, the first one among them, has what belongs to
    /// it, or gets it.
    ///
    /// # Panics
    ///
    /// If a task waits for ever, or a row has what belongs to another one.
    pub(super) async fn check(mut self, db: &Db) -> Result<()> {
        let others = async {
            while let Some(ended) = self.tasks.join_next().await {
                ended.expect("a task does not panic")?;
            }
            Ok::<_, Error>(())
        };
        timeout(SOON, others).await.expect("who waits for a load is answered")?;
        if self.load.is_some() {
            let all = join_all((0..ROWS).map(|at| self.load(at, db)));
            let all = timeout(SOON, all).await.expect("what was given up can be loaded");
            all.into_iter().collect::<Result<()>>()?;
        }
        Ok(())
    }
}
