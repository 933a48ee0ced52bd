//! What values and conditions are made of.
//!
//! A walk starts `levels` queries inside the one that is asked about; of the queries inside it, only what they use of
//! that one counts.

use super::tree::{
    Aggregation, Case, Condition, Distinct, Expr, Grouping, Membership, Output, OwnerKeys, Plan, Source,
};

pub(super) type Test<'a> = &'a mut dyn FnMut(&Expr) -> bool;

impl Expr {
    /// Whether a test holds of this value or of a part of it, subqueries' uses of this query included.
    pub fn any(&self, test: Test<'_>) -> bool {
        self.inside(0, test)
    }

    /// Whether it is or has an aggregate.
    pub fn aggregates(&self) -> bool {
        self.any(&mut |part| matches!(part, Expr::Aggregate(..)))
    }

    fn inside(&self, levels: usize, test: Test<'_>) -> bool {
        if levels == 0 && test(self) {
            return true;
        }
        match self {
            Expr::Infix(sides, _) => sides.0.inside(levels, test) || sides.2.inside(levels, test),
            Expr::Call(call, _) => call.1.iter().any(|argument| argument.inside(levels, test)),
            Expr::Condition(condition) => condition.inside(levels, test),
            Expr::Case(case, _) => case.inside(levels, test),
            Expr::Aggregate(aggregate, _) => aggregate.inside(levels, test),
            Expr::Subquery(plan, _) => plan.inside(levels + 1, test),
            Expr::Outer(up, value) => levels > 0 && *up == levels && value.inside(0, test),
            Expr::Column(_)
            | Expr::Param(_)
            | Expr::Annotation(_)
            | Expr::Group(_)
            | Expr::Carried(_)
            | Expr::Excluded(_)
            | Expr::TooDeep => false,
        }
    }
}

impl Case {
    fn inside(&self, levels: usize, test: Test<'_>) -> bool {
        let mut when = |(condition, value): &(Condition, Expr)| {
            condition.inside(levels, test) || value.inside(levels, test)
        };
        self.whens.iter().any(&mut when)
            || self.otherwise.as_ref().is_some_and(|value| value.inside(levels, test))
    }
}

impl Aggregation {
    /// Whether a test holds of a value that it is made of.
    pub fn any(&self, test: Test<'_>) -> bool {
        self.inside(0, test)
    }

    fn inside(&self, levels: usize, test: Test<'_>) -> bool {
        self.arguments.iter().any(|argument| argument.inside(levels, test))
            || self.order.iter().any(|key| key.expr.inside(levels, test))
            || self.filter.inside(levels, test)
    }
}

impl Condition {
    /// Whether it has an aggregate.
    pub fn aggregates(&self) -> bool {
        self.any(&mut |part| matches!(part, Expr::Aggregate(..)))
    }

    /// Whether a test holds of a value that it is made of, subqueries' uses of this query included.
    pub fn any(&self, test: Test<'_>) -> bool {
        self.inside(0, test)
    }

    fn inside(&self, levels: usize, test: Test<'_>) -> bool {
        match self {
            Condition::Truth(value) | Condition::IsNull(value) | Condition::IsNotNull(value) => {
                value.inside(levels, test)
            }
            Condition::In(value, set) | Condition::NotIn(value, set) => {
                value.inside(levels, test)
                    || matches!(set, Membership::Query(plan) if plan.inside(levels + 1, test))
            }
            Condition::Exists(plan) => plan.inside(levels + 1, test),
            Condition::Compare { left, right, .. } => left.inside(levels, test) || right.inside(levels, test),
            Condition::Between(sides) => sides.iter().any(|side| side.inside(levels, test)),
            Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) => {
                terms.iter().any(|term| term.inside(levels, test))
            }
            Condition::Not(inner, _) => inner.inside(levels, test),
            Condition::Empty | Condition::Constant(_) | Condition::TooDeep => false,
        }
    }
}

impl Plan {
    fn inside(&self, levels: usize, test: Test<'_>) -> bool {
        let beside = match &self.source {
            Source::Table => false,
            Source::Slice(slice) => slice.inside(levels, test),
            Source::Combined(first, others) => {
                first.inside(levels, test) || others.iter().any(|(_, other)| other.inside(levels, test))
            }
        };
        beside
            || self.values().into_iter().any(|value| value.inside(levels, test))
            || self.keys().iter().any(|key| key.expr.inside(levels, test))
            || self.filters.iter().any(|filter| filter.condition.inside(levels, test))
    }

    /// The values of which it is made, those of its conditions and of its order apart.
    pub fn values(&self) -> Vec<&Expr> {
        let mut values: Vec<&Expr> = self.annotations.iter().map(|annotation| &annotation.expr).collect();
        if let Output::Values(selected) = &self.output {
            values.extend(selected);
        }
        values.extend(&self.extra);
        if let Grouping::Values { values: groups, .. } = &self.grouping {
            values.extend(groups);
        }
        if let Distinct::On(distinct) = &self.distinct {
            values.extend(distinct);
        }
        if let Some(OwnerKeys::Outer(key)) = self.owners.as_ref().map(|owners| &owners.keys) {
            values.push(key);
        }
        values
    }
}
