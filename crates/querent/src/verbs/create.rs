//! New rows.

use tokio_postgres::Row;

use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Run};
use crate::load::read_all;
use crate::model::{Model, Reader};
use crate::sql::{self, Statement};
use crate::watch::{Call, RowOf, Write};

use super::draft::Draft;
use super::row::new_unread;

/// `INSERT … RETURNING`: the row as the database has it, defaults included.
#[doc(hidden)]
#[track_caller]
pub fn create<M: Model, D: Draft<M>>(db: &Db, draft: D) -> Run<'static, M> {
    let site = std::panic::Location::caller();
    let db = db.clone();
    let values = draft.into_row().given();
    Run::new(async move {
        let statement = sql::insert(M::META, values)?;
        let mut call = Call::begin(site);
        call.writes(db.pool_number(), M::META, Write::Create)?;
        created(&db.connection(call).await?, &statement).await
    })
}

/// The row that an INSERT makes.
pub(super) async fn created<M: Model>(connection: &Connection, statement: &Statement) -> Result<M> {
    match connection.query_first(statement).await? {
        Some(row) => M::decode(&mut Reader::new(&row, M::META, RowOf::UNKNOWN).whole()).map_err(new_unread),
        None => Err(Error::new(
            Kind::DoesNotExist,
            format!("no `{}` was created: a rule or trigger kept it back", M::META.name),
        )),
    }
}

/// The rows that a statement returns, for so many of which there is room from the beginning.
pub(super) async fn returned<M: Model>(
    connection: &Connection,
    statement: &Statement,
    room: usize,
) -> Result<Vec<M>> {
    let mut returned = Vec::with_capacity(room);
    let read = |row: &Row| {
        returned.push(M::decode(&mut Reader::new(row, M::META, RowOf::UNKNOWN).whole())?);
        Ok(())
    };
    read_all(connection, statement, read).await.map_err(new_unread)?;
    Ok(returned)
}
