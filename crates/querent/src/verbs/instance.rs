//! Instances that are saved, deleted and read again.

use crate::ast::Plan;
use crate::error::{Error, Kind, Result};
use crate::exec::{Db, Run};
use crate::lookup::{Assign, Columns};
use crate::meta::ColumnMeta;
use crate::model::{Fields, Handles, Key, Model, Reader, Root};
use crate::sql::{self, RowKey, Statement};
use crate::watch::{Origin, Site};

use super::rows::{execute, exists};

/// What instances do: `save`, `save_only`, `update`, `delete` and `refresh`, for every model.
///
/// A model's own methods of these names win over them.
pub trait Instance: Model {
    /// Writes the instance: one UPDATE by key of all its columns that are in memory.
    ///
    /// Columns kept by `auto_now` are set by the database's clock, and come back with a `version` and what the
    /// database generates. A deferred field that is not loaded is not written.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key: new rows are made by
    /// `draft().create(…)`. [`Kind::Stale`](crate::Kind::Stale) if the model has a `version` and somebody else has
    /// saved the row since it was read.
    #[track_caller]
    fn save<'a>(&'a mut self, db: &Db) -> Run<'a, ()> {
        let loaded = |column: &usize| !Self::META.columns[*column].deferred || self.param(*column).is_some();
        let columns = (0..Self::META.columns.len()).filter(|column| !Self::META.keys.contains(column));
        let columns = columns.filter(loaded).collect();
        Run::new(write(self, db.clone(), columns, std::panic::Location::caller()))
    }

    /// Writes the named columns only: `product.save_only(&db, |p| (p.stock,))`.
    ///
    /// Columns kept by `auto_now` are set, too, and read back.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key, and
    /// [`Kind::Misuse`](crate::Kind::Misuse) for a deferred field that is not loaded.
    #[track_caller]
    fn save_only<'a, C: Columns<Self>>(
        &'a mut self,
        db: &Db,
        columns: impl FnOnce(Fields<Self>) -> C,
    ) -> Run<'a, ()> {
        let mut named = Vec::new();
        columns(Handles::NEW).columns(&mut named);
        let columns = places::<Self>(&named);
        Run::new(write(self, db.clone(), columns, std::panic::Location::caller()))
    }

    /// Sets columns to what the database computes of the row as it is there, and reads them back, Django's `F` on an
    /// instance: `product.update(&db, |p| p.stock.set(p.stock - 1))`.
    ///
    /// `UPDATE … SET … WHERE key = $n RETURNING …`: what is set is current afterwards, as are the columns that a
    /// [`save`](Instance::save) reads back. Nothing else of the instance is written or read.
    ///
    /// # Errors
    ///
    /// As [`save`](Instance::save), and [`Kind::Misuse`](crate::Kind::Misuse) for a value that needs another table.
    #[track_caller]
    fn update<'a, A: Assign<Self>>(
        &'a mut self,
        db: &Db,
        assignments: impl FnOnce(Fields<Self>) -> A,
    ) -> Run<'a, ()> {
        let site = std::panic::Location::caller();
        let (db, mut set) = (db.clone(), Vec::new());
        assignments(Handles::NEW).assign(&mut set);
        Run::new(async move {
            let columns = places::<Self>(&set.iter().map(|assignment| assignment.column).collect::<Vec<_>>());
            if columns.is_empty() {
                return Err(Error::misuse(format!(
                    "`update` of a `{}` was given nothing to set",
                    Self::META.name
                )));
            }
            let statement = sql::set_row(Self::META, &set, &columns, row_key(self))?;
            save(self, &db, &statement, &columns, site).await
        })
    }

    /// Deletes the row; what refers to it follows its `on_delete`.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key,
    /// [`Kind::Stale`](crate::Kind::Stale) if the model has a `version` and somebody else has saved the row since it
    /// was read, and [`Kind::ForeignKeyViolation`](crate::Kind::ForeignKeyViolation) if a row that refers to it
    /// forbids it.
    #[track_caller]
    fn delete(&self, db: &Db) -> Run<'static, ()> {
        let site = std::panic::Location::caller();
        let (db, row, key) = (db.clone(), row_key(self), self.key());
        Run::new(async move {
            match execute(&db, Some(sql::delete_row(Self::META, row)?), site).await? {
                0 => Err(not_written::<Self>(&db, key, site).await),
                _ => Ok(()),
            }
        })
    }

    /// Reads the row again, with those deferred fields that are loaded; what was loaded of its relations is forgotten.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key.
    #[track_caller]
    fn refresh<'a>(&'a mut self, db: &Db) -> Run<'a, ()> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            let key = self.key().key_param();
            let mut plan = Plan::of(Self::META, Self::ordering::<Root<Self>>).with_key(key);
            let columns = Self::META.columns.iter().enumerate();
            let loaded = columns.filter(|(at, column)| column.deferred && self.param(*at).is_some());
            plan.undeferred = loaded.map(|(_, column)| column).collect();
            let Some(statement) = sql::rows(&plan)? else {
                return Err(is_gone::<Self>());
            };
            let connection = db.connection(site).await?;
            let row = connection.query_first(&statement).await?.ok_or_else(is_gone::<Self>)?;
            let mut reader = Reader::new(&row, Self::META, origin(self)).with(&plan.undeferred);
            *self = Self::decode(&mut reader)?;
            Ok(())
        })
    }
}

