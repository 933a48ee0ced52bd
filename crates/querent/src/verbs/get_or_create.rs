//! One row by what it is looked up by, which is created where it is not there.

use crate::ast::{Assignment, Comparison, Condition, Expr, Filter, Plan};
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Run};
use crate::load;
use crate::lookup::Columns;
use crate::meta::{ColumnMeta, Link};
use crate::model::{Fields, Handles, Model};
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, Returned, Statement};
use crate::watch::Site;

use super::create::{created, returned};
use super::draft::Draft;
use super::row::named;

/// How often a row is looked for and created that is gone again when it is read. A row that is in the way of the draft and
/// is not the one looked for looks the same, and is told after so many attempts.
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
    /// transaction outlives. A row that was created meanwhile is then read by the same SELECT.
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
    /// Columns kept by `auto_now` are set, too; the primary key is only for rows that are created. As with
    /// [`get_or_create`](Self::get_or_create), several tasks may do this at once.
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
    /// several rows.
    ///
    /// # Errors
    ///
    /// As those of [`get_or_create`](Self::get_or_create).
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
}

impl<M: Model> Sought<M> {
    /// The row of a query that has the draft's values of the columns `by`, and the handle to look for it on.
    pub(super) fn new<D: Draft<M>>(
        mut query: QuerySet<M, Plain>,
        verb: &str,
        by: impl Columns<M>,
        draft: D,
    ) -> Result<(Sought<M>, Db)> {
        let db = query.database()?;
        check_related(&query.plan, verb)?;
        let (by, values) = (named::<M>(by), draft.into_row().given());
        query.slice_first();
        for column in &by {
            let Some((_, value)) = values.iter().find(|(given, _)| given == column) else {
                return Err(Error::misuse(format!(
                    "`{verb}` looks a `{0}` up by `{1}`, which the draft does not set; say `.{1}(…)` on it, or leave \
                     `{1}` out of the closure",
                    M::META.name,
                    M::META.columns[*column].field,
                )));
            };
            let condition = equal(&M::META.columns[*column], value.clone());
            query.plan.filters.push(Filter { condition });
        }
        query.plan = query.plan.unordered();
        Ok((Sought { query, values, by }, db))
    }

    pub(super) async fn get_or_create(mut self, db: &Db, site: Site) -> Result<(M, bool)> {
        self.query.plan.limit = Some(2); // one more than wanted tells "several" from "one"
        let there = There { statement: sql::rows(&self.query.plan)?, plan: Some(self.query.plan), site };
        there.or_create(db, self.values).await
    }

    pub(super) async fn update_or_create(self, db: &Db, site: Site) -> Result<(M, bool)> {
        match (self.assignments(), self.is_unique()) {
            (set, _) if set.is_empty() => self.get_or_create(db, site).await,
            (set, true) => self.write_or_create(db, &set, site).await,
            (set, false) => {
                db.atomic_send(|tx| async move { self.write_or_create(&tx, &set, site).await }).await
            }
        }
    }

    async fn write_or_create(self, db: &Db, set: &[Assignment], site: Site) -> Result<(M, bool)> {
        let there =
            There { statement: sql::update(&self.query.plan, set, &Returned::Row)?, plan: None, site };
        there.or_create(db, self.values).await
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
        if !set.is_empty() {
            set.extend(sql::clocks_of_saves(M::META));
        }
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

/// The row that is there, read or written by a statement.
struct There {
    /// `None` where it is known that there is none.
    statement: Option<Statement>,
    /// The query that the statement is of; `None` for one that writes the row.
    plan: Option<Plan>,
    site: Site,
}

impl There {
    async fn row<M: Model>(&self, connection: &Connection) -> Result<Option<M>> {
        let Some(statement) = &self.statement else { return Ok(None) };
        if let Some(plan) = &self.plan {
            return load::fetch_one::<M, Plain>(connection, plan, statement, self.site).await;
        }
        let mut rows = returned::<M>(connection, statement).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(several::<M>()),
        }
    }

    /// The row, or where there is none, one that is created unless it has come to be there meanwhile.
    ///
    /// Others may delete it as often as it is there, between the statements of one attempt.
    async fn or_create<M: Model>(&self, db: &Db, values: Vec<(usize, Expr)>) -> Result<(M, bool)> {
        let connection = db.connection(self.site).await?;
        for _ in 1..ATTEMPTS {
            match self.attempt(db, &connection, &values).await {
                Err(violation) if violation.kind() == Kind::UniqueViolation => {}
                outcome => return outcome,
            }
        }
        self.attempt(db, &connection, &values).await
    }

    async fn attempt<M: Model>(
        &self,
        db: &Db,
        connection: &Connection,
        values: &[(usize, Expr)],
    ) -> Result<(M, bool)> {
        if let Some(row) = self.row(connection).await? {
            return Ok((row, false));
        }
        let new = sql::insert_unless_there(M::META, values.to_vec())?;
        if let Some(row) = returned(connection, &new).await?.pop() {
            return Ok((row, true));
        }
        if let Some(row) = self.row(connection).await? {
            return Ok((row, false));
        }
        // A row is in the way that is not the one looked for, or is gone again: the database says which.
        let new = sql::insert(M::META, values.to_vec())?;
        let outcome = match db.in_transaction() {
            true => {
                db.atomic_send(|tx| async move { created(&tx.connection(self.site).await?, &new).await })
                    .await
            }
            false => created(connection, &new).await,
        };
        match outcome {
            Ok(row) => Ok((row, true)),
            Err(violation) if violation.kind() == Kind::UniqueViolation => {
                let row = self.row(connection).await?;
                row.map(|row| (row, false)).ok_or(violation)
            }
            Err(error) => Err(error),
        }
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
