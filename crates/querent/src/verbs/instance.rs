//! Instances that are saved, deleted and read again.

use crate::error::Result;
use crate::exec::{Db, Run};
use crate::lookup::Columns;
use crate::meta::DefaultMeta;
use crate::model::{Fields, Handles, Model, Reader};
use crate::sql;
use crate::types::Scalar;
use crate::watch::{Origin, Site};

use super::rows::{does_not_exist, execute};

/// What instances do: `save`, `save_only`, `delete` and `refresh`, for every model.
///
/// A model's own methods of these names win over them.
pub trait Instance: Model {
    /// Writes the instance: one UPDATE by key of all its columns.
    ///
    /// Columns kept by `auto_now` are set by the database's clock and read back.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key: new rows are made by
    /// `draft().create(…)`.
    #[track_caller]
    fn save<'a>(&'a mut self, db: &Db) -> Run<'a, ()> {
        let columns = (0..Self::META.columns.len()).filter(|column| *column != Self::META.key).collect();
        Run::new(write(self, db.clone(), columns, std::panic::Location::caller()))
    }

    /// Writes the named columns only: `product.save_only(&db, |p| (p.stock,))`.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key.
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
        let (db, key) = (db.clone(), Scalar::into_param(self.key()));
        Run::new(async move {
            match execute(&db, Some(sql::delete_row(Self::META, key)?), site).await? {
                0 => Err(does_not_exist::<Self>()),
                _ => Ok(()),
            }
        })
    }

    /// Reads the row again; loaded relations whose key has changed are forgotten.
    ///
    /// # Errors
    ///
    /// [`Kind::DoesNotExist`](crate::Kind::DoesNotExist) if there is no row with its key.
    #[track_caller]
    fn refresh<'a>(&'a mut self, db: &Db) -> Run<'a, ()> {
        let site = std::panic::Location::caller();
        let db = db.clone();
        Run::new(async move {
            let plan = by_key(self);
            let Some(statement) = sql::rows(&plan)? else { return Err(does_not_exist::<Self>()) };
            let connection = db.connection(site).await?;
            let row = connection.query_first(&statement).await?.ok_or_else(does_not_exist::<Self>)?;
            Self::decode(&mut Reader::new(&row, Self::META, Origin::default()))?; // all of it, or nothing changes
            let mut reader = Reader::new(&row, Self::META, Origin::default());
            (0..Self::META.columns.len()).try_for_each(|column| self.assign(column, &mut reader))
        })
    }
}

impl<M: Model> Instance for M {}

fn by_key<M: Model>(instance: &M) -> crate::ast::Plan {
    use crate::ast::{ColumnRef, Comparison, Condition, Expr, Filter, Ordering, Plan};
    let left = Expr::Column(ColumnRef { trail: None, column: M::META.key_column() });
    let right = Expr::Param(Scalar::into_param(instance.key()));
    let mut plan = Plan::of(M::META, M::ordering);
    plan.ordering = Ordering::Keys(Vec::new());
    plan.filters.push(Filter { condition: Condition::Compare { left, comparison: Comparison::Eq, right } });
    plan
}

async fn write<M: Model>(instance: &mut M, db: Db, columns: Vec<usize>, site: Site) -> Result<()> {
    let by_clock = |column: &usize| matches!(M::META.columns[*column].default, DefaultMeta::AutoNow(_));
    let values = columns.into_iter().filter(|column| !by_clock(column));
    let values = values.map(|column| (column, instance.param(column))).collect();
    let statement = sql::update_row(M::META, values, Scalar::into_param(instance.key()))?;
    let connection = db.connection(site).await?;
    let row = connection.query_first(&statement).await?.ok_or_else(does_not_exist::<M>)?;
    let mut reader = Reader::new(&row, M::META, Origin::default());
    reader.skip(1); // the key, which is there to be asked for
    (0..M::META.columns.len()).filter(by_clock).try_for_each(|column| instance.assign(column, &mut reader))
}
