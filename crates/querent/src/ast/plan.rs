//! The plan of a queryset that has been asked for nothing yet, and what plans say of themselves.

use std::borrow::Cow;

use crate::meta::ModelMeta;
use crate::types::Param;

use super::operators::Comparison;
use super::tree::{ColumnRef, Condition, Expr, Filter, Membership, Order, Ordering, Output, Plan, Source};

impl Plan {
    /// All rows of a model.
    pub fn of(model: &'static ModelMeta, ordering: fn(&mut Vec<Order>)) -> Plan {
        Plan {
            model,
            source: Source::Table,
            owners: None,
            filters: Vec::new(),
            ordering: Ordering::Model(ordering),
            reversed: false,
            distinct: false,
            limit: None,
            offset: 0,
            output: Output::Model,
            select_related: Vec::new(),
            prefetch_related: Vec::new(),
            lock: None,
            none: false,
            mistake: None,
        }
    }

    /// Keeps the row with this primary key.
    pub fn with_key(self, key: Param) -> Plan {
        self.keyed(|left| Condition::Compare { left, comparison: Comparison::Eq, right: Expr::Param(key) })
    }

    /// Keeps the rows whose primary key is in a list, in no order.
    pub fn with_keys(self, keys: Param) -> Plan {
        self.keyed(|key| Condition::In(key, Membership::List(keys)))
    }

    fn keyed(mut self, condition: impl FnOnce(Expr) -> Condition) -> Plan {
        let key = Expr::Column(ColumnRef { trail: None, column: self.model.key_column() });
        self.filters.push(Filter { condition: condition(key) });
        self.ordering = Ordering::Keys(Vec::new());
        self
    }

    /// Whether `limit` or `offset` cut something off.
    pub fn is_sliced(&self) -> bool {
        self.limit.is_some() || self.offset > 0
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

    /// The model whose rows are locked, by this query or by one that is prefetched with it.
    pub fn locked(&self) -> Option<&'static ModelMeta> {
        let own = self.lock.map(|_| self.model);
        own.or_else(|| self.prefetch_related.iter().find_map(|step| step.plan.locked()))
    }
}
