//! Bringing a connection to rest, whatever is in flight on it.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::conn::Conn;
use super::status::Counters;

/// How long a connection may take to come to rest before it is given up.
pub(super) const LIMIT: Duration = Duration::from_secs(2);

/// How long after a cancel request the statement may take to end before the next one is sent: of statements in flight
/// together each takes a request of its own.
const PAUSE: Duration = Duration::from_millis(5);

/// What is to be undone behind the statements in flight.
pub(super) enum Undo {
    Nothing,
    Transaction,
    /// The transaction, if there is one.
    AnyTransaction,
    /// What came after a savepoint, which stays.
    Savepoint(String),
}

impl Undo {
    /// The SQL that is queued behind the statements in flight.
    fn first(&self) -> String {
        match self {
            Undo::Nothing => String::new(),
            Undo::Transaction => "ROLLBACK;".to_owned(),
            // ROLLBACK alone would leave a warning in the server's log if there is none. Refused if one is aborted.
            Undo::AnyTransaction => "BEGIN; ROLLBACK;".to_owned(),
            Undo::Savepoint(name) => format!("ROLLBACK TO SAVEPOINT {name};"),
        }
    }

    /// The SQL that repeats it once everything is answered.
    fn again(&self) -> String {
        match self {
            Undo::AnyTransaction => "ROLLBACK;".to_owned(),
            _ => self.first(),
        }
    }
}

/// What waiting for the statements in flight has shown.
enum Quiet {
    /// All are answered, and so was our question behind them.
    Undisturbed,
    /// All are answered, but our question was refused, or a cancel request that was sent may still hit a later one.
    Disturbed,
    /// The answers do not fit the questions, or do not come.
    Lost,
}

impl Conn {
    /// Brings the connection to rest, with `undo` behind everything in flight. `false`: give it up.
    ///
    /// What is in flight gets `grace` to end by itself; then it is cancelled, or never if there is none.
    pub(super) async fn settle(&self, undo: Undo, grace: Option<Duration>, counters: &Counters) -> bool {
        let deadline = Instant::now() + LIMIT;
        match self.quiet(&undo.first(), grace, deadline, counters).await {
            Quiet::Undisturbed => true,
            Quiet::Disturbed => self.proven(&undo.again(), deadline).await,
            Quiet::Lost => false,
        }
    }

    /// Waits until everything in flight and `first` behind it are answered, cancelling after `grace`.
    async fn quiet(
        &self,
        first: &str,
        grace: Option<Duration>,
        deadline: Instant,
        counters: &Counters,
    ) -> Quiet {
        let mut answered = std::pin::pin!(self.ask(first));
        let mut cancelled = false;
        let mut patience = grace.unwrap_or(LIMIT);
        loop {
            match timeout(patience, &mut answered).await {
                Ok(Ok(true)) if cancelled => return Quiet::Disturbed,
                Ok(Ok(true)) => return Quiet::Undisturbed,
                Ok(Err(error)) if error.as_db_error().is_some() => return Quiet::Disturbed,
                Ok(_) => return Quiet::Lost,
                Err(_) => {}
            }
            if grace.is_none() || Instant::now() >= deadline {
                return Quiet::Lost;
            }
            counters.cancelled.add_one();
            cancelled = true;
            if self.cancel().await.is_err() {
                return Quiet::Lost;
            }
            patience = PAUSE;
        }
    }

    /// Whether `again` and a question after it are answered: then no cancel request is pending any more.
    async fn proven(&self, again: &str, deadline: Instant) -> bool {
        for _ in 0..3 {
            match timeout_at(deadline, self.ask(again)).await {
                Ok(Ok(in_step)) => return in_step,
                Ok(Err(error)) if error.as_db_error().is_some() => {}
                _ => return false,
            }
        }
        false
    }
}
