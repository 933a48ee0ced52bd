//! The rows of a plan, with everything that is prefetched for them.

use std::pin::pin;

use futures::future::{BoxFuture, FutureExt, join_all};
use tokio_postgres::Row;

use crate::ast::{Asked, Plan, Prefetch};
use crate::error::{Error, Kind, Result};
use crate::exec::Connection;
use crate::fetch_mode::FetchMode;
use crate::lookup::Decode;
use crate::model::{Model, Reader};
use crate::queryset::Shape;
use crate::sql::{self, Statement};
use crate::watch::{Arriving, Find, Method, Origin, Origins, RowOf};

use super::room::{answered, room_for};

/// How what is loaded later for the rows of a query is sent, where that was chosen.
pub(crate) fn mode(connection: &Connection, plan: &Plan) -> Option<FetchMode> {
    connection.fetch_mode(plan.fetch_mode)
}

/// Fetches the rows of a query, `statement` being its own.
pub(crate) async fn fetch<M: Model, S: Shape<M>>(
    connection: &Connection,
    plan: &Plan,
    statement: &Statement,
) -> Result<Vec<S::Row>> {
    let mut arriving = Arriving::of(plan, connection.call(), mode(connection, plan));
    let rows = read::<M, S>(connection, plan, statement, arriving.origins()).await?;
    if !plan.prefetch_related.is_empty() {
        let instances = rows.iter().filter_map(S::instance).collect();
        prefetch(connection, &plan.prefetch_related, instances).await?;
    }
    arriving.arrived();
    Ok(rows)
}

/// Fetches the row of a query, `statement` being its own; it must be the only one if there is any.
pub(crate) async fn fetch_one<M: Model, S: Shape<M>>(
    connection: &Connection,
    plan: &Plan,
    statement: &Statement,
) -> Result<Option<S::Row>> {
    let mut arriving = Arriving::begin(M::META, connection.call(), || Find::One, mode(connection, plan));
    let mut rows = pin!(connection.query(statement).await?);
    let Some(row) = rows.as_mut().next().await? else { return Ok(None) };
    let mut alone = true;
    while rows.as_mut().next().await?.is_some() {
        alone = false;
    }
    if !alone {
        let text = format!("more than one `{}` matches a query for one", M::META.name);
        return Err(Error::new(Kind::MultipleObjectsReturned, text));
    }
    let mut reader = Reader::new(&row, M::META, arriving.next()).with(&plan.undeferred);
    let row = S::row(&mut reader, &plan.select_related)?;
    if !plan.prefetch_related.is_empty() {
        prefetch(connection, &plan.prefetch_related, S::instance(&row).into_iter().collect()).await?;
    }
    arriving.arrived();
    Ok(Some(row))
}

/// Reads the values of a statement that answers with one row.
pub(crate) async fn values_of_one<M: Model, V: Decode>(
    connection: &Connection,
    statement: &Statement,
) -> Result<V> {
    let Some(row) = connection.query_first(statement).await? else {
        return Err(Error::new(Kind::Decode, "a statement that answers with one row answered with none"));
    };
    let mut reader = Reader::new(&row, M::META, RowOf::UNKNOWN);
    reader.enter_values();
    V::decode(&mut reader)
}

/// Reads the values of each row of a statement.
pub(crate) async fn values_of<M: Model, V: Decode>(
    connection: &Connection,
    statement: &Statement,
) -> Result<Vec<V>> {
    let mut values = room_for(statement);
    let read = |row: &Row| {
        let mut reader = Reader::new(row, M::META, RowOf::UNKNOWN);
        reader.enter_values();
        values.push(V::decode(&mut reader)?);
        Ok(())
    };
    read_all(connection, statement, read).await?;
    answered(statement, &mut values);
    Ok(values)
}

/// Runs a query and reads its rows, without what is prefetched for them.
pub(super) async fn decode<M: Model, S: Shape<M>>(
    connection: &Connection,
    plan: &Plan,
    origins: &Origins,
) -> Result<Vec<S::Row>> {
    match sql::rows(plan)? {
        None => Ok(Vec::new()),
        Some(statement) => read::<M, S>(connection, plan, &statement, origins).await,
    }
}

