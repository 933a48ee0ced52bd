//! The writers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use querent::model::Model;
use querent::prelude::*;
use querent::{Error, Kind, Result};
use querent_migrate::create_tables;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::figures::Figures;
use super::ledger::{Ledger, Outcome};
use super::models::{Record, Ticket};
use super::work::{Work, settle};
use crate::meaning::Dice;

/// How many write at the same time.
const WRITERS: usize = 32;

/// How long a service may take to go on when the fault is over.
const PATIENCE: Duration = Duration::from_secs(15);

/// What those are told whose connection was lost.
pub(super) const LOST: &[Kind] = &[Kind::Connection, Kind::CommitUnknown];

/// A service that writes all the time.
#[derive(Debug)]
pub(super) struct Writers {
    pub(super) ledger: Arc<Ledger>,
    over: Arc<AtomicBool>,
    tasks: JoinSet<()>,
}

impl Writers {
    /// Makes the tables that are written to.
    pub(super) async fn prepare(db: &Db) -> querent_migrate::Result<()> {
        create_tables(db, &[Ticket::META, Record::META]).await
    }

    /// Lets the writers begin. Whoever has waited for `patience` gives a write up, as a service does with a request.
    pub(super) fn begin(db: &Db, expected: &'static [Kind], patience: Option<Duration>) -> Writers {
        let ledger = Arc::new(Ledger::new(WRITERS, expected));
        let over = Arc::new(AtomicBool::new(false));
        let mut tasks = JoinSet::new();
        for number in 0..WRITERS {
            let (ledger, over) = (ledger.clone(), over.clone());
            let dice = Dice::new(number as u64);
            let mut writer = Writer { number, db: db.clone(), ledger, patience, dice, tickets: Vec::new() };
            tasks.spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    writer.write().await;
                }
            });
        }
        Writers { ledger, over, tasks }
    }

    /// Waits until all have written again after `since`, when the fault was over.
    pub(super) async fn recovered(&mut self, since: Instant) {
        let ledger = self.ledger.clone();
        tokio::select! {
            () = ledger.recovered(since, PATIENCE) => {}
            // Only by a panic, before it is over.
            Some(ended) = self.tasks.join_next() => ended.expect("a writer has seen what must not be"),
        }
    }

    /// Lets them finish, and compares what they were told with what is there.
    pub(super) async fn end(mut self, observer: &Db) -> Result<Figures> {
        self.over.store(true, Ordering::Relaxed);
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("a writer has seen what must not be");
        }
        self.ledger.audit(observer).await
    }
}

/// One of them.
struct Writer {
    number: usize,
    db: Db,
    ledger: Arc<Ledger>,
    patience: Option<Duration>,
    dice: Dice,
    tickets: Vec<i64>,
}

/// How a call has ended.
enum Ended<T> {
    WithValue(T),
    WithError(Error),
    /// Nobody waits for it any longer.
    Abandoned,
}

impl Writer {
    /// Writes something, as often as it takes.
    async fn write(&mut self) {
        let work = Work::ALL[self.dice.below(Work::ALL.len())];
        loop {
            let ticket = self.ticket().await;
            let outcome = match self.wait(work.perform(&self.db, ticket)).await {
                Ended::WithValue(()) => Outcome::Acknowledged,
                Ended::WithError(error) if !work.is_open_after(error.kind()) => Outcome::Refused,
                Ended::WithError(_) | Ended::Abandoned => {
                    if self.insist(|| settle(&self.db, ticket)).await {
                        Outcome::Found
                    } else {
                        Outcome::Void
                    }
                }
            };
            self.ledger.note(self.number, ticket, work, outcome);
            match outcome {
                Outcome::Acknowledged | Outcome::Found => return,
                Outcome::Refused | Outcome::Void => pause().await,
            }
        }
    }

    /// A ticket that nobody else has. Those that are made and then not heard of are never used.
    async fn ticket(&mut self) -> i64 {
        if self.tickets.is_empty() {
            let drafts = || (0..100).map(|_| Ticket::draft().used(0));
            let made = self.insist(|| Ticket::objects(&self.db).bulk_create(drafts())).await;
            self.tickets = made.into_iter().map(|ticket| ticket.id).collect();
        }
        self.tickets.pop().expect("some were made")
    }

    /// Repeats a call that may be repeated until it succeeds.
    async fn insist<T, F: IntoFuture<Output = Result<T>>>(&self, call: impl Fn() -> F) -> T {
        loop {
            if let Ended::WithValue(value) = self.wait(call().into_future()).await {
                return value;
            }
            pause().await;
        }
    }

    async fn wait<T>(&self, call: impl Future<Output = Result<T>>) -> Ended<T> {
        let result = match self.patience {
            None => Ok(call.await),
            Some(patience) => timeout(patience, call).await,
        };
        match result {
            Ok(Ok(value)) => Ended::WithValue(value),
            Ok(Err(error)) => {
                // What was written is told by it, and is no fault.
                if error.kind() != Kind::ForeignKeyViolation {
                    self.ledger.note_error(&error);
                }
                Ended::WithError(error)
            }
            Err(_) => {
                self.ledger.note_abandoned();
                Ended::Abandoned
            }
        }
    }
}

/// A service that is refused something does not ask again at once.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(5)).await;
}
