//! The queryset as a value.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use crate::ast::Plan;
use crate::exec::Db;
use crate::model::{Model, Root};
use crate::watch::Watched;

use super::shape::Plain;

/// A query for rows of `M`, as a value: it does nothing until it is awaited or streamed.
///
/// Awaited, it is a `Vec` of rows; [`stream`](QuerySet::stream) gives them one by one. Builder methods take and return
/// it by value, so a query may be made step by step, and `clone` keeps one to build on.
#[must_use = "a queryset does nothing until it is awaited or streamed"]
pub struct QuerySet<M, S = Plain> {
    pub(crate) db: Option<Db>,
    pub(crate) plan: Box<Plan>,
    /// What the N+1 watch is to know of it.
    pub(crate) watched: Watched,
    of: PhantomData<fn() -> (M, S)>,
}

impl<M: Model> QuerySet<M> {
    /// All rows of the model, in the model's own order.
    #[doc(hidden)]
    #[track_caller]
    pub fn new(db: &Db) -> Self {
        let watched = Watched::made(Location::caller());
        QuerySet::related(db, Plan::of(M::META, M::ordering::<Root<M>>), watched)
    }

    /// The rows that a plan relates to one row.
    pub(crate) fn related(db: &Db, plan: Plan, watched: Watched) -> Self {
        QuerySet { db: Some(db.clone()), plan: Box::new(plan), watched, of: PhantomData }
    }
}

impl<M, S> QuerySet<M, S> {
    /// A query that is a part of another one and has no database of its own.
    pub(super) fn part(plan: Plan) -> Self {
        QuerySet { db: None, plan: Box::new(plan), watched: Watched::default(), of: PhantomData }
    }

    pub(super) fn shaped<Z>(self) -> QuerySet<M, Z> {
        QuerySet { db: self.db, plan: self.plan, watched: self.watched, of: PhantomData }
    }

    /// Runs a method written for the plain queryset on one of any shape: the plan has no types.
    #[doc(hidden)]
    pub fn on_plain(self, method: impl FnOnce(QuerySet<M>) -> QuerySet<M>) -> Self {
        method(self.shaped()).shaped()
    }
}

impl<M, S> Clone for QuerySet<M, S> {
    fn clone(&self) -> Self {
        let (db, plan, watched) = (self.db.clone(), self.plan.clone(), self.watched.clone());
        QuerySet { db, plan, watched, of: PhantomData }
    }
}

impl<M: Model, S> fmt::Debug for QuerySet<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QuerySet<{}>", M::META.name)
    }
}
