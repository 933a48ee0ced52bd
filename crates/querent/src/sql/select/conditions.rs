//! WHERE and HAVING, and what is computed between one condition and the next.

use crate::ast::{Condition, Expr, Grouping, Output, Plan, Source};
use crate::error::{Error, Result};
use crate::meta::{Hop, hops};
use crate::sql::compiler::Compiler;
use crate::sql::computed::{Column, Written};
use crate::sql::conditions::Wanted;
use crate::sql::joins::Sharing;
use crate::sql::known::constant;

use super::needed::needed;
use super::owners::{Owner, OwnerKind, belongs_to};
use super::query::Select;

/// Combined rows are made of what each side selects.
const ALIAS_OF_A_SIDE: &str = "an `alias` of one of several combined querysets is no value of their rows; use it before \
                               they are combined, or `annotate` it";

/// Equal rows would not be equal with a value that is no part of them.
const ALIAS_OF_DISTINCT_ROWS: &str = "an `alias` of distinct rows is no value of their slice; use it before `distinct`, or \
                                      `annotate` it";

/// More bytes than a value is written with in earnest.
const LONGEST: usize = 16 << 20;

/// The conditions of a query, written.
#[derive(Default)]
pub(super) struct Conditions {
    /// Those on rows.
    pub(super) rows: String,
    /// Those on groups.
    pub(super) groups: String,
    /// The columns that those on groups read row by row.
    pub(super) read: Vec<Column>,
}

impl Conditions {
    fn row(&mut self) -> &mut String {
        separated(&mut self.rows)
    }

    fn group(&mut self) -> &mut String {
        separated(&mut self.groups)
    }
}

fn separated(text: &mut String) -> &mut String {
    if !text.is_empty() {
        text.push_str(" AND ");
    }
    text
}

impl Select<'_> {
    /// Everything behind WHERE and HAVING.
    pub(super) fn conditions(&mut self, owner: Option<Owner>) -> Result<Conditions> {
        let plan = self.plan;
        let plain = plan.annotations.is_empty() && matches!(plan.grouping, Grouping::None);
        let conditions = if plain { self.rows(owner) } else { self.rows_and_groups(owner) };
        self.compiler.sharing = Sharing::Any;
        conditions
    }

    /// The conditions of a query that computes nothing.
    fn rows(&mut self, owner: Option<Owner>) -> Result<Conditions> {
        let plan = self.plan;
        let (rows, ()) = self.compiler.apart(|compiler| {
            let mut first = true;
            if let (Some(owner), Some(owners)) = (owner, &plan.owners) {
                belongs_to(compiler, owner, owners)?;
                first = false;
            }
            let speaks_of_the_owner = owner.is_some_and(|owner| owner.kind == OwnerKind::One);
            for (at, filter) in plan.filters.iter().enumerate() {
                if at > 0 || !speaks_of_the_owner {
                    compiler.next_call();
                }
                if constant(&filter.condition).is_some() {
                    continue; // false has made the query empty
                }
                if !first {
                    compiler.text.push(" AND ");
                }
                let alone = first && at + 1 == plan.filters.len();
                let condition = &filter.condition;
                let meaning = if alone {
                    compiler.condition(condition)
                } else {
                    compiler.term(condition, Wanted::All)
                }?;
                compiler.joins.require(meaning.if_true);
                compiler.joins.check()?; // at once: every further call would look through all the joins
                first = false;
            }
            Ok(())
        })?;
        Ok(Conditions { rows, ..Conditions::default() })
    }

    /// As [`rows`](Self::rows), with what is computed before each call, and the conditions on groups apart.
    fn rows_and_groups(&mut self, owner: Option<Owner>) -> Result<Conditions> {
        let plan = self.plan;
        let mut conditions = Conditions::default();
        let needed = needed(plan, self.purpose);
        if let (Some(owner), Some(owners)) = (owner, &plan.owners) {
            let (text, ()) = self.compiler.apart(|compiler| belongs_to(compiler, owner, owners))?;
            conditions.row().push_str(&text);
        }
        let speaks_of_the_owner = owner.is_some_and(|owner| owner.kind == OwnerKind::One);
        for (at, filter) in plan.filters.iter().enumerate() {
            self.compute(at, &needed)?;
            if at > 0 || !speaks_of_the_owner {
                self.compiler.next_call();
            }
            if constant(&filter.condition).is_none() {
                self.terms(at, &filter.condition, &mut conditions)?;
            }
        }
        self.compute(plan.filters.len(), &needed)?;
        Ok(conditions)
    }

    /// The conditions of one call.
    fn terms(&mut self, at: usize, condition: &Condition, conditions: &mut Conditions) -> Result<()> {
        let terms = match condition {
            Condition::And(terms, _) => terms.as_slice(),
            other => std::slice::from_ref(other),
        };
        let grouped = grouped_before(self.plan, at);
        let mut elsewhere = Vec::new();
        for term in terms.iter().filter(|term| constant(term).is_none()) {
            if grouped && speaks_of_many_only(&self.compiler, term) {
                elsewhere.push(term.clone());
                continue;
            }
            self.compiler.computed.take_notes();
            // What is left that speaks of many rows asks whether any of them is such a row.
            let negated = std::mem::replace(&mut self.compiler.negated, grouped);
            let written = self.compiler.apart(|compiler| compiler.term(term, Wanted::All));
            self.compiler.negated = negated;
            let (text, meaning) = written?;
            let (aggregated, read) = self.compiler.computed.take_notes();
            if aggregated {
                conditions.group().push_str(&text);
                conditions.read.extend(read);
            } else {
                conditions.row().push_str(&text);
            }
            self.compiler.joins.require(meaning.if_true);
            self.compiler.joins.check()?;
        }
        if !elsewhere.is_empty() {
            // A join to many rows would multiply those that are aggregated.
            let condition = elsewhere.into_iter().fold(Condition::Empty, Condition::and);
            self.compiler.computed.elsewhere.extend(many_hops(&condition));
            let (text, _) = self.compiler.apart(|compiler| compiler.exists(&condition))?;
            conditions.row().push_str(&text);
        }
        Ok(())
    }

    /// Writes what is computed behind so many calls of `filter`.
    fn compute(&mut self, filters: usize, needed: &[bool]) -> Result<()> {
        let plan = self.plan;
        self.compiler.computed.behind = filters;
        if matches!(plan.grouping, Grouping::Key { after } if after == filters) {
            self.join_shown(needed);
        }
        let sharing = std::mem::replace(&mut self.compiler.sharing, Sharing::Any);
        let annotations = plan.annotations.iter().enumerate();
        for (at, annotation) in annotations.filter(|(_, annotation)| annotation.after == filters) {
            if annotation.expr.aggregates() {
                self.group_values(filters)?; // they may be made of the annotations before, not of those behind
            }
            if needed[at] && plan.lacks(at) {
                return Err(Error::misuse(match plan.source {
                    Source::Slice(_) => ALIAS_OF_DISTINCT_ROWS,
                    Source::Table | Source::Combined(..) => ALIAS_OF_A_SIDE,
                }));
            }
            let value = match needed[at] {
                true => Some(written(&mut self.compiler, |compiler| compiler.expr(&annotation.expr))?),
                false => None,
            };
            let all = &mut self.compiler.computed.annotations;
            all.resize_with(at, || None);
            all.push(value);
        }
        self.group_values(filters)?;
        self.compiler.sharing = sharing;
        Ok(())
    }

    /// Writes the values that rows are grouped by, if they stand behind so many calls of `filter`.
    fn group_values(&mut self, filters: usize) -> Result<()> {
        let Grouping::Values { values, after } = &self.plan.grouping else { return Ok(()) };
        if *after == filters && self.compiler.computed.groups.is_empty() {
            for value in values {
                let written = written(&mut self.compiler, |compiler| compiler.expr(value))?;
                self.compiler.computed.groups.push(written);
            }
        }
        Ok(())
    }

    /// Whether the selected values may be other than what rows are grouped by.
    pub(super) fn selects_values(&self) -> bool {
        matches!(self.plan.output, Output::Values(_))
    }
}

