//! Querysets that are awaited, and those that answer with one row or one number.

use std::future::IntoFuture;
use std::time::Duration;

use crate::ast::{Ordering, Output, Plan};
use crate::error::{Error, Kind, Result, Violation};
use crate::exec::{Db, Run};
use crate::load;
use crate::lookup::{Condition, KeyItem, Totals};
use crate::meta::ModelMeta;
use crate::model::{Key, Model};
use crate::queryset::{Awaited, QuerySet, Scope, Shape};
use crate::sql::{self, Statement};
use crate::watch::{Asked, Call, Site};

use super::locks::locks_last;
use super::ready::{Ready, value};

/// The rows, in a `Vec`.
#[diagnostic::do_not_recommend]
impl<M: Model, S: Shape<M> + Awaited> IntoFuture for QuerySet<M, S> {
    type Output = Result<Vec<S::Row>>;
    type IntoFuture = Run<'static, Vec<S::Row>>;

    #[track_caller]
    fn into_future(self) -> Run<'static, Vec<S::Row>> {
        let site = std::panic::Location::caller();
        Run::new(self.fetch(site))
    }
}

impl<M: Model, S: Shape<M> + Awaited> QuerySet<M, S> {
    /// The rows, if they come within `limit`; see [`Run::timeout`].
    ///
    /// # Errors
    ///
    /// [`Kind::Timeout`].
    #[track_caller]
    pub fn timeout(self, limit: Duration) -> Run<'static, Vec<S::Row>> {
        self.into_future().timeout(limit)
    }

    /// The one row that fulfils a condition.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`] and [`Kind::MultipleObjectsReturned`]; `.optional()` after it turns the first into
    /// `None`.
    #[track_caller]
    pub fn get<C: Condition<Scope<M, S>>>(
        self,
        condition: impl FnOnce(S::Handed) -> C,
    ) -> Run<'static, S::Row> {
        self.filter(condition).one(std::panic::Location::caller())
    }

    /// The row with this primary key, a key or an instance: Django's `get(pk=…)`.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`]; `.optional()` after it turns it into `None`.
    #[track_caller]
    pub fn by_key(mut self, key: impl KeyItem<M>) -> Run<'static, S::Row> {
        self.kept_first();
        self.plan.keep_key(key.key_item().key_param());
        self.only(std::panic::Location::caller())
    }

    /// The first row in the order of the query: `LIMIT 1`.
    ///
    /// Where it has none, the order is by primary key, and that of grouped or combined values by these.
    #[track_caller]
    pub fn first(self) -> Run<'static, Option<S::Row>> {
        let site = std::panic::Location::caller();
        Run::new(self.ordered().limit(1).fetch_one(Asked::First, site))
    }

    /// The last row in the order of the query, which is that of [`first`](QuerySet::first): the order turned round.
    #[track_caller]
    pub fn last(self) -> Run<'static, Option<S::Row>> {
        let site = std::panic::Location::caller();
        Run::new(self.ordered().reverse().limit(1).fetch_one(Asked::First, site))
    }

    /// How many rows there are: `SELECT count(*)`.
    #[track_caller]
    pub fn count(mut self) -> Run<'static, i64> {
        self.plan.lock = None;
        let site = std::panic::Location::caller();
        Run::new(async move {
            match self.prepared(sql::count, Asked::Count, site)? {
                None => Ok(0),
                Some(ready) => ready.scalar().await,
            }
        })
    }

    /// Whether there is any row: `SELECT EXISTS (…)`.
    #[track_caller]
    pub fn exists(mut self) -> Run<'static, bool> {
        self.plan.lock = None;
        let site = std::panic::Location::caller();
        Run::new(async move {
            match self.prepared(sql::exists, Asked::Exists, site)? {
                None => Ok(false),
                Some(ready) => ready.scalar().await,
            }
        })
    }

    /// What is computed of all the rows: an aggregate, or a tuple of these.
    ///
    /// Of a slice, and of distinct or grouped rows, these are the rows. Of rows that are known not to be there, nothing is
    /// sent: a count is 0, another aggregate its default, or `None`.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) for distinct `values`: aggregate with `distinct`, as in `p.name.count().distinct()`.
    #[track_caller]
    pub fn aggregate<A: Totals<Scope<M, S>>>(
        mut self,
        totals: impl FnOnce(S::Handed) -> A,
    ) -> Run<'static, A::Row> {
        self.plan.lock = None;
        let site = std::panic::Location::caller();
        let database = self.reading();
        let watched = self.watched.clone();
        let (no_rows, mut known) = (sql::is_empty(&self.plan), None);
        let plan = self.totals(|handed| {
            let totals = totals(handed);
            known = no_rows.then(|| totals.of_nothing()).flatten();
            totals
        });
        Run::new(async move {
            if let Some(known) = known.filter(|_| database.is_ok() && plan.mistake.is_none()) {
                return Ok(known);
            }
            let statement = sql::totals(&plan)?;
            let (plan, watched, asked) = (&plan, &watched, Asked::Values);
            let ready = Ready { db: database?, statement, plan, watched, asked, site };
            let (connection, statement) = ready.connected().await?;
            load::values_of_one::<M, A::Row>(&connection, &statement).await
        })
    }

    /// The statement that awaiting the query sends first, without its values; empty where none is needed.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`] if the query has no meaning.
    pub fn sql(&self) -> Result<String> {
        Ok(sql::rows(&self.plan)?.map(|statement| statement.text.to_string()).unwrap_or_default())
    }

    pub(super) async fn fetch(self, site: Site) -> Result<Vec<S::Row>> {
        let Some(ready) = self.prepared(sql::rows, Asked::Rows, site)? else { return Ok(Vec::new()) };
        let (connection, statement) = ready.connected().await?;
        load::fetch::<M, S>(&connection, &self.plan, &statement).await
    }

    pub(super) async fn fetch_one(self, asked: Asked, site: Site) -> Result<Option<S::Row>> {
        let Some(ready) = self.prepared(sql::rows, asked, site)? else { return Ok(None) };
        let (connection, statement) = ready.connected().await?;
        load::fetch_one::<M, S>(&connection, &self.plan, &statement).await
    }

    fn one(mut self, site: Site) -> Run<'static, S::Row> {
        if !self.plan.is_sliced() {
            self.plan.limit = Some(2); // one more than wanted tells "several" from "one"
            self.plan.forget_order();
        }
        self.only(site)
    }

    /// The row of a query that has at most one, or fails.
    pub(super) fn only(self, site: Site) -> Run<'static, S::Row> {
        Run::new(async move {
            let none = || Error::new(Kind::DoesNotExist, format!("no `{}` matches the query", M::META.name));
            let Some(ready) = self.prepared(sql::rows, Asked::Rows, site)? else { return Err(none()) };
            let (connection, statement) = ready.connected().await?;
            // Not by `fetch_one`: each function that hands on a row copies it.
            match load::fetch_one::<M, S>(&connection, &self.plan, &statement).await {
                Ok(Some(row)) => Ok(row),
                Ok(None) => Err(none()),
                Err(error) => Err(error),
            }
        })
    }

    /// With an order, if it has none.
    pub(super) fn ordered(mut self) -> Self {
        if sql::is_unordered(&self.plan) {
            self.plan.ordering = Ordering::Keys(sql::own_order(&self.plan));
        }
        self
    }

    /// The handle to run on, once the query is known to have a meaning on it.
    pub(super) fn database(&self) -> Result<Db> {
        if let Some(mistake) = self.plan.mistake {
            return Err(Error::misuse(mistake));
        }
        let db = self.db.clone().ok_or_else(|| Error::misuse("this queryset has no database to run on"))?;
        locks_last(&db, self.plan.locked())?;
        Ok(db)
    }

    /// As [`database`](Self::database), for a query that reads rows.
    pub(super) fn reading(&self) -> Result<Db> {
        let db = self.database()?;
        let related = !self.plan.select_related.is_empty() || !self.plan.prefetch_related.is_empty();
        if related && matches!(self.plan.output, Output::Values(_)) {
            return Err(Error::misuse(format!(
                "`select_related` or `prefetch_related` after `values` of `{}`: values have no place for related rows; \
                 leave these out, and name what is wanted of a related row in `values`",
                M::META.name
            )));
        }
        Ok(db)
    }

    /// Where the query runs, and its statement; `None` where it is known, without a connection, that there are no rows.
    pub(super) fn prepared(
        &self,
        compile: fn(&Plan) -> Result<Option<Statement>>,
        asked: Asked,
        site: Site,
    ) -> Result<Option<Ready<'_>>> {
        let db = self.reading()?;
        let Some(statement) = compile(&self.plan)? else { return Ok(None) };
        let asked = match (&self.plan.output, asked) {
            (Output::Values(_), Asked::Rows) => Asked::Values,
            _ => asked,
        };
        Ok(Some(Ready { db, statement, plan: &self.plan, watched: &self.watched, asked, site }))
    }
}

/// Runs a statement for its effect; how many rows it concerned.
pub(super) async fn execute(db: &Db, statement: Option<Statement>, call: impl Into<Call>) -> Result<u64> {
    match statement {
        None => Ok(0),
        Some(statement) => db.connection(call).await?.execute(&statement).await,
    }
}

/// The error of a DELETE of rows of `model`: where rows refer to them, it names the model of these.
pub(super) fn refused(model: &'static ModelMeta, error: Error) -> Error {
    let Some(table) = error.violation().and_then(Violation::table) else { return error };
    let related = model.relations.iter().map(|relation| (relation.target)());
    let referring = std::iter::once(model).chain(related).find(|one| one.table == table).map(|one| one.name);
    error.of_a_delete(model.name, referring)
}

/// Whether a plan has any row.
pub(super) async fn exists(db: &Db, plan: &Plan, site: Site) -> Result<bool> {
    match sql::exists(plan)? {
        None => Ok(false),
        Some(statement) => value(&db.connection(site).await?, &statement).await,
    }
}
