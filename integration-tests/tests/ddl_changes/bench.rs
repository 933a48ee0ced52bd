//! A database that is changed beside one that is made anew, and the locks that this takes.

use std::collections::BTreeMap;

use querent::Db;
use querent_migrate::ddl::{Change, LockMode, Statement, Step, backwards, create_statements, forwards};
use querent_migrate::querent_schema::{Operation, State};
use tokio_postgres::Client;

/// Everything that the catalog says of a schema, without the order of columns.
const CATALOG: &str = r"
SELECT format('table %s: %s', c.relname, obj_description(c.oid)) FROM pg_class c
  WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT format('column %s.%s %s null=%s identity=%s generated=%s default=%s: %s', c.relname, a.attname,
    format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, a.attidentity, a.attgenerated,
    pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('constraint %s of %s: %s', o.conname, c.relname, pg_get_constraintdef(o.oid))
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid WHERE o.connamespace = current_schema::regnamespace
UNION ALL
SELECT format('index %s: %s', indexname, replace(indexdef, current_schema || '.', '')) FROM pg_indexes
  WHERE schemaname = current_schema
UNION ALL
SELECT format('sequence %s: %s', c.relname, format_type(s.seqtypid, NULL)) FROM pg_class c
  JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relnamespace = current_schema::regnamespace
UNION ALL
SELECT format('enum %s: %s', t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)) FROM pg_type t
  JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = current_schema::regnamespace GROUP BY t.typname
ORDER BY 1";

/// A schema of a database that goes from one state to the next.
pub(crate) struct Bench<'d> {
    db: &'d Db,
    pub(crate) state: State,
    pub(crate) timezone: &'static str,
}

impl<'d> Bench<'d> {
    /// The tables of a state and rows in them.
    pub(crate) async fn new(db: &'d Db, state: State, rows: &str) -> Self {
        let bench = Bench { db, state, timezone: "UTC" };
        bench.make("migrated").await;
        bench.run(rows).await;
        bench
    }

    /// The statements of an operation.
    pub(crate) fn statements(&self, operation: &Operation) -> Vec<String> {
        texts(&self.steps(operation))
    }

    fn steps(&self, operation: &Operation) -> Vec<Statement> {
        let after = self.after(operation);
        let change = Change { before: &self.state, after: &after, app: "shop", operation };
        of_steps(forwards(&change).unwrap())
    }

    /// The statements of operations, which are run; afterwards the catalog is that of the state made anew.
    pub(crate) async fn go(&mut self, operations: &[Operation]) -> Vec<String> {
        let mut all = Vec::new();
        for operation in operations {
            all.extend(self.take(self.steps(operation)).await);
            self.state = self.after(operation);
        }
        self.compare().await;
        all
    }

    /// Operations there and back again, with the catalog compared on both sides. The statements are those of the way back.
    pub(crate) async fn there_and_back(&mut self, operations: &[Operation]) -> Vec<String> {
        let mut states = vec![self.state.clone()];
        for operation in operations {
            self.go(std::slice::from_ref(operation)).await;
            states.push(self.state.clone());
        }
        let mut all = Vec::new();
        for (operation, states) in operations.iter().zip(states.windows(2)).rev() {
            let change = Change { before: &states[0], after: &states[1], app: "shop", operation };
            all.extend(self.take(of_steps(backwards(&change).unwrap())).await);
            self.state.clone_from(&states[0]);
            self.compare().await;
        }
        all
    }

    /// Runs statements in the schema that is changed.
    pub(crate) async fn run(&self, sql: &str) {
        self.try_run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Runs statements, which may fail.
    pub(crate) async fn try_run(&self, sql: &str) -> Result<(), String> {
        let path = self.session("migrated");
        let told = |error: tokio_postgres::Error| {
            error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
        };
        let done: querent::Result<_> = self
            .db
            .with_client(async |client: &Client| {
                client.batch_execute(&path).await?;
                Ok(client.batch_execute(sql).await.map_err(told))
            })
            .await;
        done.unwrap()
    }

    /// The first column of a query's rows, as text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        self.texts_in("migrated", sql).await
    }

