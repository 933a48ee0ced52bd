//! Where related rows have the keys of the instances that they belong to.

use crate::meta::Link;

use super::tree::{Distinct, Output, Plan, Source};

impl Plan {
    /// The place of the column, among those that rows of this query have, that is their owner's key: that of the foreign key
    /// that relates them. `None` where they come with the key as one column more, before the others.
    pub fn owner_place(&self) -> Option<usize> {
        let owners = self.owners.as_ref().filter(|owners| owners.way.is_empty())?;
        let Link::Reverse { by } = owners.relation.link else { return None };
        let Link::Forward { column, .. } = by().link else { return None };
        let is_plain = matches!(
            (&self.output, &self.source, &self.distinct),
            (Output::Model, Source::Table, Distinct::No)
        );
        if !is_plain || self.is_sliced() {
            return None;
        }
        let key = &self.model.columns[column];
        let mut selected = self.model.columns.iter().filter(|column| self.selects(column));
        selected.position(|column| std::ptr::eq(column, key))
    }
}
