//! Rows that are locked, and for how long.

use crate::ast::{Prefetch, Strength};
use crate::error::{Error, Result};
use crate::exec::Db;
use crate::meta::ModelMeta;

/// Whether rows that are `locked` by a query on this handle stay so for longer than the query.
///
/// # Errors
///
/// Misuse outside of a transaction.
pub(super) fn locks_last(db: &Db, locked: Option<(&'static ModelMeta, Strength)>) -> Result<()> {
    match locked.filter(|_| !db.in_transaction()) {
        None => Ok(()),
        Some((locked, strength)) => Err(Error::misuse(format!(
            "`{}` of `{}` outside a transaction: its locks would be gone at once; run it in \
             `db.atomic(async |tx| …)`, on `tx`",
            strength.method(),
            locked.name
        ))),
    }
}

/// What the queries of some steps lock.
pub(super) fn locked_by(steps: &[Prefetch]) -> Option<(&'static ModelMeta, Strength)> {
    steps.iter().find_map(|step| step.plan.locked())
}
