//! The one connection that migrates.

use std::time::Duration;

use querent::Db;
use querent_schema::quote_literal;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::error::{Error, Kind, Result};

/// What the server shows the session as.
const NAME: &str = "querent-migrate";

/// How long the connection may take to come to rest between two uses.
const REST: Duration = Duration::from_secs(60);

/// How long the end of the connection is waited for.
const FAREWELL: Duration = Duration::from_secs(5);

/// What the user's pool may have set otherwise.
const SETTINGS: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
                        SET timezone = 'UTC'; SET default_transaction_isolation = 'read committed'; \
                        SET client_min_messages = warning";

/// What not every server has: the first two depend on its system, the last came with PostgreSQL 17.
const WHERE_KNOWN: [&str; 3] = [
    "SET client_connection_check_interval = '2s'",
    "SET tcp_keepalives_idle = 10",
    "SET transaction_timeout = 0",
];

/// A connection that nobody else uses. Dropped, it ends, whatever it does at that moment.
///
/// The lock that keeps other processes away belongs to the connection that changes the tables: who loses one loses both.
#[derive(Debug)]
pub(crate) struct Session {
    /// A pool of this one connection.
    pub(crate) db: Db,
    /// The number of the server's process.
    pub(crate) pid: i32,
    /// The schema that new tables are made in.
    pub(crate) schema: String,
    /// What the lock is taken on.
    pub(crate) key: i64,
    /// The settings that it began with.
    settings: String,
}

impl Session {
    /// Connects to the database of `db`.
    pub(crate) async fn begin(db: &Db) -> Result<Session> {
        let builder = db.to_builder().max_connections(1).application_name(NAME).wait_timeout(REST);
        let db = builder.connect().await?;
        let mut session = Session { db, pid: 0, schema: String::new(), key: 0, settings: String::new() };
        session.set_up().await?;
        Ok(session)
    }

    async fn set_up(&mut self) -> Result<()> {
        self.db.batch_execute(SETTINGS).await?;
        for setting in WHERE_KNOWN {
            match self.db.batch_execute(setting).await {
                Err(error) if error.as_db_error().is_none() => return Err(error.into()),
                _ => {}
            }
        }
        let facts = "SELECT pg_is_in_recovery(), pg_backend_pid(), current_schema()::text,
                            hashtextextended(concat_ws('/', current_database(), current_schema(), 'querent_migrations'), 0),
                            current_setting('role'), current_setting('search_path')";
        let facts = one(&self.db, facts, &[]).await?;
        if facts.get(0) {
            return Err(Error::new(
                Kind::Standby,
                "the server is a standby, which cannot be changed; migrate its primary server",
            ));
        }
        let Some(schema) = facts.get(2) else {
            return Err(Error::new(
                Kind::Database,
                "none of the schemas of `search_path` is there, so new tables have no place; create one of them",
            ));
        };
        (self.pid, self.schema, self.key) = (facts.get(1), schema, facts.get(3));
        let (role, search_path) = (quote_literal(facts.get(4)), quote_literal(facts.get(5)));
        self.settings = format!(
            "SELECT set_config('role', {role}, false), set_config('search_path', {search_path}, false); {SETTINGS}"
        );
        Ok(())
    }

    /// Takes back what an operation of the user's has set for the whole session, be it a dump that empties `search_path`: what
    /// comes later does not ask for it.
    pub(crate) async fn restore(&self, db: &Db) -> querent::Result<()> {
        db.batch_execute(&self.settings).await
    }

    /// Ends the connection, and waits until it has ended.
    pub(crate) async fn end(self) {
        self.db.close();
        // It ends in any case; who waits for it only wants to see that.
        let _ = self.db.closed().timeout(FAREWELL).await;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.db.close();
    }
}

/// The rows of a query.
pub(crate) async fn rows(db: &Db, sql: &str, values: &[&(dyn ToSql + Sync)]) -> querent::Result<Vec<Row>> {
    db.with_client(async |client| -> querent::Result<_> { Ok(client.query(sql, values).await?) }).await
}

/// The one row of a query.
pub(crate) async fn one(db: &Db, sql: &str, values: &[&(dyn ToSql + Sync)]) -> querent::Result<Row> {
    db.with_client(async |client| -> querent::Result<_> { Ok(client.query_one(sql, values).await?) }).await
}

/// How many rows a statement has changed.
pub(crate) async fn changed(db: &Db, sql: &str, values: &[&(dyn ToSql + Sync)]) -> querent::Result<u64> {
    db.with_client(async |client| -> querent::Result<_> { Ok(client.execute(sql, values).await?) }).await
}
