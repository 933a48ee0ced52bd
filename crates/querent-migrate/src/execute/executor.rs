//! What it takes to migrate a database.

use querent::Db;
use querent_schema::Graph;

use crate::function::Function;
use crate::options::Options;
use crate::plan::Wanted;

/// Migrates a database.
pub(crate) struct Executor<'a> {
    /// The user's pool.
    pub(crate) db: &'a Db,
    pub(crate) graph: &'a Graph,
    /// The functions that migrations can run.
    pub(crate) functions: &'a [(&'a str, Function)],
    pub(crate) options: &'a Options,
}

impl Executor<'_> {
    /// What is asked for.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted { goal: &self.options.goal, functions: self.functions, way: self.options.way }
    }
}