fn written(
    compiler: &mut Compiler,
    write: impl FnOnce(&mut Compiler) -> Result<crate::sql::knowledge::Knowledge>,
) -> Result<Written> {
    compiler.computed.take_notes();
    let (text, known) = compiler.apart(write)?;
    let (aggregated, read) = compiler.computed.take_notes();
    if text.len() > LONGEST {
        return Err(Error::misuse(
            "an annotation is more than 16 megabytes of SQL: one that is made of another one repeats its text; annotate \
             behind a slice, whose rows carry their values",
        ));
    }
    Ok(Written { text, known, aggregated, read })
}

/// Whether an aggregate stands before the call.
fn grouped_before(plan: &Plan, call: usize) -> bool {
    match plan.grouping {
        Grouping::Key { after } | Grouping::Values { after, .. } => call >= after,
        Grouping::None | Grouping::Whole => false,
    }
}

/// Whether a condition joins many rows and can be asked of the model's rows by themselves.
fn speaks_of_many_only(compiler: &Compiler, condition: &Condition) -> bool {
    let computed = condition.any(&mut |part| {
        use crate::ast::Expr::{Annotation, Carried, Group, Outer};
        matches!(part, Annotation(_) | Carried(_) | Group(_) | Outer(..))
    });
    !computed && !has_negation(condition) && compiler.asks_of_any(condition)
}

/// Whether a part of a condition is a negation, which asks of all related rows and not of one.
fn has_negation(condition: &Condition) -> bool {
    match condition {
        Condition::Not(..) => true,
        Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) => {
            terms.iter().any(has_negation)
        }
        _ => false,
    }
}

/// The relations to many rows that a condition speaks of.
fn many_hops(condition: &Condition) -> Vec<&'static Hop> {
    let mut many = Vec::new();
    condition.any(&mut |part| {
        if let Expr::Column(column) = part {
            many.extend(hops(column.trail).filter(|hop| hop.relation.is_many()));
        }
        false
    });
    many
}
