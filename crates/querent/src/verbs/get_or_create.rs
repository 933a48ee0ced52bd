//! One row by what it is looked up by, which is created where it is not there.

use crate::ast::{Asked, Assignment, Comparison, Condition, Expr, Filter, Joined, Plan, Prefetch};
use crate::error::{Error, Kind, Result, Violation};
use crate::exec::{Connection, Db, Run};
use crate::load;
use crate::lookup::Columns;
use crate::meta::{ColumnMeta, Link, ModelMeta};
use crate::model::{Fields, Handles, Model};
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, Returned, Statement};
use crate::watch::Site;

use super::conflicts::told_of_deferrable;
use super::create::{created, returned};
use super::draft::Draft;
use super::row::named;

/// How often a row is looked for and created that is gone again when it is read. A row that is in the way of the draft and
/// that the query does not find by these fields looks the same, and is told after so many attempts.
const ATTEMPTS: usize = 3;

impl<M: Model> QuerySet<M, Plain> {
    /// The row with the draft's values of these fields, and `false`; or the draft's row, created, and `true`.
    ///
    /// The other values of the draft are Django's `defaults`, and the conditions of the query hold for the row that is
    /// looked up. Several tasks may do this at once with one key, which a unique constraint must hold together: one of
    /// them creates the row, and all get it.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, #[field(unique)] iso: String, name: String }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let usa = Country::draft().iso("US").name("USA");
    /// let (usa, is_new) = Country::objects(db).get_or_create(|c| c.iso, usa).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `SELECT … WHERE "iso" = $1`, and where it finds none, `INSERT … ON CONFLICT DO NOTHING RETURNING …`, which a
    /// transaction outlives. A row that was created meanwhile is then read by the same SELECT. What the query prefetches
    /// is loaded for the row, whether it is new or not; what it joins by `select_related` is, too, by a query for each
    /// relation where the row is new.
    ///
    /// # Errors
    ///
    /// - [`Kind::Misuse`] if the draft does not set one of the fields.
    /// - [`Kind::MultipleObjectsReturned`] if several rows are found.
    /// - [`Kind::UniqueViolation`] if another row is in the draft's way, one that is not found by these fields. The
    ///   transaction goes on.
    /// - [`Kind::SerializationFailure`] at REPEATABLE READ and above if a row that is not seen yet is in the way.
    #[track_caller]
    pub fn get_or_create<C: Columns<M>, D: Draft<M>>(
        self,
        fields: impl FnOnce(Fields<M>) -> C,
        draft: D,
    ) -> Run<'static, (M, bool)> {
        let site = std::panic::Location::caller();
        let sought = Sought::new(self, "get_or_create", fields(Handles::NEW), draft);
        Run::new(async move {
            let (sought, db) = sought?;
            sought.get_or_create(&db, site).await
        })
    }

    /// Writes the draft's values into the row with its values of these fields, and `false`; or creates its row, and
    /// `true`.
    ///
    /// Columns kept by `auto_now` are set, too, even if the draft has no other values than those of the fields; the
    /// primary key is only for rows that are created. As with [`get_or_create`](Self::get_or_create), several tasks may
    /// do this at once.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, #[field(unique)] iso: String, name: String }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let usa = Country::draft().iso("US").name("USA");
    /// let (usa, is_new) = Country::objects(db).update_or_create(|c| c.iso, usa).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `UPDATE … WHERE "iso" = $1 RETURNING …`, and where there is no such row, `INSERT … ON CONFLICT DO NOTHING RETURNING
    /// …`. Where the fields are not known to be unique it is one transaction, for nothing is written if there are
    /// several rows. What the query prefetches is loaded for the row, and so is what it joins by `select_related`, by a
    /// query for each relation.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create`](Self::get_or_create); and [`Kind::UniqueViolation`] if the row is there and another
    /// one has a value that it would get, which may be reported of several rows instead of
    /// [`Kind::MultipleObjectsReturned`]. This is an UPDATE that failed, and ends a transaction like any other: one that is
    /// to go on calls this in an `atomic` block of its own.
    #[track_caller]
    pub fn update_or_create<C: Columns<M>, D: Draft<M>>(
        self,
        fields: impl FnOnce(Fields<M>) -> C,
        draft: D,
    ) -> Run<'static, (M, bool)> {
        let site = std::panic::Location::caller();
        let sought = Sought::new(self, "update_or_create", fields(Handles::NEW), draft);
        Run::new(async move {
            let (sought, db) = sought?;
            sought.update_or_create(&db, site).await
        })
    }
}

