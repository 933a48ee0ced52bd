//! Aggregates: of the rows of the query, or where these would be multiplied by others, of rows of their own.
//!
//! A query that joins two relations to many rows has each row of the one for each row of the other. Aggregates of
//! different rows are therefore never computed of one such product: those of the model's rows, grouped by key, stand in a
//! subquery for each row; those of groups, in a query of the same groups.

use crate::ast::{Aggregation, Carried, Condition, Distinct, Expr, Grouping, Ordering, Output, Plan};
use crate::error::{Error, Result};
use crate::meta::{Hop, Trail, hops, same_path};

use super::compiler::Compiler;
use super::computed::{Lateral, Rule};
use super::join_set::JoinSet;
use super::joins::{ROOT, Sharing};
use super::knowledge::Knowledge;
use super::purpose::Purpose;

impl Compiler {
    /// Writes an aggregate.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregation) -> Result<Knowledge> {
        if !self.computed.noting {
            return Err(Error::misuse(
                "an aggregate stands where rows are not grouped; name it first: \
                 `.annotate(|c| c.products.count()).filter(|(c, n)| n.gt(3))`",
            ));
        }
        if self.is_inside() {
            return self.aggregate_here(aggregate);
        }
        let family = family(aggregate);
        match &self.computed.rule {
            Rule::Here => self.aggregate_here(aggregate),
            Rule::EachRow { several, alone } => match (self.place_of_rows(&family, *several), alone) {
                (RowsOf::Query, _) => self.aggregate_here(aggregate),
                (RowsOf::Alone, Some(alone)) => {
                    let mut alone = alone.clone();
                    alone.filters.truncate(self.computed.behind);
                    if let Grouping::Values { after, .. } = &mut alone.grouping {
                        *after = self.computed.behind;
                    }
                    self.aggregate_of_each_group(aggregate, *alone)
                }
                (RowsOf::Lateral | RowsOf::Alone, _) => self.aggregate_of_each_row(aggregate, family),
            },
            Rule::EachGroup(plan) => {
                let base = self.computed.first.as_ref().map_or(self.joins.len(), |(base, _)| *base);
                let joined = self.computed.joined_many.as_ref().filter(|_| !family.is_empty());
                let of_others = joined.is_some_and(|joined| match joined.family.is_empty() {
                    true => joined.multiplies(&family),
                    false => !same(&joined.family, &family),
                });
                let own: Vec<_> = family.into_iter().filter(|hop| !self.joins.has(Some(hop), base)).collect();
                let is_another = self.computed.first.as_ref().is_some_and(|(_, first)| !same(first, &own));
                if of_others || is_another {
                    let plan = plan.clone();
                    return self.aggregate_of_each_group(aggregate, *plan);
                }
                self.computed.first = Some((base, own));
                self.aggregate_here(aggregate)
            }
        }
    }

    /// Which rows an aggregate is computed of, where those of the model are grouped by key.
    fn place_of_rows(&self, family: &[&'static Hop], several: bool) -> RowsOf {
        let all = self.joins.len();
        let filtered_elsewhere =
            |hop: &'static Hop| self.computed.elsewhere.iter().any(|other| same_path(Some(hop), Some(other)));
        if family.iter().flat_map(|hop| hops(Some(*hop))).any(filtered_elsewhere) {
            return RowsOf::Alone; // the query does not join the rows that were filtered by
        }
        if family.iter().all(|hop| self.joins.has(Some(hop), all)) {
            // What it is computed of was filtered by, or there is no such thing.
            let joined = self.computed.joined_many.as_ref().filter(|joined| joined.family.is_empty());
            let multiplied = joined.is_some_and(|joined| joined.multiplies(family));
            return if multiplied { RowsOf::Alone } else { RowsOf::Query };
        }
        if !self.joins.has_many() {
            return if several { RowsOf::Lateral } else { RowsOf::Query };
        }
        let many_on_the_way = |hop: &&'static Hop| {
            hops(Some(*hop)).filter(|hop| hop.relation.is_many() && self.joins.has(Some(hop), all)).count()
        };
        match family.iter().map(many_on_the_way).max().unwrap_or(0) {
            0 => RowsOf::Lateral,
            // They are behind the only rows that were filtered by.
            joined if joined == self.joins.count_many() && !several && family.len() == 1 => RowsOf::Query,
            _ => RowsOf::Alone,
        }
    }

    /// `count(DISTINCT value ORDER BY …) FILTER (WHERE …)`
    fn aggregate_here(&mut self, aggregate: &Aggregation) -> Result<Knowledge> {
        let around = self.computed.take_notes();
        let negated = std::mem::replace(&mut self.negated, false);
        let written = self.aggregate_alone(aggregate);
        self.negated = negated;
        written?;
        let (nested, _) = self.computed.take_notes();
        self.computed.put_notes(around);
        self.computed.aggregated = true;
        self.computed.has_aggregates |= !self.is_inside();
        if nested {
            return Err(Error::misuse(
                "an aggregate of an aggregate: aggregate the rows of the query with `aggregate`, which takes the \
                 query's annotations",
            ));
        }
        Ok(Knowledge { joins: JoinSet::EMPTY, nullable: aggregate.nullable })
    }

    fn aggregate_alone(&mut self, aggregate: &Aggregation) -> Result<()> {
        self.text.push(aggregate.function);
        if aggregate.distinct {
            self.text.push("DISTINCT ");
        }
        if aggregate.arguments.is_empty() {
            self.text.push("*");
        }
        for (at, argument) in aggregate.arguments.iter().enumerate() {
            self.text.push(if at > 0 { ", " } else { "" });
            self.expr(argument)?;
        }
        for (at, key) in aggregate.order.iter().enumerate() {
            self.text.push(if at > 0 { ", " } else { " ORDER BY " });
            self.order_key(key)?;
        }
        self.text.push(")");
        let filtered = super::known::constant(&aggregate.filter) != Some(true);
        let key = self.computed.key_of_rows.filter(|_| !self.is_inside() && !reads(aggregate));
        if let Some(key) = key {
            self.text.push(" FILTER (WHERE ").column(self.joins.alias(ROOT), key).push(" IS NOT NULL");
            self.text.push(if filtered { " AND (" } else { ")" });
        }
        if filtered {
            self.text.push(if key.is_some() { "" } else { " FILTER (WHERE " });
            self.condition_of_value(&aggregate.filter)?;
            self.text.push(if key.is_some() { "))" } else { ")" });
        }
        self.text.push(aggregate.cast);
        Ok(())
    }

    /// A column of `LEFT JOIN LATERAL (SELECT aggregates FROM related WHERE related.key = outer.key)`.
    fn aggregate_of_each_row(
        &mut self,
        aggregate: &Aggregation,
        family: Vec<&'static Hop>,
    ) -> Result<Knowledge> {
        let known = self.computed.laterals.iter().position(|lateral| same(&lateral.family, &family));
        let at = match known {
            Some(at) => at,
            None => {
                let alias = self.joins.new_name();
                let tables = super::joins::Joins::tied(self.joins.alias(ROOT), self.joins.numbered());
                self.computed.laterals.push(Lateral {
                    alias,
                    family,
                    tables,
                    values: Vec::new(),
                    of_no_rows: false,
                });
                self.computed.laterals.len() - 1
            }
        };
        let sharing = std::mem::replace(&mut self.sharing, Sharing::Apart);
        let lateral = &mut self.computed.laterals[at];
        let empty = super::joins::Joins::tied(lateral.alias, 0);
        let tables = std::mem::replace(&mut lateral.tables, empty);
        let notes = self.computed.take_notes();
        let (written, tables) =
            self.within_tables(tables, |this| this.apart(|this| this.aggregate_here(aggregate)));
        self.computed.put_notes(notes);
        self.sharing = sharing;
        let (text, known) = written?;
        let lateral = &mut self.computed.laterals[at];
        lateral.tables = tables;
        // Rows of one relation are aggregated where there are none of the other, too.
        lateral.of_no_rows |= lateral.family.len() > 1 || speaks_of_no_rows(aggregate);
        lateral.values.push(text);
        let (alias, value) = (lateral.alias, lateral.values.len());
        let (column, ()) = self.apart(|this| {
            this.text.alias(alias).number(".\"v", value as u64).push("\"");
            Ok(())
        })?;
        self.text.push(&column);
        self.computed.constant.push(column);
        Ok(Knowledge { joins: JoinSet::EMPTY, ..known })
    }

    /// A value of a query that is grouped as this one is.
    fn aggregate_of_each_group(&mut self, aggregate: &Aggregation, mut plan: Plan) -> Result<Knowledge> {
        let aggregate = Expr::aggregate(aggregate.clone());
        let groups = match &plan.grouping {
            Grouping::Values { values, .. } => values.len(),
            Grouping::None | Grouping::Key { .. } | Grouping::Whole => 0,
        };
        let mut output: Vec<Expr> = (0..groups).map(Expr::Group).collect();
        output.push(aggregate);
        plan.output = Output::Values(output);
        let known = Knowledge { joins: JoinSet::EMPTY, nullable: true };
        if groups == 0 {
            self.text.push("(");
            self.beside(&plan, Purpose::Rows)?;
            self.text.push(")");
            return Ok(known);
        }
        let alias = self.joins.new_name();
        let (text, ()) = self.apart(|this| {
            this.text.push(" INNER JOIN (");
            this.beside(&plan, Purpose::Rows)?;
            this.text.push(") AS ").alias(alias).push(" (");
            this.text.list(0..groups, |text, at| {
                text.number("\"g", at as u64 + 1).push("\"");
            });
            this.text.push(", \"v\") ON ");
            if this.computed.groups.is_empty() {
                for (at, key) in plan.model.key_columns().enumerate() {
                    this.text.push(if at > 0 { " AND " } else { "" });
                    this.text.alias(alias).number(".\"g", at as u64 + 1).push("\" = ");
                    this.text.column(this.joins.alias(ROOT), key.name);
                }
            }
            for (at, group) in this.computed.groups.iter().enumerate() {
                let equals = if group.known.nullable { " IS NOT DISTINCT FROM " } else { " = " };
                this.text.push(if at > 0 { " AND " } else { "" });
                this.text
                    .alias(alias)
                    .number(".\"g", at as u64 + 1)
                    .push("\"")
                    .push(equals)
                    .push(&group.text);
            }
            Ok(())
        })?;
        self.computed.joined.push(text);
        let (value, ()) = self.apart(|this| {
            this.text.alias(alias).push(".\"v\"");
            Ok(())
        })?;
        self.text.push(&value);
        self.computed.constant.push(value);
        Ok(known)
    }
}

