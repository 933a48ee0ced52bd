//! WHERE and HAVING, and what is computed between one condition and the next.

use crate::ast::{Condition, Filter, Grouping, Output, Plan, Source};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::computed::{Column, Written};
use crate::sql::conditions::Wanted;
use crate::sql::joins::Sharing;
use crate::sql::known::constant;
use crate::sql::meaning::Meaning;

use super::apart::Apart;
use super::needed::needed;
use super::owners::{Owner, OwnerKind, belongs_to};
use super::query::Select;
use super::related::{is_computed, reads_new_many, speak_of_one_row, speaks_of_many_only};

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
    /// Everything after WHERE and HAVING.
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
        let (needed, apart) = (needed(plan, self.purpose), Apart::of(plan));
        let joined = apart.as_ref().map(|apart| &apart.joined).filter(|joined| !joined.filtered.is_empty());
        self.compiler.computed.joined_many = joined.cloned();
        let asked_inside = |(at, filter): (usize, &Filter)| {
            let terms = filter.condition.conjuncts();
            grouped_before(plan, at)
                && speak_of_one_row(&self.compiler, terms)
                && terms.iter().any(is_computed)
        };
        if (0..).zip(&plan.filters).any(asked_inside) {
            self.compiler.computed.key_of_rows = plan.model.key_columns().next().map(|key| key.name);
        }
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
                self.terms(at, &filter.condition, apart.as_ref(), &mut conditions)?;
            }
        }
        self.compute(plan.filters.len(), &needed)?;
        Ok(conditions)
    }

    /// The conditions of one call.
    fn terms(
        &mut self,
        at: usize,
        condition: &Condition,
        apart: Option<&Apart>,
        conditions: &mut Conditions,
    ) -> Result<()> {
        let terms = condition.conjuncts();
        let grouped = grouped_before(self.plan, at);
        let of_one_row = grouped && speak_of_one_row(&self.compiler, terms);
        let apart = match apart.filter(|_| !grouped) {
            Some(apart) => apart.terms(&self.compiler, terms),
            None => Vec::new(),
        };
        let (mut elsewhere, mut together) = (Vec::new(), Vec::new());
        for term in terms.iter().filter(|term| constant(term).is_none()) {
            let asks_apart = match grouped {
                true => speaks_of_many_only(&self.compiler, term),
                false => apart.iter().any(|one| std::ptr::eq(*one, term)),
            };
            if asks_apart {
                self.compiler.computed.elsewhere.extend(term.many_hops());
                elsewhere.push(term);
            } else if !of_one_row || !reads_new_many(&self.compiler, term) {
                // What is left that speaks of many rows asks whether any of them is such a row.
                let negated = std::mem::replace(&mut self.compiler.negated, grouped);
                let written = self.term(conditions, |compiler| compiler.term(term, Wanted::All));
                self.compiler.negated = negated;
                written?;
                continue;
            }
            together.push(term);
        }
        // A join to many rows would multiply those that are aggregated.
        let all = |terms: Vec<&Condition>| terms.into_iter().cloned().fold(Condition::Empty, Condition::and);
        if of_one_row {
            self.term(conditions, |compiler| compiler.with_added_rows(&all(together)))?;
        } else if !elsewhere.is_empty() {
            let (text, _) = self.compiler.apart(|compiler| compiler.exists(&all(elsewhere)))?;
            conditions.row().push_str(&text);
        }
        Ok(())
    }

    /// One of the conditions of a call.
    fn term(
        &mut self,
        conditions: &mut Conditions,
        write: impl FnOnce(&mut Compiler) -> Result<Meaning>,
    ) -> Result<()> {
        self.compiler.computed.take_notes();
        let (text, meaning) = self.compiler.apart(write)?;
        let (aggregated, read) = self.compiler.computed.take_notes();
        if aggregated {
            conditions.group().push_str(&text);
            conditions.read.extend(read);
        } else {
            conditions.row().push_str(&text);
        }
        self.compiler.joins.require(meaning.if_true);
        self.compiler.joins.check()
    }

    /// Writes what is computed after so many calls of `filter`.
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
                self.group_values(filters)?; // they may be made of the annotations before, not of those after
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

    /// Writes the values that rows are grouped by, if they stand after so many calls of `filter`.
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
             after a slice, whose rows carry their values",
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