    /// Runs the statements of an operation; each takes the locks that it says, and no others.
    async fn take(&self, statements: Vec<Statement>) -> Vec<String> {
        let path = self.session("migrated");
        let texts = texts(&statements);
        let run = self.db.with_client(async |client: &Client| {
            client.batch_execute(&path).await?;
            let tables = names(client).await?;
            for statement in &statements {
                if !statement.transaction {
                    client.batch_execute(&statement.sql).await?;
                    continue;
                }
                client.batch_execute("BEGIN").await?;
                client.batch_execute(&statement.sql).await?;
                let found = locks(client, &tables).await?;
                client.batch_execute("COMMIT").await?;
                let said: BTreeMap<_, _> =
                    statement.locks.iter().map(|lock| (lock.table.clone(), lock.mode)).collect();
                assert_eq!(said, found, "{}", statement.sql);
            }
            querent::Result::Ok(())
        });
        run.await.unwrap_or_else(|error: querent::Error| panic!("{texts:#?}: {error:?}"));
        texts
    }

    fn after(&self, operation: &Operation) -> State {
        let mut after = self.state.clone();
        after.apply("shop", operation).unwrap();
        after
    }

    async fn compare(&self) {
        self.make("fresh").await;
        let (migrated, fresh) =
            (self.texts_in("migrated", CATALOG).await, self.texts_in("fresh", CATALOG).await);
        let only = |some: &[String], others: &[String]| {
            some.iter().filter(|line| !others.contains(line)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(only(&migrated, &fresh), only(&fresh, &migrated), "migrated and fresh differ");
    }

    async fn make(&self, schema: &str) {
        let statements = create_statements(&self.state.schema().unwrap()).unwrap().join(";\n");
        let sql = format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path TO {schema}, public; {statements}"
        );
        self.db.batch_execute(&sql).await.unwrap();
    }

    async fn texts_in(&self, schema: &str, sql: &str) -> Vec<String> {
        let path = self.session(schema);
        let rows: querent::Result<_> = self
            .db
            .with_client(async |client: &Client| {
                client.batch_execute(&path).await?;
                Ok(client.query(sql, &[]).await?)
            })
            .await;
        rows.unwrap().iter().map(|row| row.get(0)).collect()
    }

    fn session(&self, schema: &str) -> String {
        format!("SET search_path TO {schema}, public; SET timezone TO '{}'", self.timezone)
    }
}

fn of_steps(steps: Vec<Step>) -> Vec<Statement> {
    let statement = |step| match step {
        Step::Sql(statement) => statement,
        Step::Rust { path } => panic!("{path} is no statement"),
    };
    steps.into_iter().map(statement).collect()
}

fn texts(statements: &[Statement]) -> Vec<String> {
    statements.iter().map(|statement| statement.sql.clone()).collect()
}

/// The tables that are there.
async fn names(client: &Client) -> Result<BTreeMap<u32, String>, tokio_postgres::Error> {
    let sql = "SELECT oid, relname::text FROM pg_class
                WHERE relnamespace = current_schema::regnamespace AND relkind = 'r'";
    Ok(client.query(sql, &[]).await?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// The strongest lock of the transaction on each of these tables, where it is one that a statement tells.
async fn locks(
    client: &Client,
    tables: &BTreeMap<u32, String>,
) -> Result<BTreeMap<String, LockMode>, tokio_postgres::Error> {
    let modes = [
        LockMode::RowExclusive,
        LockMode::ShareUpdateExclusive,
        LockMode::Share,
        LockMode::ShareRowExclusive,
        LockMode::AccessExclusive,
    ];
    let sql = "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'";
    let mut strongest = BTreeMap::new();
    for row in client.query(sql, &[]).await? {
        let (table, mode): (u32, String) = (row.get(0), row.get(1));
        let is_called =
            |own: &LockMode| format!("{}LOCK", own.as_sql().replace(' ', "")) == mode.to_uppercase();
        let Some(mode) = modes.into_iter().find(is_called) else { continue };
        let Some(table) = tables.get(&table) else { continue };
        let own = strongest.entry(table.clone()).or_insert(mode);
        *own = (*own).max(mode);
    }
    Ok(strongest)
}
