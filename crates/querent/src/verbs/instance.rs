//! Instances that are saved, deleted and read again.

use crate::ast::Plan;
use crate::error::{Error, Kind, Result};
use crate::exec::{Db, Run};
use crate::lookup::Columns;
use crate::meta::DefaultMeta;
use crate::model::{Fields, Handles, Key, Model, Reader, Root};
use crate::sql;
use crate::watch::{Origin, Site};

use super::rows::execute;

/// What instances do: `save`, `save_only`, `delete` and `refresh`, for every model.
///
/// A model's own methods of these names win over them.
pub trait Instance: Model {
    /// Writes the instance: one UPDATE by key of all its columns that are in memory.
    ///
    /// Columns kept by `auto_now` are set by the database's clock and read back.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key: new rows are made by
    /// `draft().create(…)`.
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
        let place = |column: &&crate::meta::ColumnMeta| {
            Self::META.columns.iter().position(|own| std::ptr::eq(own, *column))
        };
        let mut columns: Vec<usize> = named.iter().filter_map(place).collect();
        columns.sort_unstable();
        columns.dedup();
        Run::new(write(self, db.clone(), columns, std::panic::Location::caller()))
    }

    /// Deletes the row; what refers to it follows its `on_delete`.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key.
    #[track_caller]
    fn delete(&self, db: &Db) -> Run<'static, ()> {
        let site = std::panic::Location::caller();
        let (db, key) = (db.clone(), self.key().key_param());
        Run::new(async move {
            match execute(&db, Some(sql::delete_row(Self::META, key)?), site).await? {
                0 => Err(is_gone::<Self>()),
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
            let relation = Self::META.relations.first();
            let origin = relation.map(|relation| self.slot(relation.index).origin().clone());
            let mut reader = Reader::new(&row, Self::META, origin.unwrap_or_default()).with(&plan.undeferred);
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

async fn write<M: Model>(instance: &mut M, db: Db, columns: Vec<usize>, site: Site) -> Result<()> {
    let by_clock = |column: &usize| matches!(M::META.columns[*column].default, DefaultMeta::AutoNow(_));
    let values = columns.into_iter().filter(|column| !by_clock(column));
    let value = |column| match instance.param(column) {
        Some(value) => Ok((column, value)),
        None => Err(not_loaded::<M>(column)),
    };
    let values = values.map(value).collect::<Result<_>>()?;
    let statement = sql::update_row(M::META, values, instance.key().key_param())?;
    let connection = db.connection(site).await?;
    let row = connection.query_first(&statement).await?.ok_or_else(is_gone::<M>)?;
    let mut reader = Reader::new(&row, M::META, Origin::default());
    reader.skip(1); // the key, which is there to be asked for
    (0..M::META.columns.len()).filter(by_clock).try_for_each(|column| instance.assign(column, &mut reader))
}
