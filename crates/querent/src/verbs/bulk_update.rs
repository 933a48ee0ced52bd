//! Many instances written in one statement.

use std::collections::HashMap;

use smallvec::SmallVec;
use tokio_postgres::Row;

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::exec::{Connection, Db, Run};
use crate::load::read_all;
use crate::lookup::Columns;
use crate::meta::DefaultMeta;
use crate::model::{Fields, Handles, Key, Model, Reader};
use crate::queryset::{Plain, QuerySet};
use crate::sql::{self, Statement};
use crate::watch::{RowOf, Site};

use super::batches::{Batch, Sequence, of_rows};
use super::row::{named, not_loaded, unread};

impl<M: Model> QuerySet<M, Plain> {
    /// Writes the named columns of many instances; how many of their rows were there and fulfil the conditions of the query.
    ///
    /// `UPDATE … SET "price" = "given"."price", … FROM unnest($1, …) AS "given" (…) WHERE "id" = "given"."id"`, one text for
    /// any number of instances. Columns kept by the database are set, too, and read back. A row that somebody else has saved
    /// meanwhile, as its version tells, is passed over like one that is gone. A thousand rows at a time have a statement
    /// where a column is an array, all in one transaction.
    ///
    /// ```no_run
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Product { id: i64, price: i32, stock: i32 }
    /// # async fn example(db: &Db) -> querent::Result<()> {
    /// let mut products = Product::objects(db).await?;
    /// for product in &mut products {
    ///     product.price += 1;
    /// }
    /// Product::objects(db).bulk_update(&mut products, |p| (p.price, p.stock)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) for a column of the primary key, for a deferred field that is not loaded, for two
    /// instances with one key, and for a slice. [`Kind::Decode`](crate::Kind::Decode) if what comes back for an instance
    /// cannot be held: all rows are written then, and that instance is as it was.
    #[track_caller]
    pub fn bulk_update<'a, C: Columns<M>>(
        self,
        instances: impl IntoIterator<Item = &'a mut M>,
        columns: impl FnOnce(Fields<M>) -> C,
    ) -> Run<'a, u64> {
        let site = std::panic::Location::caller();
        let instances: Vec<&'a mut M> = instances.into_iter().collect();
        let columns = named::<M>(columns(Handles::NEW));
        Run::new(async move {
            let db = self.database()?;
            let (places, batches) = (places(&instances)?, batches(&instances, columns)?);
            let statement = |batch: Batch| sql::update_many(&self.plan, batch.given(M::META)).transpose();
            let statements: Vec<Statement> =
                batches.into_iter().filter_map(statement).collect::<Result<_>>()?;
            let written = match statements.len() {
                0 => return Ok(0),
                1 => write_all::<M>(&db, statements, site).await?,
                _ => {
                    db.atomic_at(site, |tx| async move { write_all::<M>(&tx, statements, site).await })
                        .await?
                }
            };
            read_back(instances, &places, &written.rows)?;
            Ok(written.count)
        })
    }
}

/// For each key, the place of its instance.
fn places<M: Model>(instances: &[&mut M]) -> Result<HashMap<M::Key, usize>> {
    let mut places = HashMap::with_capacity(instances.len());
    for (place, instance) in instances.iter().enumerate() {
        if places.insert(instance.key(), place).is_some() {
            return Err(Error::misuse(format!(
                "two instances that `bulk_update` is given are of one row of `{}`: which of them is to be written is not \
                 known; leave one out",
                M::META.name
            )));
        }
    }
    Ok(places)
}

fn batches<M: Model>(instances: &[&mut M], named: Vec<usize>) -> Result<Vec<Batch>> {
    if let Some(key) = named.iter().find(|column| M::META.keys.contains(column)) {
        return Err(Error::misuse(format!(
            "`bulk_update` of `{}.{}`, which is of the primary key: a row keeps its key; say what to write of it",
            M::META.name,
            M::META.columns[*key].field
        )));
    }
    let written: Vec<usize> =
        named.into_iter().filter(|column| !M::META.columns[*column].default.is_computed()).collect();
    let is_kept = |column: usize| !matches!(M::META.columns[column].default, DefaultMeta::Generated(_));
    if written.is_empty() && !M::META.computed().any(is_kept) {
        return Err(Error::misuse(format!("`bulk_update` of `{}` was given nothing to write", M::META.name)));
    }
    let told = M::META.keys.iter().copied().chain(M::META.version());
    let columns: Vec<usize> = told.chain(written).collect();
    let mut rows: Vec<Vec<(usize, Expr)>> = Vec::with_capacity(instances.len());
    for instance in instances {
        let value = |column: &usize| match instance.param(*column) {
            Some(value) => Ok((*column, Expr::Param(value))),
            None => Err(not_loaded::<M>("bulk_update", *column)),
        };
        rows.push(columns.iter().map(value).collect::<Result<_>>()?);
    }
    Ok(of_rows(M::META, Sequence::Free, rows.into_iter()))
}

/// What the statements have answered.
#[derive(Default)]
struct Written {
    count: u64,
    /// For each row that was written, its key and what the database has computed; none if that is nothing.
    rows: Vec<Row>,
}

async fn write_all<M: Model>(db: &Db, statements: Vec<Statement>, site: Site) -> Result<Written> {
    let connection: Connection = db.connection(site).await?;
    let mut written = Written::default();
    let computes = M::META.computed().next().is_some();
    for statement in statements {
        if !computes {
            written.count += connection.execute(&statement).await?;
            continue;
        }
        let read = |row: &Row| {
            written.rows.push(row.clone());
            Ok(())
        };
        read_all(&connection, &statement, read).await?;
        written.count = written.rows.len() as u64;
    }
    Ok(written)
}

/// Reads what the database has computed into the instances, into all where it can be read.
fn read_back<M: Model>(
    mut instances: Vec<&mut M>,
    places: &HashMap<M::Key, usize>,
    rows: &[Row],
) -> Result<()> {
    let columns: SmallVec<[usize; 16]> = M::META.keys.iter().copied().chain(M::META.computed()).collect();
    let mut outcome = Ok(());
    for row in rows {
        let mut reader = Reader::new(row, M::META, RowOf::UNKNOWN).some(&columns);
        let key = M::Key::read_key(&mut reader)?;
        if let Some(instance) = places.get(&key).and_then(|place| instances.get_mut(*place)) {
            outcome = outcome.and(instance.assign(&mut reader).map_err(unread));
        }
    }
    outcome
}
