//! The table, and what is read from it.

use querent::Db;
use querent_schema::{MigrationName, quote_identifier};

use crate::error::Result;
use crate::session::{self, Session};

/// The table's name.
const TABLE: &str = "querent_migrations";

/// The table that says what is applied: `querent_migrations`.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    /// Its name with its schema's: an operation may change `search_path`.
    pub(super) table: String,
}

/// A migration that the database knows of.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: MigrationName,
    /// Of its meaning when it was applied.
    pub(crate) checksum: String,
    pub(crate) state: State,
    /// How many of its operations are in effect.
    pub(crate) steps_done: usize,
    /// The file as it was applied, for a program that does not have it.
    pub(crate) file: String,
}

/// How far a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Some of its operations may be in effect, as many as `steps_done`: it is no transaction, and has not ended.
    Running,
    /// All of it is in effect.
    Applied,
}

impl State {
    pub(super) fn as_sql(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Applied => "applied",
        }
    }
}

impl Ledger {
    /// The ledger of the schema that the session makes tables in.
    pub(crate) fn of(session: &Session) -> Ledger {
        Ledger { table: format!("{}.{}", quote_identifier(&session.schema), quote_identifier(TABLE)) }
    }

    /// Creates the table unless it is there.
    ///
    /// Only who has the lock may call it: `CREATE TABLE IF NOT EXISTS` fails where two do it at the same time.
    pub(crate) async fn create(&self, db: &Db) -> Result<()> {
        if self.is_there(db).await? {
            return Ok(());
        }
        let table = &self.table;
        let sql = format!(
            "CREATE TABLE {table} (
               app text NOT NULL,
               name text NOT NULL,
               checksum text NOT NULL,
               state text NOT NULL CHECK (state IN ('running', 'applied')),
               steps_done integer NOT NULL,
               file text NOT NULL,
               faked boolean NOT NULL DEFAULT false,
               tool text NOT NULL,
               server_version integer NOT NULL DEFAULT current_setting('server_version_num')::integer,
               applied_by text NOT NULL DEFAULT session_user,
               started_at timestamptz NOT NULL DEFAULT now(),
               finished_at timestamptz,
               PRIMARY KEY (app, name)
             );
             COMMENT ON TABLE {table} IS 'the migrations that are applied, kept by querent'"
        );
        Ok(db.batch_execute(&sql).await?)
    }

    /// The migrations that the database knows of; none, if there is no table.
    pub(crate) async fn read(&self, db: &Db) -> Result<Vec<Row>> {
        if !self.is_there(db).await? {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT app, name, checksum, state = 'applied', steps_done, file FROM {} ORDER BY app, name",
            self.table
        );
        let rows = session::rows(db, &sql, &[]).await?;
        let row = |row: &tokio_postgres::Row| Row {
            name: MigrationName::new(row.get::<_, String>(0), row.get::<_, String>(1)),
            checksum: row.get(2),
            state: if row.get(3) { State::Applied } else { State::Running },
            steps_done: usize::try_from(row.get::<_, i32>(4)).unwrap_or(0),
            file: row.get(5),
        };
        Ok(rows.iter().map(row).collect())
    }

    async fn is_there(&self, db: &Db) -> Result<bool> {
        Ok(session::one(db, "SELECT to_regclass($1) IS NOT NULL", &[&self.table]).await?.get(0))
    }
}
