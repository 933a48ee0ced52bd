//! What a table is joined on.

use crate::meta::{JoinTable, Link, RelationMeta};
use crate::sql::join_set::At;

/// What a table is joined on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct On {
    pub(super) parent: At,
    pub(super) parent_column: &'static str,
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    /// The filtered relation that it belongs to.
    pub(super) filtered: Option<u16>,
}

impl On {
    /// Of the first table behind a relation: the related one, or the table of pairs.
    pub(super) fn behind(parent: At, relation: &RelationMeta, filtered: Option<u16>) -> On {
        let (model, target) = ((relation.model)(), (relation.target)());
        let (parent_column, table, column) = match &relation.link {
            Link::Forward { column, .. } => {
                (model.columns[*column].name, target.table, target.key_column().name)
            }
            Link::Reverse { by } => (model.key_column().name, target.table, foreign_column(by())),
            Link::Through { join, .. } => (model.key_column().name, join().table, join().from),
        };
        On { parent, parent_column, table, column, filtered }
    }

    /// Of the related table behind a table of pairs.
    pub(super) fn behind_pairs(
        parent: At,
        relation: &RelationMeta,
        join: JoinTable,
        filtered: Option<u16>,
    ) -> On {
        let target = (relation.target)();
        On { parent, parent_column: join.to, table: target.table, column: target.key_column().name, filtered }
    }
}

/// The column of a foreign key, in its own model's table.
pub(super) fn foreign_column(relation: &'static RelationMeta) -> &'static str {
    let model = (relation.model)();
    match relation.link {
        Link::Forward { column, .. } => model.columns[column].name,
        // The derive lets only forward relations be named by the other side.
        Link::Reverse { .. } | Link::Through { .. } => model.key_column().name,
    }
}
