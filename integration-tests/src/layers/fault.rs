//! A place that looks down the page.

use std::fmt;
use std::path::{Path, PathBuf};

/// A place that looks down the page, and what it looks at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, relative to the root of the workspace.
    pub file: PathBuf,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl Fault {
    pub(super) fn new(file: &Path, line: usize, message: impl Into<String>) -> Self {
        Fault { file: file.to_owned(), line, message: message.into() }
    }
}

/// `crates/querent/src/ast.rs:3: module `ast` uses `sql`, which stands below it`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}
