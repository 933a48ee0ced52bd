//! Counting statements.

use std::fmt::Write;
use std::panic::Location;

use querent_migrate::querent::Db;

/// Counts the statements that a piece of work sends.
pub trait StatementCounts {
    /// Runs `work`, a future or a queryset, and panics unless it sent exactly so many statements; returns what `work`
    /// returns. It is Django's `assertNumQueries`.
    ///
    /// What counts is what is sent by the pool and by its transactions, BEGIN, SAVEPOINT and COMMIT included.
    ///
    /// ```no_run
    /// # use querent_testkit::{Db, StatementCounts, querent::Result};
    /// # async fn example(db: Db) -> Result<()> {
    /// db.assert_statements(3, async {
    ///     db.atomic(async |tx| tx.batch_execute("INSERT INTO notes VALUES ('milk')").await).await
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If it was another number; the message lists the statements.
    #[track_caller]
    fn assert_statements<W: IntoFuture>(&self, expected: usize, work: W) -> impl Future<Output = W::Output>;
}

impl StatementCounts for Db {
    #[track_caller]
    fn assert_statements<W: IntoFuture>(&self, expected: usize, work: W) -> impl Future<Output = W::Output> {
        let at = Location::caller();
        let db = self.clone();
        let work = work.into_future(); // here, so that the N+1 watch sees the caller's line
        async move {
            let recording = db.record_statements();
            let output = work.await;
            let statements = recording.statements();
            assert!(statements.len() == expected, "{at}: {}", difference(expected, &statements));
            output
        }
    }
}

fn difference(expected: usize, statements: &[String]) -> String {
    let mut text = format!("{expected} statements were expected, and {} were sent", statements.len());
    for (index, statement) in statements.iter().enumerate() {
        write!(text, "\n{:>4}. {statement}", index + 1).expect("a String takes whatever is written");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statements_are_listed_with_their_numbers() {
        let statements = ["BEGIN".to_owned(), "SELECT 1".to_owned()];
        assert_eq!(
            difference(1, &statements),
            "1 statements were expected, and 2 were sent\n   1. BEGIN\n   2. SELECT 1"
        );
    }
}