/// Which rows an aggregate is computed of.
enum RowsOf {
    /// Those of the query.
    Query,
    /// Those that belong to the row, in a subquery.
    Lateral,
    /// Those of a query that filters as this one does.
    Alone,
}

/// Whether an aggregate is another one of a row of NULLs than of no row: it leaves out NULLs, unless it gathers them or is
/// not of a related row's column.
fn speaks_of_no_rows(aggregate: &Aggregation) -> bool {
    let of_a_column = match aggregate.arguments.first() {
        Some(Expr::Column(column)) => last_many(column.trail).is_some(),
        _ => false,
    };
    !of_a_column || aggregate.function == "array_agg("
}

/// Whether an aggregate is of a column.
fn reads(aggregate: &Aggregation) -> bool {
    aggregate.any(&mut |part| matches!(part, Expr::Column(_) | Expr::Carried(_)))
}

/// The paths to many rows that an aggregate is computed of, each as far as it leads to many.
pub(super) fn family(aggregate: &Aggregation) -> Vec<&'static Hop> {
    let mut family: Vec<&'static Hop> = Vec::new();
    aggregate.any(&mut |part| {
        if let Expr::Column(column) = part
            && let Some(hop) = last_many(column.trail)
            && !family.iter().any(|other| same_path(Some(other), Some(hop)))
        {
            family.push(hop);
        }
        false
    });
    family
}

