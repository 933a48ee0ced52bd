//! UPDATE and DELETE of the rows of a queryset.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::panic::Location;
use std::time::Duration;

use crate::ast::{Assignment, Plan};
use crate::error::{Error, Result};
use crate::exec::{Db, Run};
use crate::load::values_of;
use crate::lookup::{Assign, Selection};
use crate::model::{Fields, Handles, Model};
use crate::queryset::{Aliased, Annotated, Awaited, Plain, QuerySet, Scope, Shape, WithRelation};
use crate::sql::{self, Returned, Statement};
use crate::watch::{Site, awaited};

use super::create::returned;
use super::rows::{execute, refused};

/// Shapes of querysets whose rows can be updated and deleted: rows of a table, whatever is computed beside them.
#[diagnostic::on_unimplemented(
    message = "the rows of this queryset are no rows of a table",
    label = "values cannot be updated or deleted",
    note = "call `update` or `delete` before `values`; to have values of the rows back, write `.returning(…)` after it"
)]
pub trait OfTheTable {}

#[diagnostic::do_not_recommend]
impl OfTheTable for Plain {}
#[diagnostic::do_not_recommend]
impl<A, S: OfTheTable> OfTheTable for Annotated<A, S> {}
#[diagnostic::do_not_recommend]
impl<A, S: OfTheTable> OfTheTable for Aliased<A, S> {}
#[diagnostic::do_not_recommend]
impl<P, R, S: OfTheTable> OfTheTable for WithRelation<P, R, S> {}

impl<M: Model, S: Shape<M> + Awaited + OfTheTable> QuerySet<M, S> {
    /// Sets columns of every row of the query: `UPDATE … SET … WHERE …`; how many rows there were.
    ///
    /// A value may be an expression of the row's own columns, Django's `F`, a subquery, or an annotation made of these.
    /// Columns kept by `auto_now` stay as they are, as in Django. [`returning`](Write::returning) after it has values
    /// of the rows back instead of their number.
    ///
    /// A condition on another table makes it `WHERE "stock" > 0 AND "id" IN (SELECT …)`. A row that another transaction
    /// has changed and not committed is waited for: what the conditions say of its own columns is then tested anew, and
    /// what they say of other tables is as it was when the statement began.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, price: i32, stock: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let all = Product::objects(db);
    /// let changed: u64 = all.clone().filter(|p| p.stock.gt(0)).update(|p| p.stock.set(p.stock - 1)).await?;
    /// let sold: Vec<(i64, i32)> =
    ///     all.update(|p| p.stock.set(p.stock - 1)).returning(|p| (p.id, p.stock)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) for a slice, and for a value that needs another table or an aggregate:
    /// `subquery` gives the value of one.
    #[track_caller]
    pub fn update<A: Assign<Scope<M, S>>>(self, assignments: impl FnOnce(S::Handed) -> A) -> Write<M> {
        let mut set = Vec::new();
        assignments(S::handed(&mut 0)).assign(&mut set);
        Write::new(self, Change::Update(set), Location::caller())
    }

    /// Deletes every row of the query: `DELETE FROM … WHERE …`; how many there were, those that the database deletes
    /// with them not counted.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) for a slice.
    #[track_caller]
    pub fn delete(self) -> Write<M> {
        Write::new(self, Change::Delete, Location::caller())
    }
}

/// An UPDATE or DELETE of the rows of a queryset: awaited, it says how many there were.
#[must_use = "nothing is written until it is awaited"]
pub struct Write<M> {
    db: Result<Db>,
    plan: Box<Plan>,
    change: Change,
    made: Site,
    of: PhantomData<fn() -> M>,
}

/// What becomes of the rows.
enum Change {
    Update(Vec<Assignment>),
    Delete,
}

impl Change {
    /// How its errors are told.
    fn told<M: Model>(&self) -> fn(Error) -> Error {
        match self {
            Change::Update(_) => std::convert::identity,
            Change::Delete => |error| refused(M::META, error),
        }
    }
}

impl<M: Model> Write<M> {
    fn new<S: Shape<M> + Awaited>(query: QuerySet<M, S>, change: Change, made: Site) -> Self {
        Write { db: query.database(), plan: query.plan, change, made, of: PhantomData }
    }

    /// Values of the rows instead of their number: `RETURNING …`.
    ///
    /// They are what `values` takes, of the rows' own columns, as the rows are after an update and before a delete.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) for a column of another table, and for an aggregate.
    #[track_caller]
    pub fn returning<V: Selection<M>>(
        self,
        values: impl FnOnce(Fields<M>) -> V,
    ) -> Run<'static, Vec<V::Row>> {
        let site = Location::caller();
        let mut selected = Vec::new();
        values(Handles::NEW).select(&mut selected);
        Run::new(async move {
            let told = self.change.told::<M>();
            let Some((db, statement)) = self.prepared(&Returned::Values(selected))? else {
                return Ok(Vec::new());
            };
            values_of::<M, V::Row>(&db.connection(site).await?, &statement).await.map_err(told)
        })
    }

    /// The rows instead of their number: `RETURNING` every column.
    #[track_caller]
    pub fn returning_rows(self) -> Run<'static, Vec<M>> {
        let site = Location::caller();
        Run::new(async move {
            let told = self.change.told::<M>();
            let Some((db, statement)) = self.prepared(&Returned::Row)? else { return Ok(Vec::new()) };
            returned(&db.connection(site).await?, &statement, 0).await.map_err(told)
        })
    }

    /// Where it runs, and the statement; `None` where it is known that no row is concerned.
    fn prepared(self, returned: &Returned) -> Result<Option<(Db, Statement)>> {
        let db = self.db?;
        let statement = match &self.change {
            Change::Update(set) => sql::update(&self.plan, set, returned),
            Change::Delete => sql::delete(&self.plan, returned),
        };
        Ok(statement?.map(|statement| (db, statement)))
    }

    /// How many rows there were, if that is told within `limit`; see [`Run::timeout`].
    ///
    /// # Errors
    ///
    /// [`Kind::Timeout`](crate::Kind::Timeout).
    #[track_caller]
    pub fn timeout(self, limit: Duration) -> Run<'static, u64> {
        self.into_future().timeout(limit)
    }

    async fn run(self, site: Site) -> Result<u64> {
        let told = self.change.told::<M>();
        match self.prepared(&Returned::Nothing)? {
            None => Ok(0),
            Some((db, statement)) => execute(&db, Some(statement), site).await.map_err(told),
        }
    }
}

/// How many rows there were.
#[diagnostic::do_not_recommend]
impl<M: Model> IntoFuture for Write<M> {
    type Output = Result<u64>;
    type IntoFuture = Run<'static, u64>;

    #[track_caller]
    fn into_future(self) -> Run<'static, u64> {
        let site = awaited(Location::caller(), self.made);
        Run::new(self.run(site))
    }
}

impl<M: Model> fmt::Debug for Write<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.change {
            Change::Update(_) => "Update",
            Change::Delete => "Delete",
        };
        write!(f, "{what}<{}>", M::META.name)
    }
}
