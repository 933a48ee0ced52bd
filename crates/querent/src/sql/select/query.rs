//! A SELECT on its way to text, and what it is for.

use crate::ast::{Distinct, Grouping, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::aggregates::rule;
use crate::sql::compiler::Compiler;
use crate::sql::computed::Column;
use crate::sql::purpose::Purpose;
use crate::sql::text::Text;

/// Where a query stands.
#[derive(Default)]
pub(super) struct Standing {
    /// The query around it.
    pub(super) around: Option<Box<Compiler>>,
    /// Inner aliases below this number are taken.
    pub(super) numbered: u16,
}

/// A SELECT on its way to text.
pub(super) struct Select<'a> {
    pub(super) plan: &'a Plan,
    pub(super) purpose: Purpose,
    pub(super) compiler: Compiler,
    /// The columns that the selected values read row by row.
    pub(super) read: Vec<Column>,
}

impl<'a> Select<'a> {
    /// # Errors
    ///
    /// Misuse where PostgreSQL has no lock for the rows that are asked for.
    pub(super) fn new(plan: &'a Plan, text: Text, purpose: Purpose, place: Standing) -> Result<Self> {
        let table = plan.model.table;
        let mut compiler = match plan.inner {
            true => Compiler::within(table, text, place.numbered),
            false => Compiler::with_text(table, text),
        };
        compiler.around = place.around;
        compiler.filtered.clone_from(&plan.filtered);
        if !plan.source.has_columns()
            && let Source::Slice(inner) | Source::Combined(inner, _) = &plan.source
        {
            compiler.selected = Some(inner.selected_columns());
        }
        compiler.computed.rule = rule(plan);
        compiler.computed.noting = !matches!(plan.grouping, Grouping::None);
        let select = |compiler| Select { plan, purpose, compiler, read: Vec::new() };
        if plan.lock.is_none() || purpose != Purpose::Rows {
            return Ok(select(compiler));
        }
        check_lock(plan)?;
        if matches!(plan.source, Source::Slice(_)) {
            compiler.slice = compiler.joins.new_name();
        }
        Ok(select(compiler))
    }

    /// Whether several rows become one.
    pub(super) fn is_grouped(&self) -> bool {
        matches!(self.plan.grouping, Grouping::Key { .. } | Grouping::Values { .. })
    }

    /// Whether the first row of each of several groups is kept.
    pub(super) fn is_distinct_on(&self) -> bool {
        matches!(self.plan.distinct, Distinct::On(_))
    }

    /// Whether the order of the rows is seen, sliced or not.
    pub(super) fn shows_order(&self) -> bool {
        matches!(self.purpose, Purpose::Rows | Purpose::Array)
    }
}

/// # Errors
///
/// Misuse where PostgreSQL has no lock for the rows that are asked for.
fn check_lock(plan: &Plan) -> Result<()> {
    let what = match (&plan.distinct, &plan.grouping, &plan.source) {
        (Distinct::Rows | Distinct::On(_), _, _) => "distinct or grouped rows",
        (_, Grouping::Key { .. } | Grouping::Values { .. } | Grouping::Whole, _) => {
            "distinct or grouped rows"
        }
        (_, _, Source::Combined(..)) => "the rows of combined querysets",
        _ => return Ok(()),
    };
    Err(Error::misuse(format!(
        "PostgreSQL cannot lock {what} of `{0}`: lock `{0}::objects(tx).select_for_update()`, filtered by `is_in` with \
         these",
        plan.model.name
    )))
}