/// How the aggregates of a query are computed.
pub(super) fn rule(plan: &Plan) -> Rule {
    match plan.grouping {
        Grouping::None => Rule::Here,
        Grouping::Key { after } => {
            let filtered = !plan.filters.is_empty() || plan.owners.is_some();
            let alone = filtered.then(|| Box::new(by_key(plan, after)));
            Rule::EachRow { several: has_several(plan), alone }
        }
        Grouping::Values { .. } | Grouping::Whole if !has_several(plan) => Rule::Here,
        Grouping::Values { .. } | Grouping::Whole => Rule::EachGroup(Box::new(without_aggregates(plan))),
    }
}

/// The same rows grouped by the model's key, without aggregates and the conditions on them.
fn by_key(plan: &Plan, after: usize) -> Plan {
    let values = Expr::key_columns(plan.model, None);
    Plan { grouping: Grouping::Values { values, after }, ..without_aggregates(plan) }
}

/// The same rows in the same groups, without aggregates and the conditions on them.
fn without_aggregates(plan: &Plan) -> Plan {
    let mut alone = plan.clone();
    let aggregated = aggregated(plan);
    for (at, annotation) in alone.annotations.iter_mut().enumerate() {
        annotation.selected = false;
        if aggregated[at] {
            annotation.expr = Expr::Carried(Carried::Annotation(at)); // nothing that is left refers to it
        }
    }
    for filter in &mut alone.filters {
        let mut is_aggregated =
            |part: &Expr| matches!(part, Expr::Annotation(at) if aggregated.get(*at) == Some(&true));
        match &mut filter.condition {
            Condition::And(terms, _) => terms.retain(|term| !term.any(&mut is_aggregated)),
            term if term.any(&mut is_aggregated) => *term = Condition::Empty,
            _ => {}
        }
    }
    alone.ordering = Ordering::Keys(Vec::new());
    alone.distinct = Distinct::No;
    (alone.limit, alone.offset) = (None, 0);
    alone
}