/// A row that is looked for by some of a draft's values.
pub(super) struct Sought<M> {
    query: QuerySet<M, Plain>,
    /// The draft's values, by column.
    values: Vec<(usize, Expr)>,
    /// The columns that it is looked for by.
    by: Vec<usize>,
    /// What is loaded for it.
    prefetched: Vec<Prefetch>,
    verb: &'static str,
}

impl<M: Model> Sought<M> {
    /// The row of a query that has the draft's values of the columns `by`, and the handle to look for it on.
    pub(super) fn new<D: Draft<M>>(
        mut query: QuerySet<M, Plain>,
        verb: &'static str,
        by: impl Columns<M>,
        draft: D,
    ) -> Result<(Sought<M>, Db)> {
        let db = query.database()?;
        check_related(&query.plan, verb)?;
        let (by, values) = (named::<M>(by), draft.into_row().given());
        query.slice_first();
        for column in &by {
            let Some((_, value)) = values.iter().find(|(given, _)| given == column) else {
                return Err(Error::misuse(not_given(M::META, &M::META.columns[*column], verb)));
            };
            let condition = equal(&M::META.columns[*column], value.clone());
            query.plan.filters.push(Filter { condition });
        }
        query.plan.forget_order();
        let prefetched = std::mem::take(&mut query.plan.prefetch_related);
        Ok((Sought { query, values, by, prefetched, verb }, db))
    }

    pub(super) async fn get_or_create(mut self, db: &Db, site: Site) -> Result<(M, bool)> {
        self.query.plan.limit = Some(2); // one more than wanted tells "several" from "one"
        let there = There { statement: sql::rows(&self.query.plan)?, read: true, site };
        self.or_create(db, &there).await
    }

    pub(super) async fn update_or_create(self, db: &Db, site: Site) -> Result<(M, bool)> {
        match (self.assignments(), self.is_unique()) {
            (set, _) if set.is_empty() => self.get_or_create(db, site).await,
            (set, true) => self.write_or_create(db, &set, site).await,
            (set, false) => {
                db.atomic_at(site, |tx| async move { self.write_or_create(&tx, &set, site).await }).await
            }
        }
    }

    async fn write_or_create(self, db: &Db, set: &[Assignment], site: Site) -> Result<(M, bool)> {
        let statement = sql::update(&self.query.plan, set, &Returned::Row)?;
        self.or_create(db, &There { statement, read: false, site }).await
    }

    /// The row, or where there is none, one that is created unless it has come to be there meanwhile.
    ///
    /// Others may delete it as often as it is there, between the statements of one attempt.
    async fn or_create(&self, db: &Db, there: &There) -> Result<(M, bool)> {
        let connection = db.connection(there.site).await?;
        let mut attempts = 1;
        let (row, is_new) = loop {
            match self.attempt(db, &connection, there).await? {
                Attempt::Done(row, is_new) => break (row, is_new),
                Attempt::InTheWay(violation) if attempts == ATTEMPTS || self.is_of_another(&violation) => {
                    return Err(violation);
                }
                Attempt::InTheWay(_) => attempts += 1,
            }
        };
        if is_new || !there.read {
            // What RETURNING answers with has no rows joined to it.
            load::prefetch(&connection, &instead_of_joins(&self.query.plan.select_related), vec![&row])
                .await?;
        }
        load::prefetch(&connection, &self.prefetched, vec![&row]).await?;
        Ok((row, is_new))
    }