impl<M: Model> Instance for M {}

fn is_gone<M: Model>() -> Error {
    let (model, table) = (M::META.name, M::META.table);
    let text = format!(
        "the row of this `{model}` is gone: nothing in `{table}` has its key; `{model}::draft()` makes a new one"
    );
    Error::new(Kind::DoesNotExist, text)
}

fn not_loaded<M: Model>(column: usize) -> Error {
    let field = M::META.columns[column].field;
    Error::misuse(format!(
        "`save_only` of `{}.{field}`, which is deferred and not loaded: there is nothing to write; give it a value with \
         `.{field}.set(…)`",
        M::META.name
    ))
}

/// The indices of columns, each once.
fn places<M: Model>(columns: &[&'static ColumnMeta]) -> Vec<usize> {
    let place =
        |column: &&'static ColumnMeta| M::META.columns.iter().position(|own| std::ptr::eq(own, *column));
    let mut places: Vec<usize> = columns.iter().filter_map(place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Where the row of an instance comes from, as its relations know.
fn origin<M: Model>(instance: &M) -> Origin {
    let relation = M::META.relations.first();
    relation.map(|relation| instance.slot(relation.index).origin().clone()).unwrap_or_default()
}

fn row_key<M: Model>(instance: &M) -> RowKey {
    let version = M::META.version().and_then(|version| instance.param(version));
    RowKey { key: instance.key().key_param(), version }
}

async fn write<M: Model>(instance: &mut M, db: Db, columns: Vec<usize>, site: Site) -> Result<()> {
    let values = columns.into_iter().filter(|column| !M::META.columns[*column].default.is_computed());
    let value = |column| match instance.param(column) {
        Some(value) => Ok((column, value)),
        None => Err(not_loaded::<M>(column)),
    };
    let values = values.map(value).collect::<Result<_>>()?;
    let statement = sql::update_row(M::META, values, row_key(instance))?;
    save(instance, &db, &statement, &[], site).await
}

/// Runs a statement that writes the instance, and reads `columns` back and those that the database keeps.
async fn save<M: Model>(
    instance: &mut M,
    db: &Db,
    statement: &Statement,
    columns: &[usize],
    site: Site,
) -> Result<()> {
    let row = db.connection(site).await?.query_first(statement).await?;
    let Some(row) = row else {
        return Err(not_written::<M>(db, instance.key(), site).await);
    };
    let mut reader = Reader::new(&row, M::META, origin(instance)).whole();
    reader.skip(1); // the key, which is there to be asked for
    columns
        .iter()
        .copied()
        .chain(M::META.computed())
        .try_for_each(|column| instance.assign(column, &mut reader))
}

/// Why a row was not written: it is gone, or it has another version.
async fn not_written<M: Model>(db: &Db, key: M::Key, site: Site) -> Error {
    if M::META.version().is_none() {
        return is_gone::<M>();
    }
    let plan = Plan::of(M::META, M::ordering::<Root<M>>).with_key(key.key_param());
    match exists(db, &plan, site).await {
        Ok(true) => is_stale::<M>(),
        Ok(false) => is_gone::<M>(),
        Err(error) => error,
    }
}

fn is_stale<M: Model>() -> Error {
    let model = M::META.name;
    let text = format!(
        "somebody else has saved the row of this `{model}` since it was read: its `version` is another one; read it \
         again with `.refresh(&db)`, and repeat what is to be changed"
    );
    Error::new(Kind::Stale, text)
}
