//! A query that is ready to be sent.

use tokio_postgres::types::FromSql;

use crate::ast::Plan;
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db};
use crate::sql::Statement;
use crate::watch::{Asked, Call, Query, Watched};

/// A query that is ready to be sent: where to, as what, and for whom.
pub(super) struct Ready {
    pub(super) db: Db,
    pub(super) statement: Statement,
    pub(super) call: Call,
}

impl Ready {
    pub(super) fn new(db: Db, statement: Statement, call: Call) -> Self {
        Ready { db, statement, call }
    }

    /// Tells the watch that it is about to be sent.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`] where findings are errors.
    pub(super) fn sending(mut self, watched: &Watched, plan: &Plan, asked: Asked) -> Result<Ready> {
        let (database, statement) = (self.db.pool_number(), &self.statement);
        let query = Query { database, model: plan.model, plan: Some(plan), relation: None, asked, statement };
        watched.sends(&mut self.call, &query)?;
        Ok(self)
    }

    /// A connection for it.
    pub(super) async fn connected(self) -> Result<(Connection, Statement)> {
        Ok((self.db.connection(self.call).await?, self.statement))
    }

    /// Its one value.
    pub(super) async fn scalar<T: for<'a> FromSql<'a>>(self) -> Result<T> {
        let (connection, statement) = self.connected().await?;
        match connection.query_first(&statement).await? {
            Some(row) => row.try_get(0).map_err(Error::from),
            None => Err(Error::new(Kind::Decode, "a statement that answers with one row answered with none")),
        }
    }
}
