//! The statements that make one schema of another.

use std::collections::BTreeSet;

use querent_schema::Schema;

use super::alter;
use super::changed::Changed;
use super::index::Build;
use super::request::Request;
use super::statement::Statement;
use super::types::{relabel, replaced};
use super::work::Work;
use crate::error::Result;

/// The statements that make `request.after` of a database with `request.before`, in the order to run them.
///
/// Afterwards the database holds what [`create_statements`](super::create_statements) of `request.after` would have made of an empty
/// one, by the same names; only the columns may be in another order.
pub(super) fn difference(request: &Request<'_>) -> Result<Vec<Statement>> {
    let ordered = request.after.ordered()?;
    let mut before = with_all_indexes(request.before).renamed(request.renames);
    relabel(&mut before, request.labels);
    let replaced = replaced(&before, request.after);
    let names: BTreeSet<_> = replaced.iter().map(|own| own.name.as_str()).collect();
    let changed = Changed::between(&before, request.after, &names);
    let mut work = Work::new(request, &before, &changed);
    work.extensions();
    work.rename_tables();
    work.labels();
    work.drop_parts();
    if request.build == Build::Plain {
        work.drop_indexes();
    }
    work.drop_tables()?;
    work.rename_parts();
    work.create_enums(&replaced);
    for own in &changed {
        alter::columns(&mut work.script, request, (own.before, own.after), &own.columns)?;
    }
    work.add_keys();
    work.create_tables(&ordered);
    work.add_parts();
    if request.build == Build::Concurrently {
        work.drop_indexes(); // searches have one of both all the time
    }
    work.add_foreign_keys(&ordered);
    work.comment();
    work.drop_enums(&replaced);
    work.drop_extensions();
    Ok(work.script.statements)
}

/// The schema with the indexes of foreign keys among those of the table: they keep their names as the others do.
fn with_all_indexes(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for table in &mut schema.tables {
        table.indexes = table.all_indexes();
        table.foreign_keys.iter_mut().for_each(|key| key.indexed = false);
    }
    schema
}
