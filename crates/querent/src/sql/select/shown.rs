//! The many related rows that values show beside aggregates.

use crate::ast::{Distinct, Output};
use crate::sql::joins::Sharing;
use crate::sql::many::columns_of_many;
use crate::sql::purpose::Purpose;

use super::query::Select;

impl Select<'_> {
    /// Joins the rows that are shown beside aggregates, once those that were filtered by are joined, and before anything
    /// is aggregated: whether these multiply what an aggregate is computed of does not depend on what is written first.
    pub(super) fn join_shown(&mut self, needed: &[bool]) {
        let plan = self.plan;
        let annotations = plan.annotations.iter().zip(needed).filter(|(_, needed)| **needed);
        let mut shown: Vec<_> = annotations.flat_map(|(one, _)| columns_of_many(&one.expr)).collect();
        if let Output::Values(values) = &plan.output
            && !matches!(self.purpose, Purpose::Keys | Purpose::Number | Purpose::Any)
        {
            shown.extend(values.iter().flat_map(columns_of_many));
        }
        if self.shows_order() || plan.is_sliced() || matches!(plan.distinct, Distinct::On(_)) {
            shown.extend(plan.keys().iter().flat_map(|key| columns_of_many(&key.expr)));
        }
        let sharing = std::mem::replace(&mut self.compiler.sharing, Sharing::Any);
        let notes = self.compiler.computed.take_notes();
        for column in &shown {
            self.compiler.place(column);
        }
        self.compiler.computed.put_notes(notes);
        self.compiler.sharing = sharing;
    }
}
