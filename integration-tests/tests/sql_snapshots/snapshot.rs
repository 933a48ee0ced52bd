//! What work sends, beside what it was expected to send.

use std::panic::Location;

use querent::{Db, Result};

use crate::layout::lines;

/// Runs `work`, a queryset or a future, and panics unless it succeeds and sends this SQL: a line for each clause, and a
/// blank line between two statements.
#[track_caller]
pub(crate) fn sends<W, T>(db: &Db, work: W, sql: &str) -> impl Future<Output = T>
where
    W: IntoFuture<Output = Result<T>>,
{
    let at = Location::caller();
    let work = work.into_future();
    async move {
        let recording = db.record_statements();
        let output = work.await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
        let sent: Vec<_> = recording.statements().iter().map(|statement| lines(statement)).collect();
        let (sent, expected) = (sent.join("\n\n"), flush(sql));
        assert!(
            sent == expected,
            "{at}: this SQL was sent:\n\n{sent}\n\nand this was expected:\n\n{expected}"
        );
        output
    }
}

/// A text of several lines without what all of them begin with.
fn flush(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().skip_while(|line| line.trim().is_empty()).collect();
    let spaces = |line: &&str| line.len() - line.trim_start().len();
    let margin = lines.iter().filter(|line| !line.trim().is_empty()).map(spaces).min().unwrap_or(0);
    lines.iter().map(|line| line.get(margin..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}
