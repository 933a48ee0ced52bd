//! Which rows an UPDATE or DELETE of a query concerns.

use crate::ast::{Condition, Distinct, Filter, Owners, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::conditions::Wanted;
use crate::sql::known::{constant, is_empty};
use crate::sql::many::joins_many;
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

/// Adds the conditions after `before`: as they are, or where they need other tables or groups, the keys of the rows
/// that fulfil them. `None` where it is known that no row does.
pub(super) fn concerning(plan: &Plan, before: &str, text: Text) -> Result<Option<Text>> {
    if is_empty(plan) {
        return Ok(None);
    }
    let conditions = plan.filters.iter().map(|filter| &filter.condition);
    let conditions = conditions.filter(|condition| constant(condition).is_none());
    if conditions.clone().next().is_none() && plan.owners.is_none() {
        return Ok(Some(text));
    }
    let (text, all) = of_the_row(plan, before, plan.owners.as_ref(), conditions.clone(), text)?;
    if all {
        return Ok(Some(text));
    }
    by_keys(plan, before, text).map(Some)
}

/// Adds the conditions if they need nothing but the row itself, and whether they do.
fn of_the_row<'c>(
    plan: &Plan,
    before: &str,
    owners: Option<&Owners>,
    conditions: impl Iterator<Item = &'c Condition> + Clone,
    text: Text,
) -> Result<(Text, bool)> {
    let used = Used::of(plan, |test| {
        conditions.clone().for_each(|condition| {
            condition.any(test);
        });
    });
    if used.aggregate(plan) {
        return Ok((text, false));
    }
    let (written, params) = (text.out.len(), text.params.len());
    let mut compiler = Compiler::with_text(plan.model.table, text);
    compiler.filtered.clone_from(&plan.filtered);
    used.write(plan, &mut compiler)?;
    compiler.text.push(before);
    if let Some(owners) = owners {
        select::belongs(&mut compiler, owners)?;
    }
    let mut more = owners.is_some();
    for condition in conditions {
        if !compiler.joins.is_empty() {
            break;
        }
        compiler.next_call();
        compiler.text.push(if more { " AND " } else { "" });
        compiler.term(condition, Wanted::All)?;
        more = true;
    }
    let all = compiler.joins.is_empty();
    let mut text = compiler.text;
    if !all {
        text.out.truncate(written);
        text.params.truncate(params);
    }
    Ok((text, all))
}

/// Adds that the key is one of those of the query's rows, after the conditions that need nothing but the row.
///
/// These are true of each of the query's rows when the statement begins. A row that another transaction holds is waited
/// for, and is then tested as that one has left it by what stands outside the subquery, and by nothing else.
fn by_keys(plan: &Plan, before: &str, mut text: Text) -> Result<Text> {
    let mut before = before;
    let mut joins_owner = false;
    if let Some(owners) = &plan.owners {
        let (with_owner, added) = of_the_row(plan, before, Some(owners), std::iter::empty(), text)?;
        (text, before, joins_owner) = (with_owner, if added { " AND " } else { before }, !added);
    }
    for (at, Filter { condition }) in plan.filters.iter().enumerate() {
        // A call speaks of one row of each relation to many rows, and the first one of a related manager of that which
        // belongs to the owner: what it denies of this row is not what a term by itself denies of any.
        let whole = Some(condition).filter(|condition| joins_many(condition) && !(at == 0 && joins_owner));
        let terms = condition.conjuncts().iter().filter(|term| !joins_many(term));
        for one in whole.into_iter().chain(terms).filter(|one| constant(one).is_none() && !one.aggregates()) {
            let (with_one, added) = of_the_row(plan, before, None, std::iter::once(one), text)?;
            (text, before) = (with_one, if added { " AND " } else { before });
            if added && whole.is_some_and(|whole| std::ptr::eq(whole, one)) {
                break;
            }
        }
    }
    text.push(before).key(Some(Alias::Table(plan.model.table)), plan.model).push(" IN (");
    let mut text = select::keys(plan, text)?;
    text.push(")");
    Ok(text)
}
