//! Migrations by hand, and what a database shows of them.

use querent::{Db, Result};
use querent_migrate::querent_schema::{Graph, Migration};
use querent_migrate::{Function, Migrate, Report};

/// The graph of files, by name and text.
pub(crate) fn graph(files: &[(&str, &str)]) -> Graph {
    let read = |(name, text): &(&str, &str)| {
        Migration::read(name.parse().unwrap(), &format!("format = 1\n{text}")).unwrap()
    };
    Graph::of(files.iter().map(read)).unwrap()
}

/// A table `product` with a key, and one that each migration writes its name into.
pub(crate) const INITIAL: (&str, &str) = (
    "shop.0001_initial",
    r#"
[[op]]
op = "create_model"
model = "Product"
table = "product"
primary_key = ["id"]
fields = [{ name = "id", type = "bigint", identity = true }, { name = "name", type = "text", default = "''" }]

[[op]]
op = "run_sql"
sql = "CREATE TABLE diary (name text); INSERT INTO diary VALUES ('initial')"
reverse = "DROP TABLE diary"
"#,
);

/// A new column, and a line in the diary.
pub(crate) const STOCK: (&str, &str) = (
    "shop.0002_stock",
    r#"
after = ["shop.0001_initial"]

[[op]]
op = "add_field"
model = "Product"
field = { name = "stock", type = "integer", default = "0" }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('stock')"
reverse = "DELETE FROM diary WHERE name = 'stock'"
"#,
);

/// An index that is built while writes go on, between two lines in the diary.
pub(crate) const INDEX: (&str, &str) = (
    "shop.0003_index",
    r#"
after = ["shop.0002_stock"]
atomic = false

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('before')"
reverse = "DELETE FROM diary WHERE name = 'before'"

[[op]]
op = "add_index"
model = "Product"
concurrently = true
index = { name = "product_name", fields = ["name"] }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('behind')"
reverse = "DELETE FROM diary WHERE name = 'behind'"
"#,
);

/// What the diary says when all three are applied.
pub(crate) const ALL: [&str; 4] = ["before", "behind", "initial", "stock"];

/// Migrates without functions.
pub(crate) fn migrate<'a>(db: &'a Db, graph: &'a Graph) -> Migrate<'a> {
    const NONE: &[(&str, Function)] = &[];
    Migrate::new(db, Ok(graph), NONE)
}

/// The names of what was applied.
pub(crate) fn applied(report: &Report) -> Vec<String> {
    report.applied.iter().map(ToString::to_string).collect()
}

/// The one column of a query, as texts.
pub(crate) async fn column(db: &Db, sql: &str) -> Vec<String> {
    let rows =
        db.with_client(async |client| -> Result<_> { Ok(client.query(sql, &[]).await?) }).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// The lines of the diary, in the order of the alphabet.
pub(crate) async fn diary(db: &Db) -> Vec<String> {
    column(db, "SELECT name FROM diary ORDER BY name").await
}

/// The ledger: names, states and how many operations are in effect.
pub(crate) async fn ledger(db: &Db) -> Vec<String> {
    column(
        db,
        "SELECT app || '.' || name || ' ' || state || ' ' || steps_done FROM querent_migrations ORDER BY app, name",
    )
    .await
}

/// Waits until no session migrates any more.
///
/// # Panics
///
/// If one goes on.
pub(crate) async fn nobody_migrates(db: &Db) {
    let sql = "SELECT state || ': ' || query FROM pg_stat_activity
                WHERE application_name = 'querent-migrate' AND datname = current_database()";
    for _ in 0..5_000 {
        if column(db, sql).await.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    panic!("a session is left: {:?}", column(db, sql).await);
}
