//! Models that a database can hold.

use querent_schema::State;

/// Whether a database can hold the models: no two tables or constraints have one name.
pub(super) fn is_possible(state: &State) -> bool {
    state.schema().is_ok_and(|schema| schema.ordered().is_ok())
}
