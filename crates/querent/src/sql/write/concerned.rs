//! Which rows an UPDATE or DELETE of a query concerns.

use crate::ast::{Distinct, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::conditions::Wanted;
use crate::sql::known::{constant, is_empty};
use crate::sql::select;
use crate::sql::statement::Statement;
use crate::sql::text::{Alias, Text};

/// Whether the query is one whose rows can be written.
pub(super) fn check(plan: &Plan, verb: &str) -> Result<()> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    let what = match (&plan.source, &plan.distinct) {
        (Source::Combined(..), _) => "combined rows",
        (Source::Slice(_), _) => "a slice",
        (Source::Table, _) if plan.is_sliced() => "a slice",
        (Source::Table, Distinct::On(_)) => "the first rows of groups",
        (Source::Table, _) => return Ok(()),
    };
    Err(Error::misuse(format!(
        "`{verb}` of {what} of `{}`: say which rows with `filter`, for example by their keys",
        plan.model.name
    )))
}

/// Adds WHERE: the conditions themselves, or where they need other tables, the keys of the rows that fulfil them.
pub(super) fn concerning(plan: &Plan, text: Text) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    if plan.filters.iter().all(|filter| constant(&filter.condition) == Some(true)) && plan.owners.is_none() {
        return text.finish().map(Some);
    }
    if plan.owners.is_none() {
        let before = text.out.len();
        let params = text.params.len();
        let mut compiler = Compiler::with_text(plan.model.table, text);
        compiler.text.push(" WHERE ");
        let mut first = true;
        for filter in plan.filters.iter().filter(|filter| constant(&filter.condition).is_none()) {
            compiler.next_call();
            compiler.text.push(if first { "" } else { " AND " });
            compiler.term(&filter.condition, Wanted::All)?;
            first = false;
            if !compiler.joins.is_empty() {
                break; // the keys say it all
            }
        }
        if compiler.joins.is_empty() {
            return compiler.finish().map(Some);
        }
        let mut text = compiler.text;
        text.out.truncate(before);
        text.params.truncate(params);
        return by_keys(plan, text).map(Some);
    }
    by_keys(plan, text).map(Some)
}

fn by_keys(plan: &Plan, mut text: Text) -> Result<Statement> {
    text.push(" WHERE ").key(Some(Alias::Table(plan.model.table)), plan.model).push(" IN (");
    let mut text = select::keys(plan, text)?;
    text.push(")");
    text.finish()
}
