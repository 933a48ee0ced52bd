//! The first row of each of several groups.

use crate::ast::Distinct;
use crate::lookup::Selection;
use crate::model::Model;

use super::query_set::QuerySet;
use super::shape::{Scope, Shape};

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// The first row of those with the same values, in the order of the query: `SELECT DISTINCT ON (…)`.
    ///
    /// The order begins with these values. A [`reverse`](QuerySet::reverse) after it turns round the order of the
    /// rows that are kept, and keeps no others. A `filter` after it decides which rows there are to choose from;
    /// [`by_key`](QuerySet::by_key), [`contains`](QuerySet::contains) and [`in_bulk`](QuerySet::in_bulk) look among those
    /// that are kept.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse), when it is awaited, if the query is ordered by something else first. To
    /// order by an expression, [`alias`](QuerySet::alias) it.
    ///
    /// ```
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Employee { id: i64, department: String, salary: i32 }
    /// # fn example(db: &Db) -> QuerySet<Employee> {
    /// // the best paid of each department
    /// Employee::objects(db).order_by(|e| (e.department, e.salary.desc())).distinct_on(|e| e.department)
    /// # }
    /// ```
    pub fn distinct_on<V: Selection<Scope<M, S>>>(mut self, values: impl FnOnce(S::Handed) -> V) -> Self {
        let mut by = Vec::new();
        values(S::handed(&mut 0)).select(&mut by);
        self.slice_first();
        self.plan.distinct = Distinct::On(by);
        self
    }
}
