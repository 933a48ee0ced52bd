//! New rows, or new values for those that are there already.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::panic::Location;

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::ast::{Assignment, Expr};
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Run};
use crate::load::read_all;
use crate::lookup::{Assign, Columns};
use crate::meta::DefaultMeta;
use crate::model::{Fields, Handles, Model, Reader};
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, Action, Answer, Conflict, Statement, Target};
use crate::watch::{RowOf, Site, awaited};

use super::batches::{Batch, Sequence, of_drafts};
use super::bulk::{BulkCreate, Failed, kept_back};
use super::conflicts::told_of_deferrable;
use super::draft::Draft;
use super::row::{named, new_unread};

/// Creates the draft's row, or writes its values into the row with its primary key.
#[doc(hidden)]
#[track_caller]
pub fn upsert<M: Model, D: Draft<M>>(db: &Db, draft: D) -> Run<'static, Upserted<M>> {
    let site = Location::caller();
    let upsert = QuerySet::<M>::new(db).upsert([draft]);
    Run::new(async move {
        let written = upsert.run(Answer::RowsAndWhether, site).await?.pop();
        let (row, inserted) = written.ok_or_else(|| kept_back::<M>("written", 0, 1, Failed::Committed))?;
        Ok(Upserted { row, inserted })
    })
}

/// A row that an upsert has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upserted<M> {
    /// The row as it is in the table.
    pub row: M,
    /// Whether it is a new one; otherwise it was there, and columns of it were set.
    pub inserted: bool,
}

impl<M: Model> QuerySet<M, Plain> {
    /// Creates rows, or writes the drafts' values into those that are there: `INSERT … ON CONFLICT … DO UPDATE`, one text
    /// for any number of rows. It is Django's `bulk_create(update_conflicts=True, …)`.
    ///
    /// The primary key tells whether a row is there, unless [`on_conflict`](Upsert::on_conflict) says something else.
    /// Then all columns are updated that the drafts set, but for those that tell and for the primary key; those kept by
    /// `auto_now` are set, too. The rows come back in the order of the drafts.
    ///
    /// Drafts that set different fields are written in their order and in one transaction, those that stand together and
    /// set the same ones by one statement. So two drafts may be for one row if they set different fields, and the later one
    /// wins; sort the drafts of many rows by the fields that they set.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, #[field(unique)] iso: String, name: String, hits: i32 }
    /// # async fn example(db: &Db, drafts: Vec<CountryDraft>) -> querent::Result<()> {
    /// let written = Country::objects(db)
    ///     .upsert(drafts)
    ///     .on_conflict(|c| c.iso)
    ///     .update(|c| c.name)
    ///     .set(|c| c.hits.set(c.hits + excluded(c.hits)))
    ///     .await?;
    /// let new = written.iter().filter(|country| country.inserted).count();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// - [`Kind::Misuse`](crate::Kind::Misuse) if a draft does not set a column that tells whether a row is there, or one
    ///   that is to be updated.
    /// - [`Kind::Database`](crate::Kind::Database) if no unique constraint or index holds those columns together, and if
    ///   two drafts are for one row.
    #[track_caller]
    pub fn upsert<D: Draft<M>>(self, drafts: impl IntoIterator<Item = D>) -> Upsert<M> {
        Upsert {
            db: self.database(),
            batches: of_drafts(drafts, Sequence::Kept),
            target: Target::Columns(M::META.keys.to_vec()),
            columns: None,
            set: Vec::new(),
            made: Location::caller(),
            of: PhantomData,
        }
    }
}

/// Rows that are created or updated once this is awaited.
#[must_use = "nothing is written until it is awaited"]
pub struct Upsert<M> {
    db: Result<Db>,
    batches: Vec<Batch>,
    target: Target,
    columns: Option<Vec<usize>>,
    set: Vec<Assignment>,
    made: Site,
    of: PhantomData<fn() -> M>,
}

impl<M: Model> Upsert<M> {
    /// The columns that tell whether a row is there: those of a unique constraint or index.
    pub fn on_conflict<C: Columns<M>>(mut self, columns: impl FnOnce(Fields<M>) -> C) -> Self {
        self.target = Target::Columns(named::<M>(columns(Handles::NEW)));
        self
    }

    /// The constraint that tells whether a row is there, by its name.
    pub fn on_constraint(mut self, name: impl Into<String>) -> Self {
        self.target = Target::Constraint(name.into());
        self
    }

