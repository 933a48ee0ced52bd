//! How deeply queries are nested.
//!
//! Depth is kept as a tree grows, so that no tree too deep to be walked, cloned or dropped by recursion ever exists.

use super::tree::{
    Aggregation, Case, Condition, Distinct, Expr, Grouping, Membership, Ordering, Output, OwnerKeys, Plan,
    Source,
};

/// Nested deeper than this, a query is refused; flat chains of `&` or of `|` may be of any length.
pub(super) const DEEPEST: u16 = 500;

/// What is said of a query that is nested deeper.
pub const TOO_DEEP: &str = "a query is nested more than 500 levels deep; chains of `&` or of `|` may be of any length, \
                            but not conditions inside conditions, nor sums of sums, and a queryset inside another one \
                            counts for ten";

/// A query inside another one takes as much of the stack as several levels of a condition.
const LEVELS_OF_A_PLAN: u16 = 10;

impl Expr {
    pub(super) fn depth(&self) -> u16 {
        match self {
            Expr::Infix(_, depth)
            | Expr::Call(_, depth)
            | Expr::Case(_, depth)
            | Expr::Aggregate(_, depth) => *depth,
            Expr::Condition(condition) => condition.depth(),
            Expr::Outer(_, value) => value.depth(),
            Expr::Subquery(plan, _) => plan.depth(),
            Expr::Column(_)
            | Expr::Param(_)
            | Expr::Annotation(_)
            | Expr::Group(_)
            | Expr::Carried(_)
            | Expr::Excluded(_)
            | Expr::TooDeep => 1,
        }
    }
}

impl Case {
    pub(super) fn depth(&self) -> u16 {
        let whens = self.whens.iter().map(|(condition, value)| condition.depth().max(value.depth()));
        deepest(whens.chain(self.otherwise.iter().map(Expr::depth)))
    }
}

impl Aggregation {
    pub(super) fn depth(&self) -> u16 {
        let values = self.arguments.iter().map(Expr::depth);
        let order = self.order.iter().map(|key| key.expr.depth());
        deepest(values.chain(order)).max(self.filter.depth())
    }
}

impl Condition {
    pub(super) fn depth(&self) -> u16 {
        match self {
            Condition::And(_, depth)
            | Condition::Or(_, depth)
            | Condition::Xor(_, depth)
            | Condition::Not(_, depth) => *depth,
            Condition::Truth(value) | Condition::IsNull(value) | Condition::IsNotNull(value) => value.depth(),
            Condition::Compare { left, right, .. } => left.depth().max(right.depth()),
            Condition::Between(sides) => deepest(sides.iter().map(Expr::depth)),
            Condition::In(value, set) | Condition::NotIn(value, set) => value.depth().max(set.depth()),
            Condition::Exists(plan) => plan.depth(),
            Condition::Empty | Condition::Constant(_) | Condition::TooDeep => 1,
        }
    }
}

impl Membership {
    /// The rows of a query.
    pub fn of(plan: Plan) -> Membership {
        Membership::Query(Box::new(plan.within_bounds()))
    }

    fn depth(&self) -> u16 {
        match self {
            Membership::List(_) => 1,
            Membership::Query(plan) => plan.depth(),
        }
    }
}

impl Plan {
    /// This query as a part of another one: if it is nested too deeply, a mistake is all that is left of it.
    pub fn within_bounds(self) -> Plan {
        if self.depth() <= DEEPEST {
            return self;
        }
        let mut mistaken = Plan::of(self.model, |_| ());
        mistaken.mistake = Some(self.mistake.unwrap_or(TOO_DEEP));
        mistaken
    }

    fn depth(&self) -> u16 {
        let filters = deepest(self.filters.iter().map(|filter| filter.condition.depth()));
        let order = match &self.ordering {
            Ordering::Keys(keys) => deepest(keys.iter().map(|key| key.expr.depth())),
            Ordering::Model(_) => 1,
        };
        let output = match &self.output {
            Output::Values(values) => deepest(values.iter().map(Expr::depth)),
            Output::Model => 1,
        };
        let source = match &self.source {
            Source::Slice(slice) => slice.depth(),
            Source::Combined(first, others) => {
                first.depth().max(deepest(others.iter().map(|(_, plan)| plan.depth())))
            }
            Source::Table => 1,
        };
        let annotations = deepest(self.annotations.iter().map(|annotation| annotation.expr.depth()));
        let groups = match &self.grouping {
            Grouping::Values { values, .. } => deepest(values.iter().map(Expr::depth)),
            Grouping::None | Grouping::Key { .. } | Grouping::Whole => 1,
        };
        let distinct = match &self.distinct {
            Distinct::On(values) => deepest(values.iter().map(Expr::depth)),
            Distinct::No | Distinct::Rows => 1,
        };
        let filtered = deepest(self.filtered.iter().map(|one| one.condition.depth()));
        let owner = match self.owners.as_ref().map(|owners| &owners.keys) {
            Some(OwnerKeys::Outer(key)) => key.depth(),
            _ => 1,
        };
        let prefetched = deepest(self.prefetch_related.iter().map(|step| step.plan.depth()));
        let parts =
            [filters, order, output, source, annotations, filtered, groups, distinct, owner, prefetched];
        LEVELS_OF_A_PLAN + deepest(parts.into_iter())
    }
}

fn deepest(depths: impl Iterator<Item = u16>) -> u16 {
    depths.max().unwrap_or(1)
}
