//! What ON CONFLICT cannot do.

use tokio_postgres::error::SqlState;

use crate::error::Error;
use crate::model::Model;

/// The error of a statement with ON CONFLICT, told of the verb that made it where a deferrable constraint is in its way.
pub(super) fn told_of_deferrable<M: Model>(error: Error, verb: &str) -> Error {
    // Others with this code, such as that of a view that cannot be written, name no constraint.
    let refused = error.as_db_error().filter(|db| *db.code() == SqlState::OBJECT_NOT_IN_PREREQUISITE_STATE);
    let Some(constraint) = refused.and_then(|db| db.constraint()).map(str::to_owned) else { return error };
    error.reworded(format!(
        "`{verb}` of `{}`: the constraint `{constraint}` of `{}` is deferrable, and ON CONFLICT cannot go by one that may \
         be violated until the transaction ends; make it NOT DEFERRABLE",
        M::META.name,
        M::META.table,
    ))
}
