//! The error of a slot that is read before it is loaded.

use crate::error::{Error, Kind};
use crate::meta::RelationMeta;

/// `NotLoaded`, with the call that would have loaded it.
pub(super) fn not_loaded(relation: Option<&'static RelationMeta>) -> Error {
    let text = match relation {
        None => "this relation belongs to no row of the database, so nothing was loaded for it".to_owned(),
        Some(relation) => {
            let model = (relation.model)();
            let method = if relation.is_many() { "prefetch_related" } else { "select_related" };
            format!(
                "`{}` is not loaded; add `.{method}(|{handle}| {handle}.{})` to what loads `{}`, or load it with \
                 `.load(&db).await`",
                relation.path(),
                relation.name,
                model.name,
                handle = model.handle(),
            )
        }
    };
    Error::new(Kind::NotLoaded, text)
}
