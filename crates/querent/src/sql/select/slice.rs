//! LIMIT and OFFSET, of the whole or for each owner.

use crate::ast::Distinct;
use crate::error::{Error, Result};
use crate::sql::text::whole;

use super::conditions::Conditions;
use super::ordering::OrderBy;
use super::owners::Owner;
use super::query::Select;

impl Select<'_> {
    /// ORDER BY, LIMIT, OFFSET, and the lock.
    pub(super) fn tail(&mut self, order: &str) -> Result<()> {
        let plan = self.plan;
        let text = &mut self.compiler.text;
        text.push(order);
        match plan.limit {
            // Of a value PostgreSQL knows nothing while it plans, and takes it for a tenth of the rows.
            Some(few @ 1..=2) => _ = text.number(" LIMIT ", few),
            Some(limit) => _ = text.push(" LIMIT ").param(whole(limit)),
            None => {}
        }
        if plan.offset > 0 {
            text.push(" OFFSET ").param(whole(plan.offset));
        }
        self.locking()
    }

    /// The slice of each owner's rows: numbered within the owner, and cut by the number.
    pub(super) fn slice_for_each_owner(
        &mut self,
        owner: Owner,
        conditions: &Conditions,
        order: &OrderBy,
    ) -> Result<()> {
        let plan = self.plan;
        if !matches!(plan.distinct, Distinct::No) {
            return Err(Error::misuse("a prefetch cannot be both distinct and sliced for each parent"));
        }
        if self.lock().is_some() {
            return Err(Error::misuse(format!(
                "a prefetch of `{}` cannot be both locked and sliced for each parent: PostgreSQL locks no rows that are \
                 numbered; lock them by a query of their own",
                plan.model.name
            )));
        }
        let alias = self.compiler.joins.alias(owner.at);
        let before = std::mem::take(&mut self.compiler.text.out);
        self.compiler.text.push("SELECT ");
        let count = self.output(Some(owner))?;
        let text = &mut self.compiler.text;
        text.push(", row_number() OVER (PARTITION BY ").column(alias, owner.column);
        text.push(&order.clause).push(")");
        self.sources_and_conditions(conditions, order)?;
        let inner = std::mem::replace(&mut self.compiler.text.out, before);
        let text = &mut self.compiler.text;
        text.push("SELECT ");
        text.list(0..count, |text, at| {
            text.number("\"q\".\"c", at as u64).push("\"");
        });
        text.push(" FROM (").push(&inner).push(") AS \"q\" (");
        text.list(0..count, |text, at| {
            text.number("\"c", at as u64).push("\"");
        });
        text.push(", \"n\") WHERE \"q\".\"n\" > ").param(whole(plan.offset));
        if let Some(limit) = plan.limit {
            text.push(" AND \"q\".\"n\" <= ").param(whole(plan.offset.saturating_add(limit)));
        }
        text.push(" ORDER BY \"q\".\"n\"");
        Ok(())
    }
}
