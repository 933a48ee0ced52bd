//! FOR UPDATE and its kin.

use crate::ast::{Condition, Expr, Lock};
use crate::error::{Error, Result};
use crate::meta::{Trail, same_path};
use crate::sql::joins::Lockable;
use crate::sql::purpose::Purpose;

use super::query::Select;

impl Select<'_> {
    /// How the rows are locked, if they are: what counts them does not lock them.
    pub(super) fn lock(&self) -> Option<&Lock> {
        self.plan.lock.as_ref().filter(|_| self.purpose == Purpose::Rows)
    }

    /// Has the rows that are to be locked joined by inner joins where a condition says that they are there.
    pub(super) fn require_locked(&mut self) {
        let plan = self.plan;
        let Some(lock) = plan.lock.as_ref().filter(|_| self.purpose == Purpose::Rows) else { return };
        for trail in &lock.of {
            if let Lockable::MayMiss(at) = self.compiler.joins.lockable(*trail)
                && plan.filters.iter().any(|filter| is_there(&filter.condition, *trail))
            {
                let required = self.compiler.joins.up_to(at);
                self.compiler.joins.require(required);
            }
        }
    }

    /// ` FOR UPDATE OF "products" SKIP LOCKED`
    ///
    /// # Errors
    ///
    /// Misuse where rows are to be locked that the query does not join, or that may not be there.
    pub(super) fn locking(&mut self) -> Result<()> {
        let Some(lock) = self.plan.lock.as_ref().filter(|_| self.purpose == Purpose::Rows) else {
            return Ok(());
        };
        let own: &[Trail] = &[None];
        let rows = if lock.of.is_empty() { own } else { &lock.of };
        let mut tables = Vec::new();
        for trail in rows {
            match (self.compiler.joins.lockable(*trail), trail) {
                (Lockable::Row(at), _) => tables.push(self.compiler.joins.alias(at)),
                (Lockable::NotJoined, Some(hop)) => {
                    return Err(Error::misuse(format!(
                        "`of` of a lock of `{}` names `{}`, which the query does not join; add it to `select_related`",
                        self.plan.model.name,
                        hop.relation.path(),
                    )));
                }
                (_, Some(hop)) => {
                    return Err(Error::misuse(format!(
                        "`of` of a lock of `{}` names `{}`, of which there may be no row: PostgreSQL locks no side of an \
                         outer join that can be missing; leave the rows without one out, by `exclude` and `is_null`, or \
                         lock it by a query of its own",
                        self.plan.model.name,
                        hop.relation.path(),
                    )));
                }
                (_, None) => {} // the query's own table is always there
            }
        }
        let text = &mut self.compiler.text;
        text.push(lock.strength.sql()).push(" OF ");
        for (n, table) in tables.iter().enumerate() {
            text.push(if n > 0 { ", " } else { "" }).alias(*table);
        }
        text.push(lock.waiting.sql());
        Ok(())
    }
}

/// Whether a condition is true only where there is a row at the end of a path.
fn is_there(condition: &Condition, trail: Trail) -> bool {
    let is_of = |value: &Expr| matches!(value, Expr::Column(column) if same_path(column.trail, trail));
    match condition {
        Condition::IsNotNull(value) => is_of(value),
        Condition::Not(negated, _) => matches!(&**negated, Condition::IsNull(value) if is_of(value)),
        Condition::And(all, _) => all.iter().any(|one| is_there(one, trail)),
        _ => false,
    }
}
