//! Conditions as SQL, in two values: what is unknown because of a NULL is false, and its negation true.

use crate::ast::{Comparison, Condition, Expr, Membership, Plan, TOO_DEEP};
use crate::error::{Error, Result};
use crate::types::Param;

use super::compiler::Compiler;
use super::knowledge::Knowledge;
use super::known::constant;
use super::meaning::Meaning;
use super::purpose::Purpose;
use super::text_arrays::Casts;

impl Compiler {
    /// Writes a condition.
    pub(super) fn condition(&mut self, condition: &Condition) -> Result<Meaning> {
        if let Some(value) = constant(condition) {
            self.text.push(if value { "TRUE" } else { "FALSE" });
            return Ok(Meaning::PLAIN);
        }
        match condition {
            Condition::And(terms, _) => self.terms(terms, Wanted::All),
            Condition::Or(terms, _) => self.terms(terms, Wanted::Any),
            Condition::Xor(terms, _) => self.xor(terms),
            Condition::Not(inner, _) => self.not(inner),
            Condition::TooDeep => Err(Error::misuse(TOO_DEEP)),
            leaf => self.leaf(leaf),
        }
    }

    /// Writes a condition that is a value or a part of one: of the joined row, also under a negation.
    pub(super) fn condition_of_value(&mut self, condition: &Condition) -> Result<Meaning> {
        let around = std::mem::replace(&mut self.of_joined_row, true);
        let written = self.condition(condition);
        self.of_joined_row = around;
        written
    }

    /// A condition on a row, or under a negation, on any of many related rows.
    fn leaf(&mut self, leaf: &Condition) -> Result<Meaning> {
        if self.negated && self.asks_of_any(leaf) { self.exists(leaf) } else { self.plain_leaf(leaf) }
    }

    pub(super) fn plain_leaf(&mut self, leaf: &Condition) -> Result<Meaning> {
        match leaf {
            Condition::Truth(value) => self.expr(value).map(Meaning::comparing),
            Condition::Compare { left, comparison, right } => {
                let known = self.comparison(left, *comparison, right)?;
                Ok(Meaning::comparing(known))
            }
            Condition::Between(sides) => {
                let [value, low, high] = sides.as_ref();
                let (above, below) = (Casts::of(value, low), Casts::of(value, high));
                let cast = if above.left.is_empty() { below.left } else { above.left };
                let mut known = self.cast(value, cast)?;
                self.text.push(" BETWEEN ");
                known = known.both(self.cast(low, above.right)?);
                self.text.push(" AND ");
                Ok(Meaning::comparing(known.both(self.cast(high, below.right)?)))
            }
            Condition::IsNull(value) => {
                let known = self.presence_of(value)?;
                self.text.push(" IS NULL");
                Ok(Meaning { if_false: known.joins, ..Meaning::PLAIN })
            }
            Condition::IsNotNull(value) => {
                let known = self.presence_of(value)?;
                self.text.push(" IS NOT NULL");
                Ok(Meaning { if_true: known.joins, ..Meaning::PLAIN })
            }
            Condition::In(value, set) => self.membership(value, set),
            Condition::NotIn(value, set) => {
                if let Membership::Query(plan) = set
                    && let Some(plan) = plan.with_value(value).filter(|_| !self.is_inside())
                {
                    return self.no_member(&plan);
                }
                let (text, meaning) = self.apart(|this| this.membership(value, set))?;
                self.negation(&text, meaning);
                Ok(Meaning { if_false: meaning.if_true, ..Meaning::PLAIN })
            }
            Condition::Exists(plan) => {
                self.text.push("EXISTS (");
                self.inner(plan, Purpose::Any)?;
                self.text.push(")");
                Ok(Meaning::PLAIN)
            }
            other => self.condition(other),
        }
    }

    /// A value of which only matters whether it is NULL.
    fn presence_of(&mut self, value: &Expr) -> Result<Knowledge> {
        let column = match value {
            Expr::Column(column) if self.selected.is_none() => column,
            _ => return self.expr(value),
        };
        let place = self.presence(column);
        self.text.column(place.alias, place.column);
        Ok(Knowledge { joins: place.joins, nullable: place.nullable })
    }

    fn membership(&mut self, value: &Expr, set: &Membership) -> Result<Meaning> {
        let casts = Casts::of_membership(value, set);
        let known = self.cast(value, casts.left)?;
        match set {
            Membership::List(Param::Each(values)) => {
                self.text.push(" IN (");
                self.text.list(values.iter(), |text, value| {
                    text.param(value.clone()).push(casts.right);
                });
                self.text.push(")");
            }
            Membership::List(Param::Row(lists)) => {
                self.text.push(" IN (SELECT * FROM unnest(").params(lists).push("))");
            }
            Membership::List(list) => {
                self.text.push(" = ANY(").param(list.clone()).push(")");
            }
            Membership::Query(plan) => {
                self.text.push(" IN (");
                self.members(plan)?;
                self.text.push(")");
                return Ok(Meaning { nullable: true, ..Meaning::comparing(known) });
            }
        }
        Ok(Meaning::comparing(known))
    }

