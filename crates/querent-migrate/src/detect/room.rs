//! Names that an enum had and a table gets, or the other way: in PostgreSQL both are types.

use querent_schema::state::{Field, Model};
use querent_schema::{Operation, State};

use super::work::Work;
use crate::error::Result;

/// Gives what has such a name another one, by which it goes or gets its own later.
pub(super) fn make_way(work: &mut Work<'_>) -> Result<()> {
    let target = work.target;
    for name in target.enums.keys().filter(|name| !work.state.enums.contains_key(*name)).collect::<Vec<_>>() {
        let has_it = work.state.models.iter().find(|(_, model)| model.managed && model.table == *name);
        if let Some(model) = has_it.map(|(model, _)| model.clone()) {
            let now = work.renamed.models.get(&model).and_then(|now| target.models.get(now));
            let wanted = now.map(|now| now.table.clone()).filter(|table| !has(&work.state, table));
            let table = wanted.unwrap_or_else(|| free(&work.state, target, name));
            work.push(&model.app, Operation::AlterTable { model: model.name, table })?;
        }
    }
    let gets_it = |name: &str| target.models.values().any(|model| model.managed && model.table == name);
    let gone = work.state.enums.keys().filter(|name| !target.enums.contains_key(*name) && gets_it(name));
    for from in gone.cloned().collect::<Vec<_>>() {
        let is_of = |field: &Field| field.as_enum() == Some(&from);
        let user = work.state.models.iter().find(|(_, model)| model.fields.iter().any(is_of));
        let app = user.or(work.state.models.first_key_value()).map(|(model, _)| model.app.clone());
        let to = free(&work.state, target, &from);
        work.push(&app.unwrap_or_default(), Operation::RenameEnum { from, to })?;
    }
    Ok(())
}

/// A name that nothing has, before or afterwards.
fn free(before: &State, target: &State, name: &str) -> String {
    let mut free = format!("{name}_old");
    while has(before, &free) || has(target, &free) {
        free.push('_');
    }
    free
}

/// Whether a table or an enum has a name.
fn has(state: &State, name: &str) -> bool {
    let mut tables = state.models.values().flat_map(Model::tables);
    state.enums.contains_key(name) || tables.any(|table| table == name)
}
