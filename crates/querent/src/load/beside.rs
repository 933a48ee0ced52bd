//! Rows with what is read beside them, and rows whose columns are in an order of their own.

use futures::future::BoxFuture;
use tokio_postgres::Row;

use crate::ast::{Plan, Prefetch};
use crate::error::{Error, Kind, Result};
use crate::exec::Connection;
use crate::meta::{ColumnMeta, ModelMeta};
use crate::model::{Model, Reader};
use crate::queryset::Shape;
use crate::sql::Statement;
use crate::watch::{Arriving, Find};

use super::fetch::{mode, prefetch, read_all};
use super::room::{answered, room_for};

/// As `fetch`, with what `extra` reads of the values after each row.
pub(crate) async fn read_with<M: Model, S: Shape<M>, T>(
    connection: &Connection,
    plan: &Plan,
    statement: &Statement,
    extra: impl FnMut(&mut Reader<'_>) -> Result<T>,
) -> Result<Vec<(S::Row, T)>> {
    Ok(read_most::<M, S, T>(connection, plan, statement, u64::MAX, extra).await?.0)
}

/// As [`read_with`], of so many rows at most; and whether there are others.
pub(crate) async fn read_most<M: Model, S: Shape<M>, T>(
    connection: &Connection,
    plan: &Plan,
    statement: &Statement,
    most: u64,
    mut extra: impl FnMut(&mut Reader<'_>) -> Result<T>,
) -> Result<(Vec<(S::Row, T)>, bool)> {
    let mut arriving = Arriving::of(plan, connection.call(), mode(connection, plan));
    let (mut rows, mut more) = (room_for(statement), false);
    let read = |row: &Row| {
        more = rows.len() as u64 == most;
        if more {
            return Ok(());
        }
        let mut reader = Reader::new(row, M::META, arriving.next()).with(&plan.undeferred);
        let decoded = S::row(&mut reader, &plan.select_related)?;
        reader.enter_values();
        rows.push((decoded, extra(&mut reader)?));
        Ok(())
    };
    read_all(connection, statement, read).await?;
    answered(statement, &mut rows);
    complete::<M, S, T>(connection, plan, &rows).await?;
    arriving.arrived();
    Ok((rows, more))
}

/// Loads what is prefetched into rows that are read.
fn complete<'a, M: Model, S: Shape<M>, T>(
    connection: &'a Connection,
    plan: &'a Plan,
    rows: &'a [(S::Row, T)],
) -> BoxFuture<'a, Result<()>> {
    let instances = match plan.prefetch_related.is_empty() {
        true => Vec::new(),
        false => rows.iter().filter_map(|(row, _)| S::instance(row)).collect(),
    };
    prefetch(connection, &plan.prefetch_related, instances)
}

/// What is read of columns that are not the model's.
pub(crate) struct Beside<'a, T> {
    /// The columns' names.
    pub(crate) names: &'a [&'static str],
    /// How they are read, in the order of the names.
    pub(crate) read: fn(&mut Reader<'_>) -> Result<T>,
}

/// Fetches instances by a statement that a user wrote, whose columns are known by their names.
pub(crate) async fn fetch_raw<M: Model, T: Send>(
    connection: &Connection,
    statement: &Statement,
    steps: &[Prefetch],
    beside: Beside<'_, T>,
) -> Result<Vec<(M, T)>> {
    let mode = connection.fetch_mode(None);
    let mut arriving = Arriving::begin(M::META, connection.call(), || Find::Several, mode);
    let mut columns: Option<Columns> = None;
    let mut rows = room_for(statement);
    let read = |row: &Row| {
        let columns = match &mut columns {
            Some(columns) => columns,
            none => none.insert(Columns::of(M::META, beside.names, row)?),
        };
        let reader = Reader::new(row, M::META, arriving.next());
        let mut reader = reader.with(&columns.undeferred).at(&columns.places);
        let instance = M::decode(&mut reader)?;
        reader.enter_values();
        rows.push((instance, (beside.read)(&mut reader)?));
        Ok(())
    };
    read_all(connection, statement, read).await?;
    answered(statement, &mut rows);
    if !steps.is_empty() {
        load_steps(connection, steps, &rows).await?;
    }
    arriving.arrived();
    Ok(rows)
}

fn load_steps<'a, M: Model, T>(
    connection: &'a Connection,
    steps: &'a [Prefetch],
    rows: &'a [(M, T)],
) -> BoxFuture<'a, Result<()>> {
    prefetch(connection, steps, rows.iter().map(|(instance, _)| instance).collect())
}

/// Where a model's columns are among those of a row.
struct Columns {
    places: Vec<usize>,
    /// The deferred ones that are there.
    undeferred: Vec<&'static ColumnMeta>,
}

impl Columns {
    fn of(model: &'static ModelMeta, extra: &[&'static str], row: &Row) -> Result<Columns> {
        let place = |name: &str| row.columns().iter().position(|column| column.name() == name);
        let mut columns = Columns { places: Vec::new(), undeferred: Vec::new() };
        for column in model.columns {
            match place(column.name) {
                Some(place) => {
                    columns.places.push(place);
                    columns.undeferred.extend(column.deferred.then_some(column));
                }
                None if column.deferred => {}
                None => return Err(missing(model, column)),
            }
        }
        for name in extra {
            let text = || format!("`{name}` is not in the rows of a raw query of `{}`", model.name);
            columns.places.push(place(name).ok_or_else(|| Error::new(Kind::Decode, text()))?);
        }
        Ok(columns)
    }
}

fn missing(model: &ModelMeta, column: &ColumnMeta) -> Error {
    let (model, field, name) = (model.name, column.field, column.name);
    let text = format!("`{model}.{field}` is not in the rows of a raw query: select a column `{name}`");
    Error::new(Kind::Decode, text)
}