/// For each annotation, whether it is made of an aggregate, also by way of others, which stand before it.
fn aggregated(plan: &Plan) -> Vec<bool> {
    let mut aggregated = Vec::with_capacity(plan.annotations.len());
    for annotation in &plan.annotations {
        let is_one = annotation.expr.any(&mut |part| match part {
            Expr::Aggregate(..) => true,
            Expr::Annotation(at) => aggregated.get(*at) == Some(&true),
            _ => false,
        });
        aggregated.push(is_one);
    }
    aggregated
}

/// Whether the aggregates of a query are computed of several kinds of rows.
fn has_several(plan: &Plan) -> bool {
    let mut families: Vec<Vec<&'static Hop>> = Vec::new();
    let mut look = |expr: &Expr| {
        expr.any(&mut |part| {
            if let Expr::Aggregate(aggregate, _) = part {
                let family = family(aggregate);
                if !families.iter().any(|other| same(other, &family)) {
                    families.push(family);
                }
            }
            false
        });
    };
    each_value(plan, &mut look);
    families.len() > 1
}

/// Shows each value that a plan computes: its annotations, what it selects, and the keys of its order.
pub(super) fn each_value(plan: &Plan, look: &mut impl FnMut(&Expr)) {
    plan.annotations.iter().for_each(|annotation| look(&annotation.expr));
    if let Output::Values(values) = &plan.output {
        values.iter().for_each(&mut *look);
    }
    plan.keys().iter().for_each(|key| look(&key.expr));
}

fn same(one: &[&'static Hop], other: &[&'static Hop]) -> bool {
    let among = |hop: &&'static Hop| other.iter().any(|other| same_path(Some(hop), Some(other)));
    one.len() == other.len() && one.iter().all(among)
}

fn last_many(trail: Trail) -> Trail {
    hops(trail).find(|hop| hop.relation.is_many())
}