/// Sends the statement of a plan and reads its rows.
pub(super) async fn read<M: Model, S: Shape<M>>(
    connection: &Connection,
    plan: &Plan,
    statement: &Statement,
    origins: &Origins,
) -> Result<Vec<S::Row>> {
    let mut decoded = room_for(statement);
    let read = |row: &Row| {
        let mut reader = Reader::new(row, M::META, origins.next()).with(&plan.undeferred);
        S::read(&mut reader, &plan.select_related, &mut decoded)
    };
    read_all(connection, statement, read).await?;
    answered(statement, &mut decoded);
    Ok(decoded)
}

/// Sends a statement and reads its rows.
///
/// Behind a row that cannot be read the others are passed over: a statement that is left half read is cancelled, and
/// with it goes the transaction, or what else the connection is doing for the same query.
pub(crate) async fn read_all(
    connection: &Connection,
    statement: &Statement,
    mut read: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let mut rows = pin!(connection.query(statement).await?);
    let mut result = Ok(());
    let each = |row: Row| {
        if result.is_ok() {
            result = read(&row);
        }
    };
    rows.as_mut().each(each).await?;
    result
}

/// Loads relations into the slots of instances: a query each, all sent before the first answer is awaited.
pub(crate) fn prefetch<'a, M: Model>(
    connection: &'a Connection,
    steps: &'a [Prefetch],
    parents: Vec<&'a M>,
) -> BoxFuture<'a, Result<()>> {
    prefetch_for(connection, steps, parents, None)
}

/// As [`prefetch`], for instances that were there before: what is loaded belongs to the call that asks for it.
pub(crate) fn prefetch_for_instances<'a, M: Model>(
    connection: &'a Connection,
    steps: &'a [Prefetch],
    instances: Vec<&'a M>,
) -> BoxFuture<'a, Result<()>> {
    let Some((first, step)) = instances.first().zip(steps.first()) else {
        return std::future::ready(Ok(())).boxed();
    };
    let first = first.slot(step.relation.index).origin();
    let mode = connection.fetch_mode(first.fetch_mode());
    let origin = Origin::of_instances(M::META, connection.call(), mode);
    prefetch_for(connection, steps, instances, Some(origin))
}

fn prefetch_for<'a, M: Model>(
    connection: &'a Connection,
    steps: &'a [Prefetch],
    parents: Vec<&'a M>,
    origin: Option<Origin>,
) -> BoxFuture<'a, Result<()>> {
    let Some(first) = parents.first().filter(|_| !steps.is_empty()) else {
        return std::future::ready(Ok(())).boxed();
    };
    let loads: Vec<_> = steps
        .iter()
        .map(|step| {
            let relation = step.relation.index;
            let slots = parents.iter().map(|parent| parent.slot(relation)).collect();
            let first = first.slot(relation);
            let origin = origin.clone().unwrap_or_else(|| first.origin().clone());
            first.prefetch(connection, step, slots, origin)
        })
        .collect();
    // Every answer is awaited, also after a failure: a statement must not be left behind half read.
    async move {
        let failures = join_all(loads).await.into_iter().filter_map(Result::err);
        failures.min_by_key(follows_from_another).map_or(Ok(()), Err) // the first of the least
    }
    .boxed()
}

/// Tells the watch of rows that `step` has found for that of `origin` and others, unless somebody has asked for them there.
pub(super) fn prefetched(step: &Prefetch, origin: &Origin) {
    if let Some(method) = method(step) {
        origin.loaded_eagerly(step.relation, method);
    }
}

/// The rows that `step` leads to from that of `origin`.
pub(super) fn related(step: &Prefetch, origin: &Origin) -> Origins {
    origin.along(step.relation, method(step))
}

/// How `step` loads rows with those before; `None` where somebody has asked for them there.
fn method(step: &Prefetch) -> Option<Method> {
    (step.asked != Asked::ForOne).then_some(Method::PrefetchRelated)
}

/// Whether a statement was refused because another one of the transaction had failed.
fn follows_from_another(error: &Error) -> bool {
    matches!(error.kind(), Kind::Aborted | Kind::Interrupted)
}
