//! What the writers were told, and whether it is true.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use querent::{Db, Error, Kind, Result};

use super::figures::Figures;
use super::work::{Trace, Work};

/// What a writer was told about a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has happened.
    Acknowledged,
    /// It has not happened, and will not.
    Refused,
    /// Its outcome was open, and then it was found.
    Found,
    /// Its outcome was open; it was not found, and will not happen any more.
    Void,
}

/// What all writers were told.
#[derive(Debug)]
pub(super) struct Ledger {
    /// The kinds of errors that this fault may cause.
    expected: &'static [Kind],
    book: Mutex<Book>,
}

#[derive(Debug)]
struct Book {
    entries: Vec<(i64, Work, Outcome)>,
    /// When each writer last had a write acknowledged.
    latest: Vec<Instant>,
    figures: Figures,
}

impl Ledger {
    pub(super) fn new(writers: usize, expected: &'static [Kind]) -> Self {
        let latest = vec![Instant::now(); writers];
        let book = Book { entries: Vec::new(), latest, figures: Figures::default() };
        Ledger { expected, book: Mutex::new(book) }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what has become of a write.
    pub(super) fn note(&self, writer: usize, ticket: i64, work: Work, outcome: Outcome) {
        let mut book = self.book();
        book.entries.push((ticket, work, outcome));
        if outcome == Outcome::Acknowledged {
            book.latest[writer] = Instant::now();
        }
    }

    /// Notes an error.
    ///
    /// # Panics
    ///
    /// If it is none that this fault may cause: its kind must tell what has happened.
    pub(super) fn note_error(&self, error: &Error) {
        let kind = error.kind();
        assert!(self.expected.contains(&kind), "no error that such a fault may cause: {error:?}");
        *self.book().figures.kinds.entry(format!("{kind:?}")).or_default() += 1;
    }

    /// Notes a write that nobody waits for any longer.
    pub(super) fn note_abandoned(&self) {
        self.book().figures.abandoned += 1;
    }

    /// Notes that something was made to go wrong.
    pub(super) fn note_fault(&self) {
        self.book().figures.faults += 1;
    }

    /// Waits until every writer has had a write acknowledged after `since`, when the fault was over.
    ///
    /// # Panics
    ///
    /// If that takes longer than `patience`.
    pub(super) async fn recovered(&self, since: Instant, patience: Duration) {
        loop {
            let waiting = self.book().latest.iter().filter(|latest| **latest <= since).count();
            if waiting == 0 {
                return self.book().figures.recoveries.push(since.elapsed());
            }
            assert!(since.elapsed() < patience, "{waiting} writers have not written for {patience:?}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Compares what the writers were told with what is there.
    ///
    /// # Panics
    ///
    /// If they differ.
    pub(super) async fn audit(&self, observer: &Db) -> Result<Figures> {
        let mut traces = Trace::all(observer).await?;
        let book = self.book();
        let mut figures = book.figures.clone();
        for (ticket, work, outcome) in &book.entries {
            let found = traces.remove(ticket).unwrap_or_default();
            let expected = match outcome {
                Outcome::Acknowledged | Outcome::Found => work.trace(),
                Outcome::Refused | Outcome::Void => Trace::default(),
            };
            assert_eq!(found, expected, "{work:?} by ticket {ticket} is {outcome:?}");
            figures.rows += expected.records();
            *match outcome {
                Outcome::Acknowledged => &mut figures.acknowledged,
                Outcome::Refused => &mut figures.refused,
                Outcome::Found => &mut figures.found,
                Outcome::Void => &mut figures.void,
            } += 1;
        }
        assert!(traces.is_empty(), "nobody has written this: {traces:?}");
        Ok(figures)
    }
}
