//! Which deferred fields are selected all the same.

use crate::lookup::Columns;
use crate::model::{Fields, Handles, Model};

use super::query_set::QuerySet;
use super::shape::Shape;

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// Selects [`Deferred`](crate::Deferred) fields with the others: `|a| (a.body,)`.
    ///
    /// It concerns the instances of this queryset; related rows that are selected with them keep theirs deferred.
    pub fn undefer<C: Columns<M>>(mut self, fields: impl FnOnce(Fields<M>) -> C) -> Self {
        fields(Handles::NEW).columns(&mut self.plan.undeferred);
        self
    }
}
