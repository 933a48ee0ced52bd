//! A change under way.

use querent_schema::{Schema, Table};

use super::changed::Changed;
use super::request::Request;
use super::statement::Script;

/// A change of one schema into another, and the statements so far.
pub(super) struct Work<'a> {
    pub(super) request: &'a Request<'a>,
    /// The schema before, by the names of tables, columns and enums afterwards.
    pub(super) before: &'a Schema,
    pub(super) changed: &'a [Changed<'a>],
    pub(super) script: Script,
}

impl<'a> Work<'a> {
    /// Nothing is done so far.
    pub(super) fn new(request: &'a Request<'a>, before: &'a Schema, changed: &'a [Changed<'a>]) -> Self {
        Work { request, before, changed, script: script(request) }
    }

    /// Whether a table comes.
    pub(super) fn is_new(&self, table: &Table) -> bool {
        !self.before.tables.iter().any(|other| other.name == table.name)
    }
}

/// A script that knows the tables before, those of somebody else included.
fn script(request: &Request<'_>) -> Script {
    let own = request.before.tables.iter().map(|table| &table.name);
    let name_now = |name: &String| request.renames.table(name).to_owned();
    Script::new(own.chain(&request.before.external).map(|name| (name_now(name), name.clone())))
}
