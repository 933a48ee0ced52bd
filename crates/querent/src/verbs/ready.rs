//! A query that is ready to be sent.

use tokio_postgres::types::FromSql;

use crate::ast::Plan;
use crate::error::{Error, Kind, Result};
use crate::exec::{Connection, Db, Reading, RowSource};
use crate::sql::Statement;
use crate::watch::{Asked, Call, Query, Site, Watched};

/// A query that is ready to be sent: where to, as what, and for whom.
pub(super) struct Ready<'a> {
    pub(super) db: Db,
    pub(super) statement: Statement,
    pub(super) plan: &'a Plan,
    pub(super) watched: &'a Watched,
    pub(super) asked: Asked,
    /// Where it is awaited.
    pub(super) site: Site,
}

impl Ready<'_> {
    /// A connection for it, and its statement.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`] where findings are errors, and those of taking a connection.
    pub(super) async fn connected(self) -> Result<(Connection, Statement)> {
        Ok((self.db.connection(self.call()?).await?, self.statement))
    }

    /// Its rows, which are read while other work goes on.
    ///
    /// # Errors
    ///
    /// As those of [`connected`](Self::connected).
    pub(super) async fn open(self, reading: Reading) -> Result<RowSource> {
        let call = self.call()?;
        self.db.open(self.statement, reading, call).await
    }

    /// Its one value.
    pub(super) async fn scalar<T: for<'a> FromSql<'a>>(self) -> Result<T> {
        let (connection, statement) = self.connected().await?;
        value(&connection, &statement).await
    }

    /// The call that it is: what the watch is told of it, as it is about to be sent.
    fn call(&self) -> Result<Call> {
        let Ready { plan, asked, statement, .. } = self;
        let mut call = self.watched.call(plan, *asked, self.site)?;
        let database = self.db.pool_number();
        let query =
            Query { database, model: plan.model, plan: Some(plan), relation: None, asked: *asked, statement };
        self.watched.sends(&mut call, &query)?;
        Ok(call)
    }
}

/// The one value that a statement answers with.
pub(super) async fn value<T: for<'a> FromSql<'a>>(
    connection: &Connection,
    statement: &Statement,
) -> Result<T> {
    match connection.query_first(statement).await? {
        Some(row) => row.try_get(0).map_err(Error::from),
        None => Err(Error::new(Kind::Decode, "a statement that answers with one row answered with none")),
    }
}
