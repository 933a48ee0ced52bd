//! The way from related rows back to the rows that they belong to.

use crate::ast::Owners;
use crate::meta::{Link, RelationMeta};
use crate::sql::join_set::{At, JoinSet};

use super::on::{On, foreign_column};
use super::tables::{Joins, ROOT, Sharing};

impl Joins {
    /// The related rows of owners: the table that holds the owners' keys, joined to the root if it is another one,
    /// and the column.
    pub(in crate::sql) fn owners(&mut self, owners: &Owners, call: u32) -> (At, &'static str) {
        let target = (owners.relation.target)();
        let root = (ROOT, target.key_column().name);
        let mut place = match &owners.relation.link {
            Link::Forward { .. } if owners.way.is_empty() => root, // the owners' keys are those of this row
            Link::Reverse { by } => (ROOT, foreign_column(by())),
            Link::Forward { .. } | Link::Through { .. } => self.owner_of(owners.relation, root, call),
        };
        for relation in owners.way.iter().rev() {
            place = self.owner_of(relation, place, call);
        }
        place
    }

    /// Where the owner's key of a relation is, once it is known where that of the related row is.
    fn owner_of(
        &mut self,
        relation: &'static RelationMeta,
        (at, key): (At, &'static str),
        call: u32,
    ) -> (At, &'static str) {
        let (model, target) = ((relation.model)(), (relation.target)());
        match &relation.link {
            Link::Forward { column, .. } => {
                let owner = self.owner(at, key, model.table, model.columns[*column].name, call);
                (owner, model.key_column().name)
            }
            // No key refers to one of several columns: this is the row itself.
            Link::Reverse { by } if target.keys.len() > 1 => (at, foreign_column(by())),
            Link::Reverse { by } => {
                (self.owner(at, key, target.table, target.key_column().name, call), foreign_column(by()))
            }
            Link::Through { join, .. } => {
                let join = join();
                (self.owner(at, key, join.table, join.to, call), join.from)
            }
        }
    }

    /// Joins a table on the way to the owner: only rows that lead there count.
    fn owner(
        &mut self,
        parent: At,
        parent_column: &'static str,
        table: &'static str,
        column: &'static str,
        call: u32,
    ) -> At {
        let at = self.many(On { parent, parent_column, table, column, filtered: None }, Sharing::Call(call));
        self.require(JoinSet::of(at));
        at
    }
}
