//! What is said unasked.

use std::fmt;
use std::io::Write;

/// Says one line where neither a test's captured output nor a program's results are.
pub(crate) fn announce(what: fmt::Arguments<'_>) {
    // A closed standard error is no reason to stop.
    let _ = writeln!(std::io::stderr(), "querent: {what}");
}
