//! The plan of a queryset that has been asked for nothing yet, and what plans say of themselves.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::meta::{ColumnMeta, ModelMeta, leads_to_many};
use crate::types::Param;

use super::operators::Comparison;
use super::tree::{
    Condition, Distinct, Expr, Filter, Grouping, Membership, Order, Ordering, Output, Plan, Source, Strength,
};

impl Plan {
    /// All rows of a model.
    pub fn of(model: &'static ModelMeta, ordering: fn(&mut Vec<Order>)) -> Plan {
        Plan {
            model,
            source: Source::Table,
            inner: false,
            owners: None,
            filters: SmallVec::new(),
            annotations: Vec::new(),
            filtered: Vec::new(),
            grouping: Grouping::None,
            ordering: Ordering::Model(ordering),
            reversed: false,
            distinct: Distinct::No,
            limit: None,
            offset: 0,
            output: Output::Model,
            undeferred: Vec::new(),
            fetch_mode: None,
            extra: Vec::new(),
            select_related: Vec::new(),
            prefetch_related: Vec::new(),
            lock: None,
            none: false,
            mistake: None,
        }
    }

    /// As it is with [`keep_key`](Self::keep_key).
    pub fn with_key(mut self, key: Param) -> Plan {
        self.keep_key(key);
        self
    }

    /// As it is with [`keep_keys`](Self::keep_keys).
    pub fn with_keys(mut self, keys: Param) -> Plan {
        self.keep_keys(keys);
        self
    }

    /// Keeps the row with this primary key.
    pub fn keep_key(&mut self, key: Param) {
        self.keep(|left| Condition::Compare { left, comparison: Comparison::Eq, right: Expr::Param(key) });
    }

    /// Keeps the rows whose primary key is in a list, in no order.
    pub fn keep_keys(&mut self, keys: Param) {
        self.keep(|key| Condition::In(key, Membership::List(keys)));
    }

    fn keep(&mut self, condition: impl FnOnce(Expr) -> Condition) {
        let key = Expr::key(self.model, None);
        self.filters.push(Filter { condition: condition(key) });
        self.forget_order();
    }

    /// In no order, unless the order decides which rows there are.
    pub fn forget_order(&mut self) {
        if !matches!(self.distinct, Distinct::On(_)) {
            self.ordering = Ordering::Keys(Vec::new());
        }
    }

    /// Whether a row of the model has this column.
    pub fn selects(&self, column: &'static ColumnMeta) -> bool {
        !column.deferred || self.undeferred.iter().any(|own| std::ptr::eq(*own, column))
    }

    /// The rows of this query that have a value of the query around it, where this query is no more than conditions on
    /// rows and selects one column of the row or of one that it refers to.
    pub fn with_value(&self, value: &Expr) -> Option<Plan> {
        let Output::Values(values) = &self.output else { return None };
        let [column @ Expr::Column(of)] = values.as_slice() else { return None };
        let plain = matches!(self.source, Source::Table)
            && matches!(self.grouping, Grouping::None)
            && matches!(self.distinct, Distinct::No | Distinct::Rows)
            && self.lock.is_none()
            && self.owners.is_none()
            && !self.is_sliced()
            && !value.any(&mut |part| matches!(part, Expr::Annotation(_) | Expr::Group(_)));
        if leads_to_many(of.trail) || !plain {
            return None;
        }
        let mut plan = Plan { inner: true, distinct: Distinct::No, ..self.clone() };
        let condition = Condition::compare(column.clone(), Comparison::Eq, value.clone().seen_from(1));
        plan.filters.push(Filter { condition });
        Some(plan)
    }

    /// Whether values were chosen of rows that are groups already: what is aggregated next are these.
    pub fn selects_of_groups(&self) -> bool {
        match (&self.grouping, &self.output) {
            (Grouping::Key { .. }, Output::Values(_)) => true,
            (Grouping::Values { .. }, Output::Values(values)) => {
                !values.iter().all(|value| matches!(value, Expr::Group(_)))
            }
            _ => false,
        }
    }

    /// Whether `limit` or `offset` cut something off.
    pub fn is_sliced(&self) -> bool {
        self.limit.is_some() || self.offset > 0
    }

    /// Whether the rows have no order of their model's: groups of values have none of its columns.
    pub fn has_no_model_order(&self) -> bool {
        matches!(self.grouping, Grouping::Values { .. }) && matches!(self.ordering, Ordering::Model(_))
    }

    /// The keys of the ordering, `reverse` not applied.
    pub fn keys(&self) -> Cow<'_, [Order]> {
        match &self.ordering {
            Ordering::Keys(keys) => Cow::Borrowed(keys),
            Ordering::Model(ordering) => {
                let mut keys = Vec::new();
                ordering(&mut keys);
                Cow::Owned(keys)
            }
        }
    }

    /// The keys of the ordering, `reverse` applied.
    pub fn order(&self) -> Cow<'_, [Order]> {
        match self.keys() {
            keys if !self.reversed => keys,
            keys => Cow::Owned(keys.into_owned().into_iter().map(Order::reversed).collect()),
        }
    }

    /// The model whose rows are locked, and how, by this query or by one that is prefetched with it.
    pub fn locked(&self) -> Option<(&'static ModelMeta, Strength)> {
        let own = self.lock.as_ref().map(|lock| (self.model, lock.strength));
        own.or_else(|| self.prefetch_related.iter().find_map(|step| step.plan.locked()))
    }
}