    /// Gives a row that is there the drafts' values of these columns, and of no others.
    pub fn update<C: Columns<M>>(mut self, columns: impl FnOnce(Fields<M>) -> C) -> Self {
        self.columns = Some(named::<M>(columns(Handles::NEW)));
        self
    }

    /// Sets columns of a row that is there to values of its own, or to what [`excluded`](crate::lookup::excluded) gives of
    /// the draft. Without [`update`](Self::update) no other columns are updated.
    pub fn set<A: Assign<M>>(mut self, assignments: impl FnOnce(Fields<M>) -> A) -> Self {
        assignments(Handles::NEW).assign(&mut self.set);
        self
    }

    /// Leaves rows that are there as they are; only those that are created come back.
    pub fn do_nothing(self) -> BulkCreate<M> {
        let conflict = Conflict { target: self.target, action: Action::Nothing };
        let Upsert { db, batches, made, .. } = self;
        BulkCreate { db, batches, conflict: Some(conflict), made, of: PhantomData }
    }

    /// The rows without whether they are new, which PostgreSQL does not say of a partitioned table's.
    #[track_caller]
    pub fn returning_rows(self) -> Run<'static, Vec<M>> {
        let site = Location::caller();
        Run::new(async move {
            let written = self.run(Answer::Rows, site).await?;
            Ok(written.into_iter().map(|(row, _)| row).collect())
        })
    }

    /// The rows, each with whether it is new if that is what is asked for.
    async fn run(self, answer: Answer, site: Site) -> Result<Vec<(M, bool)>> {
        let mut statements = Vec::with_capacity(self.batches.len());
        for batch in &self.batches {
            statements.push(self.conflict(batch)?);
        }
        let (db, computed) = (self.db?, self.set.iter().any(|assignment| asks(&assignment.value)));
        let writing = Writing { target: self.target, computed, answer };
        let failed = match statements.len() {
            0 => return Ok(Vec::new()),
            1 if db.in_transaction() => Failed::InBlock,
            1 => Failed::Committed,
            _ => Failed::RolledBack,
        };
        let batches = self.batches.into_iter().zip(statements);
        if let Failed::RolledBack = failed {
            return db
                .atomic_at(site, |tx| async move { writing.write_all(&tx, batches, failed, site).await })
                .await;
        }
        writing.write_all(&db, batches, failed, site).await
    }

    /// What becomes of the rows of a batch that are there.
    fn conflict(&self, batch: &Batch) -> Result<Conflict> {
        let (model, field) = (M::META.name, |column: usize| M::META.columns[column].field);
        // A column that the database alone keeps has a value of the new row, too.
        let missing = |column: &&usize| {
            sql::kept_by_the_database(&M::META.columns[**column]).is_none()
                && !batch.columns().any(|set| set == **column)
        };
        let tells: &[usize] = match &self.target {
            Target::Columns(columns) => columns,
            Target::Any | Target::Constraint(_) => &[],
        };
        if let Some(column) = tells.iter().find(missing) {
            return Err(Error::misuse(format!(
                "`upsert` of `{model}` is to find rows by `{0}`, which a draft does not set; say `.{0}(…)` on it, or \
                 `on_conflict` with the columns of another unique constraint",
                field(*column)
            )));
        }
        let by_clock = |column: &usize| matches!(M::META.columns[*column].default, DefaultMeta::AutoNow(_));
        let is_set =
            |column: &usize| self.set.iter().any(|set| std::ptr::eq(set.column, &M::META.columns[*column]));
        let columns: Vec<usize> = match &self.columns {
            Some(columns) => columns.clone(),
            None if !self.set.is_empty() => Vec::new(),
            None => {
                let own = |column: &usize| !tells.contains(column) && !M::META.keys.contains(column);
                batch.columns().filter(own).collect()
            }
        };
        if let Some(key) = columns.iter().find(|column| M::META.keys.contains(column)) {
            return Err(Error::misuse(format!(
                "`upsert` of `{model}` is to update its primary key `{}`; a row that is there keeps its key",
                field(*key)
            )));
        }
        let columns: Vec<usize> =
            columns.into_iter().filter(|column| !by_clock(column) && !is_set(column)).collect();
        if let Some(column) = columns.iter().find(missing) {
            return Err(Error::misuse(format!(
                "`upsert` of `{model}` is to update `{0}`, which a draft does not set; say `.{0}(…)` on it",
                field(*column)
            )));
        }
        let action = Action::Update { columns, set: self.set.clone() };
        Ok(Conflict { target: self.target.clone(), action })
    }
}

