//! Which rows an UPDATE or DELETE of a query concerns.

use crate::ast::{Distinct, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::conditions::Wanted;
use crate::sql::known::{constant, is_empty};
use crate::sql::select;
use crate::sql::text::{Alias, Text};

use super::computed::Used;

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

/// Adds the conditions behind `before`: as they are, or where they need other tables or groups, the keys of the rows
/// that fulfil them. `None` where it is known that no row does.
pub(super) fn concerning(plan: &Plan, before: &str, text: Text) -> Result<Option<Text>> {
    if is_empty(plan) {
        return Ok(None);
    }
    let all = plan.filters.iter().all(|filter| constant(&filter.condition) == Some(true));
    if all && plan.owners.is_none() {
        return Ok(Some(text));
    }
    let used = Used::of(plan, |test| {
        plan.filters.iter().for_each(|filter| {
            filter.condition.any(test);
        });
    });
    if plan.owners.is_some() || used.aggregate(plan) {
        return by_keys(plan, before, text).map(Some);
    }
    let (written, params) = (text.out.len(), text.params.len());
    let mut compiler = Compiler::with_text(plan.model.table, text);
    used.write(plan, &mut compiler)?;
    compiler.text.push(before);
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
    let own_columns_only = compiler.joins.is_empty();
    let mut text = compiler.text;
    if own_columns_only {
        return Ok(Some(text));
    }
    text.out.truncate(written);
    text.params.truncate(params);
    by_keys(plan, before, text).map(Some)
}

fn by_keys(plan: &Plan, before: &str, mut text: Text) -> Result<Text> {
    text.push(before).key(Some(Alias::Table(plan.model.table)), plan.model).push(" IN (");
    let mut text = select::keys(plan, text)?;
    text.push(")");
    Ok(text)
}
