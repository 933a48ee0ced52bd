//! A SELECT on its way to text, and what it is for.

use crate::ast::{Lock, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::text::Text;

/// What a SELECT is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Rows, as the plan says.
    Rows,
    /// The same rows, of which only the number matters.
    Number,
    /// The same rows' keys.
    Keys,
    /// The same values, as what another query's value may be a member of.
    Members,
    /// The model's rows, with what they carry to the query around them.
    Slice,
}

/// A SELECT on its way to text.
pub(super) struct Select<'a> {
    pub(super) plan: &'a Plan,
    pub(super) purpose: Purpose,
    pub(super) compiler: Compiler,
}

impl<'a> Select<'a> {
    /// # Errors
    ///
    /// Misuse where PostgreSQL has no lock for the rows that are asked for.
    pub(super) fn new(plan: &'a Plan, text: Text, purpose: Purpose) -> Result<Self> {
        let mut compiler = Compiler::with_text(plan.model.table, text);
        let select = |compiler| Select { plan, purpose, compiler };
        if plan.lock.is_none() || purpose != Purpose::Rows {
            return Ok(select(compiler));
        }
        if plan.distinct {
            return Err(Error::misuse(format!(
                "PostgreSQL cannot lock distinct rows of `{0}`: lock `{0}::objects(tx).select_for_update()`, filtered by \
                 `is_in` with the distinct ones",
                plan.model.name
            )));
        }
        if matches!(plan.source, Source::Slice(_)) {
            compiler.slice = compiler.joins.new_name();
        }
        Ok(select(compiler))
    }

    /// How the rows are locked, if they are.
    pub(super) fn lock(&self) -> Option<Lock> {
        self.plan.lock.filter(|_| self.purpose == Purpose::Rows)
    }
}
