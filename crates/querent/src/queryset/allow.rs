//! What a query expects to be loaded row by row.

use std::panic::Location;

use crate::field::Related;
use crate::meta::Hop;
use crate::model::{Fields, Handles, Model, Path, Relation, Via};
use crate::watch::{Allowance, AllowedRelation};

use super::query_set::QuerySet;
use super::shape::Shape;

impl<P: Path, R: Relation> AllowedRelation for Related<P, R> {
    fn last(self) -> &'static Hop {
        <Via<P, R> as Path>::TRAIL.expect("a path behind a relation has a step")
    }
}

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// Expects that a relation of its rows, or one beyond it, is loaded row by row: the N+1 watch does not report it.
    ///
    /// `.allow_lazy(|p| p.category, "three rows at most")`. The reason is for those who read it. An entry that nothing
    /// matches is listed by [`watch::report`](crate::watch::report).
    #[track_caller]
    pub fn allow_lazy<A: AllowedRelation>(
        mut self,
        relation: impl FnOnce(Fields<M>) -> A,
        reason: &'static str,
    ) -> Self {
        let relation = relation(Handles::NEW).last();
        self.watched.allow(Allowance { site: Location::caller(), relation, reason });
        self
    }
}
