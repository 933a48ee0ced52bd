//! Futures that are dropped at every point where they wait, and what they must not leave behind.

mod models;
mod siblings;
mod operation;
mod aftermath;

pub use operation::Operation;

use std::fmt;
use std::time::{Duration, Instant};

use querent::model::Model;
use querent::{Db, Result};
use querent_migrate::create_tables;

use crate::polls::abandoned;
use crate::proxy::{Pace, Proxy};

use siblings::Siblings;

/// The most polls a piece of work may take.
const MOST: usize = 500;

/// How the server answers while futures are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// As fast as it can.
    Quick,
    /// Its answers are on their way for a while.
    Stalled,
}

/// What a campaign has seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Futures that were dropped before they were done.
    pub drops: usize,
    /// Futures that were done first.
    pub completed: usize,
    /// The longest that the next request after a drop had to wait.
    pub slowest: Duration,
    /// Connections that were examined.
    pub quarantined: u64,
    /// Cancel requests that were sent.
    pub cancelled: u64,
    /// Connections that were given up.
    pub discarded: u64,
}

/// A pool whose work is dropped, and another one that looks on.
#[derive(Debug)]
pub struct Campaign {
    observer: Db,
    subject: Db,
    connections: usize,
    figures: Figures,
    round: i64,
    /// Before the server of `subject`, while that lives.
    _proxy: Proxy,
}

impl Campaign {
    /// Makes the tables that campaigns work on.
    pub async fn prepare(db: &Db) -> querent_migrate::Result<()> {
        create_tables(
            db,
            &[models::Account::META, models::Entry::META, models::Label::META, models::Note::META],
        )
        .await?;
        Ok(db.batch_execute(models::ROWS).await?)
    }

    /// A campaign with a pool of so many connections.
    pub async fn begin(db: &Db, server: Server, connections: usize) -> Result<Campaign> {
        let proxy = Proxy::before(db).await?;
        let options = match server {
            Server::Quick => db.to_builder(),
            Server::Stalled => {
                proxy.set_pace(Pace::Slow(Duration::from_millis(3)));
                proxy.on_the_way_of(db)
            }
        };
        let subject = options.max_connections(connections).application_name(aftermath::NAME).build()?;
        let last = models::Entry::objects(db).order_by(|e| e.round.desc()).first().await?;
        Ok(Campaign {
            observer: db.clone(),
            subject,
            connections,
            figures: Figures::default(),
            round: last.map_or(0, |entry| entry.round),
            _proxy: proxy,
        })
    }

    /// Drops the work after no poll, after one, after two, until it is done first.
    pub async fn sweep(&mut self, operation: Operation) -> Result<()> {
        for polls in 0..MOST {
            let pause = [0, 1, 300][polls % 3];
            if self.drop_after(operation, polls, Duration::from_micros(pause)).await? {
                return Ok(());
            }
        }
        panic!("{operation:?} is not done after {MOST} polls");
    }

    /// Drops the work a while after so many polls, and checks that nothing is left of it. Whether it was done first.
    ///
    /// # Panics
    ///
    /// If anything is left.
    pub async fn drop_after(&mut self, operation: Operation, polls: usize, pause: Duration) -> Result<bool> {
        self.round += 1;
        let mut siblings = operation.prepare(&self.observer, self.round).await?;
        let work = operation.perform(&self.subject, self.round, &mut siblings);
        let done = abandoned(work, polls, pass(pause)).await;
        match &done {
            Some(result) => {
                if let Err(error) = result {
                    panic!("{operation:?} fails: {error:?}");
                }
                self.figures.completed += 1;
            }
            None => self.figures.drops += 1,
        }
        self.check(operation, siblings).await?;
        Ok(done.is_some())
    }

    /// Drops the work while the server waits for a lock on its behalf, which it must not go on doing.
    ///
    /// # Panics
    ///
    /// If it does.
    pub async fn drop_while_locked(&mut self, operation: Operation) -> Result<()> {
        self.round += 1;
        let mut siblings = operation.prepare(&self.observer, self.round).await?;
        let (subject, observer, round) = (&self.subject, self.observer.to_builder().build()?, self.round);
        observer
            .atomic(async |tx| -> Result<()> {
                let lock = "LOCK TABLE accounts, entries, labels, accounts_labels IN ACCESS EXCLUSIVE MODE";
                tx.batch_execute(lock).await?;
                tokio::select! {
                    result = operation.perform(subject, round, &mut siblings) => {
                        panic!("{operation:?} needs no lock: {result:?}")
                    }
                    locked_out = aftermath::locked_out(tx) => locked_out?,
                }
                siblings.give_up().await;
                aftermath::at_rest(subject, self.connections).await;
                let busy = aftermath::busy(tx).await?;
                assert!(busy.is_empty(), "{operation:?} goes on: {busy:?}");
                Ok(())
            })
            .await?;
        self.figures.drops += 1;
        self.check(operation, siblings).await
    }

    async fn check(&mut self, operation: Operation, siblings: Siblings) -> Result<()> {
        siblings.check(&self.subject).await?;
        let asked = Instant::now();
        operation::innocent(&self.subject).await;
        self.figures.slowest = self.figures.slowest.max(asked.elapsed());
        aftermath::at_rest(&self.subject, self.connections).await;
        let busy = aftermath::busy(&self.observer).await?;
        assert!(busy.is_empty(), "{operation:?} leaves behind: {busy:?}");
        operation.check(&self.observer, self.round).await
    }

    /// What the campaign has seen so far.
    pub fn figures(&self) -> Figures {
        let status = self.subject.status();
        Figures {
            quarantined: status.quarantined,
            cancelled: status.cancelled,
            discarded: status.discarded,
            ..self.figures
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} dropped, {} done first; {} connections examined, {} cancel requests, {} given up; the next request \
             waited {:.1?} at most",
            self.drops, self.completed, self.quarantined, self.cancelled, self.discarded, self.slowest,
        )
    }
}

/// Lets other tasks work for a while: not at all, one turn, or longer.
async fn pass(pause: Duration) {
    match pause.as_micros() {
        0 => {}
        1 => tokio::task::yield_now().await,
        _ => tokio::time::sleep(pause).await,
    }
}
