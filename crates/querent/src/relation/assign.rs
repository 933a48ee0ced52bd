//! Keys that are set by updates and written by `save_only`.

use crate::ast;
use crate::field::Related;
use crate::lookup::{Assigned, Columns, OwnRow};
use crate::meta::{ColumnMeta, Link};
use crate::model::{Is, Model, Path, Relation, Root, StoredKey};

use super::key::{KeyFor, Target};

impl<P: Path, R: Relation> Related<P, R> {
    /// `key = value`: an instance, a key, or `None` where the key can be NULL.
    pub fn set<V: KeyFor<R::Stored>>(self, key: V) -> Assigned<P::Scope>
    where
        P: OwnRow,
        R::Stored: Target,
    {
        let value = ast::Expr::Param(key.key().stored_param());
        Assigned::new(stored_column::<R>(), value)
    }
}

/// The column that holds the key of a forward relation. Only forward relations have a [`Relation::Stored`] target.
fn stored_column<R: Relation>() -> &'static ColumnMeta {
    match R::META.link {
        Link::Forward { column, .. } => &R::From::META.columns[column],
        Link::Reverse { .. } | Link::Through { .. } => R::From::META.key_column(),
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, P: Is<Root<M>>, R: Relation<From = M, Stored: Target>> Columns<M> for Related<P, R> {
    fn columns(self, out: &mut Vec<&'static ColumnMeta>) {
        out.push(stored_column::<R>());
    }
}
