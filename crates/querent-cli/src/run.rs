//! A command while it runs.

use std::fmt;

use serde::Serialize;

use crate::console::Console;
use crate::database::Database;
use crate::failure::Result;
use crate::report::Format;
use crate::subject::Subject;

/// A command while it runs: what it works on, and whom it talks to.
#[derive(Debug)]
pub(crate) struct Running<'a, 'c> {
    pub(crate) subject: &'a Subject,
    pub(crate) database: &'a Database,
    pub(crate) console: &'a mut Console<'c>,
    pub(crate) format: Format,
}

impl Running<'_, '_> {
    /// Prints what was found or done.
    pub(crate) fn print(&mut self, report: &(impl Serialize + fmt::Display)) -> Result<()> {
        self.format.print(self.console, report)
    }
}
