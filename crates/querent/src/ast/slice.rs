//! What follows a slice applies to its rows: the slice becomes what is selected from.

use std::borrow::Cow;

use super::tree::{Carried, Computed, Distinct, Expr, Order, Ordering, Output, Plan, Source};

/// What follows a slice is said of the model's rows, which distinct values no longer stand for.
const SLICED_VALUES: &str = "distinct values stand for no rows of the model, which could be filtered, ordered or aggregated: say that \
                             before `distinct` and `limit`, or aggregate different values only, as `p.price.sum().distinct()` does";

impl Plan {
    /// A query for the rows of this slice, in the slice's order. It joins nothing again: the keys of the order and the
    /// selected values are carried by the slice's rows, of which there may be several for one of the model's.
    pub fn behind_slice(mut self) -> Plan {
        let values_of_a_set =
            matches!(self.distinct, Distinct::Rows) && matches!(self.output, Output::Values(_));
        let mut outer = self.carrying();
        let has_columns = self.has_columns();
        let carried = |(at, key): (usize, &Order)| Order {
            expr: match key.expr {
                Expr::Annotation(annotation) if !self.carries(annotation) => Expr::Carried(Carried::Key(at)),
                _ => key.expr.behind_slice(Carried::Key(at), has_columns),
            },
            direction: key.direction,
            nulls: key.nulls,
        };
        let keys = if self.has_no_model_order() { Cow::default() } else { self.keys() };
        outer.ordering = Ordering::Keys(keys.iter().enumerate().map(carried).collect());
        outer.reversed = self.reversed;
        if let Output::Values(values) = &self.output {
            let values = values.iter().enumerate();
            outer.output = Output::Values(
                values.map(|(at, value)| value.behind_slice(Carried::Value(at), has_columns)).collect(),
            );
        }
        outer.lock = self.lock.take();
        outer.none = self.none;
        let slice = self.within_bounds();
        outer.mistake = slice.mistake.or(values_of_a_set.then_some(SLICED_VALUES));
        outer.source = Source::Slice(Box::new(slice));
        outer
    }

    /// A query for the same rows, in no order, with the related rows of this one.
    pub(super) fn carrying(&mut self) -> Plan {
        let mut outer = Plan::of(self.model, |_| ());
        outer.inner = self.inner;
        outer.filtered = self.filtered.clone();
        let carried = |(at, one): (usize, &Computed)| Computed {
            expr: Expr::Carried(Carried::Annotation(at)),
            after: 0,
            selected: one.selected,
        };
        outer.annotations = self.annotations.iter().enumerate().map(carried).collect();
        outer.select_related = std::mem::take(&mut self.select_related);
        outer.prefetch_related = std::mem::take(&mut self.prefetch_related);
        outer.undeferred = std::mem::take(&mut self.undeferred);
        outer.fetch_mode = self.fetch_mode;
        outer
    }
}
