//! Instances by SQL that a user writes.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::panic::Location;

use crate::ast::Prefetch;
use crate::error::{Error, Result};
use crate::exec::{Db, Run};
use crate::load;
use crate::lookup::Decode;
use crate::model::{Handles, Model, Reader, Root};
use crate::queryset::Prefetched;
use crate::sql::{self, Statement};
use crate::types::{Param, Value};
use crate::watch::{Asked, Call, Query, Site, awaited};

use super::locks::{locked_by, locks_last};

/// Models by SQL of your own.
pub trait RawModel: Model {
    /// Instances by a statement whose columns have the names of the model's, in any order.
    ///
    /// Each `{}` in the text is a value, bound as `$1`, `$2`, …; `{{}}` is `{}` itself. Columns that the model does not
    /// have are passed over unless [`with`](RawQuery::with) names them, and deferred ones may be missing. Relations are prefetched as those of a queryset.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) if there is another number of values than of `{}`;
    /// [`Kind::Decode`](crate::Kind::Decode) if a column of the model is missing, or does not hold what the field does.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, name: String, price: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let sampled = "SELECT * FROM product TABLESAMPLE SYSTEM (10) WHERE price > {}";
    /// let products = Product::raw(db, sampled, (1000,)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    fn raw<V: RawValues>(db: &Db, text: &'static str, values: V) -> RawQuery<Self> {
        RawQuery::new(db, text, values, Location::caller())
    }

    /// As [`raw`](RawModel::raw), of a text that is put together when the program runs.
    ///
    /// Nothing that comes from outside belongs into the text: values stand beside it, and names are chosen among those
    /// that the program knows.
    #[track_caller]
    fn raw_unchecked<V: RawValues>(db: &Db, text: &str, values: V) -> RawQuery<Self> {
        RawQuery::new(db, text, values, Location::caller())
    }
}

impl<M: Model> RawModel for M {}

/// Values for the places of a raw statement: a tuple, `()` for none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not the values of a raw statement",
    label = "expected a tuple of values",
    note = "write a tuple, also of one: `(1000,)`"
)]
pub trait RawValues {
    /// Adds the values as they are bound.
    #[doc(hidden)]
    fn values(self, out: &mut Vec<Param>);
}

/// A value of a raw statement: what a column can hold, or a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a raw statement",
    label = "not a type that a column can hold"
)]
pub trait RawValue {
    /// The value as it is bound.
    #[doc(hidden)]
    fn value(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T: Value> RawValue for T {
    fn value(self) -> Param {
        self.into_param()
    }
}

#[diagnostic::do_not_recommend]
impl RawValue for &str {
    fn value(self) -> Param {
        Param::Text(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl RawValues for () {
    fn values(self, _: &mut Vec<Param>) {}
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($t: RawValue),*> RawValues for ($($t,)*) {
            fn values(self, out: &mut Vec<Param>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $(out.push($t.value());)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);

/// A statement of your own for instances of `M`: it does nothing until it is awaited.
#[must_use = "a query does nothing until it is awaited"]
pub struct RawQuery<M, R = ()> {
    db: Db,
    statement: Result<Statement>,
    steps: Result<Vec<Prefetch>, &'static str>,
    extra: Vec<&'static str>,
    made: Site,
    of: PhantomData<fn() -> (M, R)>,
}

/// Rows with a value `V` beside the instance, which is a tuple where there are several.
#[derive(Debug)]
pub struct With<V>(PhantomData<fn() -> V>);

impl<M: Model> RawQuery<M> {
    fn new<V: RawValues>(db: &Db, text: &str, values: V, made: Site) -> Self {
        let mut params = Vec::new();
        values.values(&mut params);
        let statement = sql::raw(text, params);
        RawQuery {
            db: db.clone(),
            statement,
            steps: Ok(Vec::new()),
            extra: Vec::new(),
            made,
            of: PhantomData,
        }
    }

    /// Reads other columns, too: rows are the instance and a value, or a tuple of values.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, price: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let ranked = Product::raw(db, "SELECT *, rank() OVER (ORDER BY price) AS place FROM product", ());
    /// let ranked: Vec<(Product, i64)> = ranked.with::<i64>(&["place"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with<V: Decode>(self, columns: &[&'static str]) -> RawQuery<M, With<V>> {
        let RawQuery { db, statement, steps, made, .. } = self;
        RawQuery { db, statement, steps, extra: columns.to_vec(), made, of: PhantomData }
    }
}

impl<M: Model, R> RawQuery<M, R> {
    /// Loads relations by a query each, as [`QuerySet::prefetch_related`](crate::QuerySet::prefetch_related) does.
    pub fn prefetch_related<C: Prefetched<M>>(
        mut self,
        relations: impl FnOnce(M::Fields<Root<M>>) -> C,
    ) -> Self {
        self.steps = self.steps.and_then(|mut steps| {
            relations(Handles::NEW).steps(&mut steps)?;
            Ok(steps)
        });
        self
    }

    async fn fetch<V: Send>(self, site: Site, read: fn(&mut Reader<'_>) -> Result<V>) -> Result<Vec<(M, V)>> {
        let statement = self.statement?;
        let steps = self.steps.map_err(Error::misuse)?;
        locks_last(&self.db, locked_by(&steps))?;
        let mut call = Call::begin(site).by_hand();
        let (database, model) = (self.db.pool_number(), M::META);
        let query =
            Query { database, model, plan: None, relation: None, asked: Asked::Rows, statement: &statement };
        call.repeats(&query)?;
        let connection = self.db.connection(call).await?;
        let beside = load::Beside { names: &self.extra, read };
        load::fetch_raw(&connection, &statement, &steps, beside).await
    }
}

/// The instances, in a `Vec`.
#[diagnostic::do_not_recommend]
impl<M: Model> IntoFuture for RawQuery<M> {
    type Output = Result<Vec<M>>;
    type IntoFuture = Run<'static, Vec<M>>;

    #[track_caller]
    fn into_future(self) -> Run<'static, Vec<M>> {
        let site = awaited(Location::caller(), self.made);
        Run::new(async move {
            let rows = self.fetch(site, |_| Ok(())).await?;
            Ok(rows.into_iter().map(|(instance, ())| instance).collect())
        })
    }
}

/// The instances with the other values, in a `Vec`.
#[diagnostic::do_not_recommend]
impl<M: Model, V: Decode> IntoFuture for RawQuery<M, With<V>> {
    type Output = Result<Vec<(M, V)>>;
    type IntoFuture = Run<'static, Vec<(M, V)>>;

    #[track_caller]
    fn into_future(self) -> Run<'static, Vec<(M, V)>> {
        let site = awaited(Location::caller(), self.made);
        Run::new(self.fetch(site, V::decode))
    }
}

impl<M: Model, R> fmt::Debug for RawQuery<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawQuery<{}>", M::META.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, values: usize) -> String {
        let params = vec![Param::Integer(1); values];
        sql::raw(text, params).map_or_else(|error| error.to_string(), |statement| statement.text.to_string())
    }

    #[test]
    fn each_place_becomes_a_number_and_doubled_braces_stay() {
        assert_eq!(text("a > {} AND b = {}", 2), "a > $1 AND b = $2");
        assert_eq!(text("a = '{{}}' AND b = '{1}' AND c = {}", 1), "a = '{}' AND b = '{1}' AND c = $1");
        assert_eq!(text("{}", 2), "a raw statement has 1 places for values, `{}`, and was given 2 values");
    }
}
