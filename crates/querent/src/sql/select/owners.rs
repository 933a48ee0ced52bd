//! The instances that rows are related to, as a part of the query.

use crate::ast::{OwnerKeys, Owners};
use crate::error::Result;
use crate::sql::compiler::Compiler;
use crate::sql::join_set::At;

use super::query::Select;

/// Where the keys of the owners of the rows are.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) at: At,
    pub(super) column: &'static str,
    pub(super) kind: OwnerKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnerKind {
    /// One instance, of a related manager: the first call of `filter` speaks of the pair that relates the rows to it.
    One,
    /// The parents of a prefetch: each row begins with its owner's key, unless that is one of its own columns, and no call
    /// speaks of their pairs.
    Each,
}

impl Owner {
    /// The owner, if its key is selected.
    pub(super) fn selected(self) -> Option<Owner> {
        Some(self).filter(|owner| owner.kind == OwnerKind::Each)
    }
}

impl Select<'_> {
    /// Joins the table that holds the owners' keys.
    pub(super) fn owner(&mut self) -> Option<Owner> {
        self.plan.owners.as_ref().map(|owners| owner_in(&mut self.compiler, owners))
    }
}

fn owner_in(compiler: &mut Compiler, owners: &Owners) -> Owner {
    let call = compiler.next_call();
    let (at, column) = compiler.joins.owners(owners, call);
    let kind = match owners.keys {
        OwnerKeys::One(_) | OwnerKeys::Outer(_) => OwnerKind::One,
        OwnerKeys::Many(_) => OwnerKind::Each,
    };
    Owner { at, column, kind }
}

/// As [`belongs_to`], in a statement that has not joined the table that holds the owners' keys yet.
pub(in crate::sql) fn belongs(compiler: &mut Compiler, owners: &Owners) -> Result<()> {
    let owner = owner_in(compiler, owners);
    belongs_to(compiler, owner, owners)
}

/// The rows' keys of their owners are those of `owners`.
pub(super) fn belongs_to(compiler: &mut Compiler, owner: Owner, owners: &Owners) -> Result<()> {
    let alias = compiler.joins.alias(owner.at);
    compiler.text.column(alias, owner.column);
    match &owners.keys {
        OwnerKeys::One(key) => compiler.text.push(" = ").param(key.clone()),
        OwnerKeys::Many(keys) => compiler.text.push(" = ANY(").param(keys.clone()).push(")"),
        OwnerKeys::Outer(key) => {
            compiler.text.push(" = ");
            compiler.expr(key)?;
            return Ok(());
        }
    };
    Ok(())
}
