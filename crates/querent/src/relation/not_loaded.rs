//! The error of a slot that is read before it is loaded.

use crate::error::{Error, Kind};
use crate::meta::RelationMeta;

/// `NotLoaded`, with the call that would have loaded it.
pub(super) fn not_loaded(relation: Option<&'static RelationMeta>) -> Error {
    let text = match relation {
        None => "this relation belongs to no row of the database, so nothing was loaded for it".to_owned(),
        Some(relation) => {
            format!(
                "`{}` is not loaded; {}, or load it with `.load(&db).await`",
                relation.path(),
                with_the_query(relation)
            )
        }
    };
    Error::new(Kind::NotLoaded, text)
}

/// The call that loads a relation with the rows that have it.
fn with_the_query(relation: &'static RelationMeta) -> String {
    let model = (relation.model)();
    let method = if relation.is_many() { "prefetch_related" } else { "select_related" };
    format!(
        "add `.{method}(|{handle}| {handle}.{})` to what loads `{}`",
        relation.name,
        model.name,
        handle = model.handle(),
    )
}