/// Whether a value has a query in it, which may fail with the code of two drafts for one row.
fn asks(value: &Expr) -> bool {
    value.any(&mut |part| matches!(part, Expr::Subquery(..)))
}

/// An upsert that is under way.
struct Writing {
    target: Target,
    /// Whether a query is a part of what is set.
    computed: bool,
    answer: Answer,
}

impl Writing {
    async fn write_all<M: Model>(
        &self,
        db: &Db,
        batches: impl Iterator<Item = (Batch, Conflict)> + Send,
        failed: Failed,
        site: Site,
    ) -> Result<Vec<(M, bool)>> {
        let connection = db.connection(site).await?;
        let mut written: Vec<(usize, (M, bool))> = Vec::new();
        for (batch, conflict) in batches {
            let places = batch.places.clone();
            let given = batch.new_rows(M::META);
            let statement = sql::insert_many(M::META, given, Some(&conflict), self.answer)?;
            let rows =
                self.rows(&connection, &statement).await.map_err(|error| self.explained::<M>(error))?;
            if rows.len() != places.len() {
                return Err(kept_back::<M>("written", rows.len(), places.len(), failed));
            }
            written.extend(places.into_iter().zip(rows));
        }
        written.sort_by_key(|(place, _)| *place);
        Ok(written.into_iter().map(|(_, row)| row).collect())
    }

    /// The rows that a statement returns, each with whether it is new.
    async fn rows<M: Model>(&self, connection: &Connection, statement: &Statement) -> Result<Vec<(M, bool)>> {
        let mut written = Vec::new();
        let read = |row: &Row| {
            let mut reader = Reader::new(row, M::META, RowOf::UNKNOWN).whole();
            let row = M::decode(&mut reader)?;
            reader.enter_values();
            let inserted = self.answer == Answer::RowsAndWhether && reader.value()?;
            written.push((row, inserted));
            Ok(())
        };
        read_all(connection, statement, read).await.map_err(new_unread)?;
        Ok(written)
    }

    /// The error with what it means for an upsert.
    fn explained<M: Model>(&self, error: Error) -> Error {
        let (model, table) = (M::META.name, M::META.table);
        let what = match &self.target {
            Target::Columns(columns) => {
                let fields: Vec<&str> = columns.iter().map(|column| M::META.columns[*column].field).collect();
                format!("`{}`", fields.join("`, `"))
            }
            Target::Constraint(name) => format!("the constraint `{name}`"),
            Target::Any => "a constraint".to_owned(),
        };
        let text = match error.code() {
            Some(code) if *code == SqlState::CARDINALITY_VIOLATION && !self.computed => format!(
                "two drafts of one `upsert` of `{model}` are for one row, by {what}: leave one of them out"
            ),
            Some(code) if *code == SqlState::INVALID_COLUMN_REFERENCE => format!(
                "`upsert` of `{model}` cannot tell which rows are there: no unique constraint or index of `{table}` is on \
                 {what} alone"
            ),
            Some(code)
                if *code == SqlState::UNDEFINED_OBJECT && matches!(self.target, Target::Constraint(_)) =>
            {
                format!("`upsert` of `{model}` cannot tell which rows are there: `{table}` has not {what}")
            }
            Some(code)
                if *code == SqlState::FEATURE_NOT_SUPPORTED
                    && error.kind() != Kind::OutdatedStatement // which has this code, too
                    && self.answer == Answer::RowsAndWhether =>
            {
                format!(
                    "`upsert` of `{model}` cannot tell which rows are new if `{table}` is partitioned or a view: write \
                 `.upsert(…).returning_rows()`, which does not"
                )
            }
            _ => return told_of_deferrable::<M>(error, "upsert"),
        };
        error.reworded(text)
    }
}

/// The rows, each with whether it is new, in the order of the drafts.
#[diagnostic::do_not_recommend]
impl<M: Model> IntoFuture for Upsert<M> {
    type Output = Result<Vec<Upserted<M>>>;
    type IntoFuture = Run<'static, Vec<Upserted<M>>>;

    #[track_caller]
    fn into_future(self) -> Self::IntoFuture {
        let site = awaited(Location::caller(), self.made);
        Run::new(async move {
            let written = self.run(Answer::RowsAndWhether, site).await?;
            Ok(written.into_iter().map(|(row, inserted)| Upserted { row, inserted }).collect())
        })
    }
}

impl<M: Model> fmt::Debug for Upsert<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drafts: usize = self.batches.iter().map(|batch| batch.places.len()).sum();
        write!(f, "Upsert<{}>({drafts})", M::META.name)
    }
}
