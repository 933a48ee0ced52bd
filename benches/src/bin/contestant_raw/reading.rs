//! Rows into structs, as they come.

use std::hash::BuildHasherDefault;
use std::pin::pin;

use benches_harness::Result;
use futures::TryStreamExt;
use rustc_hash::FxHasher;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::connection::Connection;

/// The places of rows by their keys.
pub(crate) type Places = std::collections::HashMap<i64, usize, BuildHasherDefault<FxHasher>>;

/// Where the rows with these keys are.
pub(crate) fn places(keys: &[i64]) -> Places {
    keys.iter().enumerate().map(|(place, key)| (*key, place)).collect()
}

/// Hands `take` each row that a statement finds.
pub(crate) async fn each(
    connection: &Connection,
    statement: usize,
    params: &[&(dyn ToSql + Sync)],
    mut take: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let rows = connection.client.query_raw(&connection.statements[statement], params.iter().copied()).await?;
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        take(&row)?;
    }
    Ok(())
}

/// The rows that a statement finds.
pub(crate) async fn all<T>(
    connection: &Connection,
    statement: usize,
    params: &[&(dyn ToSql + Sync)],
    read: impl Fn(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    each(connection, statement, params, |row| {
        found.push(read(row)?);
        Ok(())
    })
    .await?;
    Ok(found)
}