    fn terms(&mut self, terms: &[Condition], wanted: Wanted) -> Result<Meaning> {
        // A term that is the same for every row does not decide here, or the whole would be decided.
        let mut written = terms.iter().filter(|term| constant(term).is_none()).peekable();
        let Some(first) = written.next() else { return Ok(Meaning::PLAIN) };
        if written.peek().is_none() {
            // With its own parentheses: whoever stands around has seen terms of several, and given none.
            return self.term(first, wanted);
        }
        let mut all = self.term(first, wanted)?;
        for term in written {
            self.text.push(wanted.separator());
            let one = self.term(term, wanted)?;
            all = wanted.join(all, one);
        }
        Ok(all)
    }

    /// A condition as one term of several.
    pub(super) fn term(&mut self, term: &Condition, wanted: Wanted) -> Result<Meaning> {
        let binds_less = match wanted {
            Wanted::All => matches!(term, Condition::Or(..)),
            Wanted::Any => matches!(term, Condition::And(..)),
        };
        if !binds_less {
            return self.condition(term);
        }
        self.text.push("(");
        let meaning = self.condition(term)?;
        self.text.push(")");
        Ok(meaning)
    }

    /// An odd number of the terms, each of them in two values.
    fn xor(&mut self, terms: &[Condition]) -> Result<Meaning> {
        // `<>` does not associate: each pair of sides has parentheses, all of which open here.
        for _ in 1..terms.len() {
            self.text.push("(");
        }
        for (at, term) in terms.iter().enumerate() {
            let (text, meaning) = self.apart(|this| this.condition(term))?;
            let (before, after) = if meaning.nullable { ("((", ") IS TRUE)") } else { ("(", ")") };
            self.text.push(if at == 0 { "" } else { " <> " }).push(before).push(&text).push(after);
            self.text.push(if at == 0 { "" } else { ")" });
        }
        Ok(Meaning::PLAIN)
    }

    fn not(&mut self, inner: &Condition) -> Result<Meaning> {
        let of_one_row = !self.asks_of_any(inner);
        match inner {
            Condition::IsNull(value) if of_one_row => {
                return self.plain_leaf(&Condition::IsNotNull(value.clone()));
            }
            Condition::IsNotNull(value) if of_one_row => {
                return self.plain_leaf(&Condition::IsNull(value.clone()));
            }
            Condition::Compare { left, comparison: Comparison::Eq, right } if of_one_row => {
                let sides = self.not_equal(left, right)?;
                return Ok(Meaning { if_false: sides.joins, ..Meaning::PLAIN });
            }
            Condition::In(value, Membership::Query(plan)) if of_one_row && !self.is_inside() => {
                if let Some(plan) = plan.with_value(value) {
                    return self.no_member(&plan);
                }
            }
            _ => {}
        }
        let around = std::mem::replace(&mut self.negated, true);
        let written = self.apart(|this| this.condition(inner));
        self.negated = around;
        let (text, meaning) = written?;
        match inner {
            Condition::Exists(_) => _ = self.text.push("NOT ").push(&text),
            // A condition on many rows has become a subquery.
            Condition::And(..) | Condition::Or(..) | Condition::Xor(..) | Condition::Not(..) => {
                self.negation(&text, meaning)
            }
            _ if !of_one_row && text.starts_with("EXISTS ") => _ = self.text.push("NOT ").push(&text),
            _ => self.negation(&text, meaning),
        }
        Ok(Meaning { if_true: meaning.if_false, if_false: meaning.if_true, nullable: false })
    }

    /// That no row of a query has the value that the query was asked for: an anti-join, which NOT IN is not.
    fn no_member(&mut self, plan: &Plan) -> Result<Meaning> {
        self.text.push("NOT EXISTS (");
        self.inner(plan, Purpose::Any)?;
        self.text.push(")");
        Ok(Meaning::PLAIN)
    }

    /// What SQL leaves unknown counts as false, so that its negation is true.
    fn negation(&mut self, text: &str, meaning: Meaning) {
        if meaning.nullable {
            self.text.push("(").push(text).push(") IS NOT TRUE");
        } else {
            self.text.push("NOT (").push(text).push(")");
        }
    }
}

/// How many of several terms must be true.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    /// Each of them.
    All,
    /// One of them.
    Any,
}

impl Wanted {
    fn separator(self) -> &'static str {
        match self {
            Wanted::All => " AND ",
            Wanted::Any => " OR ",
        }
    }

    /// What two terms mean together.
    fn join(self, one: Meaning, other: Meaning) -> Meaning {
        let nullable = one.nullable || other.nullable;
        match self {
            Wanted::All => Meaning {
                if_true: one.if_true.union(other.if_true),
                if_false: one.if_false.intersection(other.if_false),
                nullable,
            },
            Wanted::Any => Meaning {
                if_true: one.if_true.intersection(other.if_true),
                if_false: one.if_false.union(other.if_false),
                nullable,
            },
        }
    }
}