    async fn attempt(&self, db: &Db, connection: &Connection, there: &There) -> Result<Attempt<M>> {
        if let Some(row) = there.row(connection, &self.query.plan).await? {
            return Ok(Attempt::Done(row, false));
        }
        let new = sql::insert_unless_there(M::META, self.values.clone())?;
        let created_here = returned(connection, &new, 1).await;
        if let Some(row) = created_here.map_err(|error| told_of_deferrable::<M>(error, self.verb))?.pop() {
            return Ok(Attempt::Done(row, true));
        }
        if let Some(row) = there.row(connection, &self.query.plan).await? {
            return Ok(Attempt::Done(row, false));
        }
        // A row is in the way that is not the one looked for, or is gone again: the database says which.
        let new = sql::insert(M::META, self.values.clone())?;
        let outcome = match db.in_transaction() {
            true => {
                db.atomic_at(there.site, |tx| async move {
                    created(&tx.connection(there.site).await?, &new).await
                })
                .await
            }
            false => created(connection, &new).await,
        };
        match outcome {
            Ok(row) => Ok(Attempt::Done(row, true)),
            Err(violation) if violation.kind() == Kind::UniqueViolation => {
                let row = there.row(connection, &self.query.plan).await?;
                Ok(row.map_or(Attempt::InTheWay(violation), |row| Attempt::Done(row, false)))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the row in the way is known not to be the one looked for, since its constraint is on other columns.
    fn is_of_another(&self, violation: &Error) -> bool {
        let violated = violation.violation().map_or(&[][..], Violation::columns);
        let is_violated = |column: &usize| violated.iter().any(|name| name == M::META.columns[*column].name);
        let is_by = |name: &String| self.by.iter().any(|column| M::META.columns[*column].name == name);
        !violated.is_empty() && !self.by.iter().all(is_violated) && !violated.iter().all(is_by)
    }

    /// What an update sets: what the row is not looked for by.
    fn assignments(&self) -> Vec<Assignment> {
        let written = self
            .values
            .iter()
            .filter(|(column, _)| !self.by.contains(column) && !M::META.keys.contains(column));
        let mut set: Vec<Assignment> = written
            .map(|(column, value)| Assignment { column: &M::META.columns[*column], value: value.clone() })
            .collect();
        set.extend(sql::clocks_of_saves(M::META));
        set
    }

    /// Whether there is at most one such row.
    fn is_unique(&self) -> bool {
        let value = |column: &usize| self.values.iter().find(|(given, _)| given == column);
        M::META.keys.iter().all(|key| self.by.contains(key))
            || self.by.iter().any(|column| {
                M::META.columns[*column].unique
                    && value(column)
                        .is_some_and(|(_, value)| matches!(value, Expr::Param(value) if !value.is_null()))
            })
    }
}

/// What has come of looking for a row and creating it.
enum Attempt<M> {
    /// The row, and whether it is new.
    Done(M, bool),
    /// Neither found nor created: a unique constraint is violated.
    InTheWay(Error),
}

/// The row that is there, read or written by a statement.
struct There {
    /// `None` where it is known that there is none.
    statement: Option<Statement>,
    /// Whether it is read; otherwise it is written.
    read: bool,
    site: Site,
}

impl There {
    async fn row<M: Model>(&self, connection: &Connection, plan: &Plan) -> Result<Option<M>> {
        let Some(statement) = &self.statement else { return Ok(None) };
        if self.read {
            return load::fetch_one::<M, Plain>(connection, plan, statement).await;
        }
        let mut rows = returned::<M>(connection, statement, 1).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(several::<M>()),
        }
    }
}

/// Why a row cannot be looked up by a column of which a draft has no value.
fn not_given(model: &ModelMeta, column: &ColumnMeta, verb: &str) -> String {
    let (model, field) = (model.name, column.field);
    match sql::kept_by_the_database(column) {
        Some(why) => format!(
            "`{verb}` looks a `{model}` up by `{field}`, which a draft cannot set: {why}; leave it out of the closure, or \
             say what it is in a `filter` before"
        ),
        None => format!(
            "`{verb}` looks a `{model}` up by `{field}`, which the draft does not set; say `.{field}(…)` on it, or leave \
             `{field}` out of the closure"
        ),
    }
}

/// A row that is created among pairs would have none of its own.
fn check_related(plan: &Plan, verb: &str) -> Result<()> {
    match &plan.owners {
        Some(owners) if matches!(owners.relation.link, Link::Through { .. }) => Err(Error::misuse(format!(
            "`{verb}` of the queryset of `{}` would create a row that is not among those: call `.{}.{verb}(&db, …)`, which \
             relates it",
            owners.relation.path(),
            owners.relation.name
        ))),
        _ => Ok(()),
    }
}

/// The steps that load for a row what a query would have joined.
fn instead_of_joins(joined: &[Joined]) -> Vec<Prefetch> {
    let step = |joined: &Joined| {
        let mut plan = Plan::of((joined.relation.target)(), |_| ());
        plan.prefetch_related = instead_of_joins(&joined.nested);
        Prefetch { relation: joined.relation, plan, asked: Asked::Named }
    };
    joined.iter().map(step).collect()
}

fn equal(column: &'static ColumnMeta, value: Expr) -> Condition {
    let left = Expr::Column(crate::ast::ColumnRef { trail: None, column });
    if matches!(&value, Expr::Param(value) if value.is_null()) {
        return Condition::IsNull(left);
    }
    Condition::Compare { left, comparison: Comparison::Eq, right: value }
}

fn several<M: Model>() -> Error {
    let text =
        format!("more than one `{}` matches `update_or_create`; none of them is changed", M::META.name);
    Error::new(Kind::MultipleObjectsReturned, text)
}
