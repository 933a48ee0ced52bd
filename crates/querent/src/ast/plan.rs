//! The plan of a queryset that has been asked for nothing yet, and what plans say of themselves.

use std::borrow::Cow;

use crate::meta::ModelMeta;

use super::tree::{Order, Ordering, Output, Plan, Source};

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

    /// Whether `limit` or `offset` cut something off.
    pub fn is_sliced(&self) -> bool {
        self.limit.is_some() || self.offset > 0
    }

    /// The keys of the ordering, `reverse` applied.
    pub fn order(&self) -> Cow<'_, [Order]> {
        let keys = match &self.ordering {
            Ordering::Keys(keys) if !self.reversed => return Cow::Borrowed(keys),
            Ordering::Keys(keys) => keys.clone(),
            Ordering::Model(ordering) => {
                let mut keys = Vec::new();
                ordering(&mut keys);
                keys
            }
        };
        Cow::Owned(if self.reversed { keys.into_iter().map(Order::reversed).collect() } else { keys })
    }
}
