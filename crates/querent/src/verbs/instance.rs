//! Instances that are saved, deleted and read again.

use crate::ast::{ColumnRef, Expr, Output, Plan};
use crate::error::Error;
use crate::exec::{Db, Run};
use crate::lookup::{Assign, Columns};
use crate::model::{Fields, Handles, Key, Model, Reader, Root};
use crate::sql;
use crate::watch::{Call, Write};

use super::row::{is_gone, named, not_found, origin, places, read_back, row_key, unread, write};
use super::rows::{execute, refused};

/// What instances do: `save`, `save_only`, `update`, `delete`, `refresh` and `refresh_only`, for every model.
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
    /// [`Kind::Decode`](crate::Kind::Decode) if what comes back cannot be held: the row is written then, and the
    /// instance is as it was.
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
    /// Django's `save(update_fields=…)`. Columns kept by `auto_now` are set, too, and read back.
    ///
    /// # Errors
    ///
    /// As [`save`](Instance::save), and [`Kind::Misuse`](crate::Kind::Misuse) for a deferred field that is not loaded.
    #[track_caller]
    fn save_only<'a, C: Columns<Self>>(
        &'a mut self,
        db: &Db,
        columns: impl FnOnce(Fields<Self>) -> C,
    ) -> Run<'a, ()> {
        let columns = named(columns(Handles::NEW));
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
            let returned: Vec<usize> = columns.into_iter().chain(Self::META.computed()).collect();
            let statement = sql::set_row(Self::META, &set, &returned, row_key(self))?;
            let mut call = Call::begin(site);
            call.writes(db.pool_number(), Self::META, Write::Save)?;
            read_back(self, &db, &statement, returned.into_iter(), call).await.map_err(unread)
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
            let statement = sql::delete_row(Self::META, row)?;
            let mut call = Call::begin(site);
            call.writes(db.pool_number(), Self::META, Write::Delete)?;
            let deleted = execute(&db, Some(statement), call).await;
            match deleted.map_err(|error| refused(Self::META, error))? {
                0 => Err(not_found::<Self>(&db, key, site).await),
                _ => Ok(()),
            }
        })
    }

    /// Reads the row again, with those deferred fields that are loaded: Django's `refresh_from_db()`. What was loaded of its
    /// relations is forgotten.
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
            let connection = db.connection(Call::begin(site).expecting_changes()).await?;
            let row = connection.query_first(&statement).await?.ok_or_else(is_gone::<Self>)?;
            let origin = origin(self);
            let mut reader = Reader::new(&row, Self::META, origin.row()).with(&plan.undeferred);
            *self = Self::decode(&mut reader)?;
            Ok(())
        })
    }

    /// Reads the named columns again, deferred ones too; the rest of the instance stays as it is:
    /// `product.refresh_only(&db, |p| (p.stock, p.category))`, Django's `refresh_from_db(fields=…)`. A key that is read forgets
    /// the row it pointed at.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key. If one of the columns cannot
    /// be read, [`Kind::Decode`](crate::Kind::Decode), and the instance is as it was.
    #[track_caller]
    fn refresh_only<'a, C: Columns<Self>>(
        &'a mut self,
        db: &Db,
        columns: impl FnOnce(Fields<Self>) -> C,
    ) -> Run<'a, ()> {
        let site = std::panic::Location::caller();
        let (db, mut named) = (db.clone(), Vec::new());
        columns(Handles::NEW).columns(&mut named);
        Run::new(async move {
            let columns = places::<Self>(&named);
            let key = self.key().key_param();
            let mut plan = Plan::of(Self::META, Self::ordering::<Root<Self>>).with_key(key);
            let value = |column| Expr::Column(ColumnRef { trail: None, column: &Self::META.columns[column] });
            plan.output =
                Output::Values(std::iter::once(Self::META.key).chain(columns.clone()).map(value).collect());
            match sql::rows(&plan)? {
                Some(statement) => {
                    read_back(
                        self,
                        &db,
                        &statement,
                        columns.into_iter(),
                        Call::begin(site).expecting_changes(),
                    )
                    .await
                }
                None => Err(is_gone::<Self>()),
            }
        })
    }
}

impl<M: Model> Instance for M {}
