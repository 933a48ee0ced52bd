//! Migrations of every kind: transactions and others, SQL and functions, two applications.

use std::sync::OnceLock;

use querent::Db;
use querent_migrate::querent_schema::{Graph, Migration};
use querent_migrate::{Function, Running};

/// What the diary says in the end: each migration writes a line for each of its transactions.
pub(super) const LINES: [&str; 8] =
    ["filled", "initial", "label 1", "label 2", "note", "rank", "search", "stock"];

pub(super) const FUNCTIONS: &[(&str, Function)] = &[("crate::fill", fill)];

const FILES: [(&str, &str); 7] = [
    (
        "shop.0001_initial",
        r#"
format = 1
[[op]]
op = "create_model"
model = "Product"
table = "product"
primary_key = ["id"]
fields = [{ name = "id", type = "bigint", identity = true }, { name = "name", type = "text" }]

[[op]]
op = "run_sql"
sql = """
CREATE TABLE diary (line text NOT NULL);
INSERT INTO diary VALUES ('initial');
INSERT INTO product (name) SELECT 'product ' || n FROM generate_series(1, 20000) n"""
"#,
    ),
    (
        "shop.0002_stock",
        r#"
format = 1
after = ["shop.0001_initial"]
[[op]]
op = "add_field"
model = "Product"
field = { name = "stock", type = "integer", default = "0" }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('stock')"
"#,
    ),
    (
        "shop.0003_search",
        r#"
format = 1
after = ["shop.0002_stock"]
atomic = false
[[op]]
op = "add_index"
model = "Product"
concurrently = true
index = { name = "product_name", fields = ["name", "-stock"] }

[[op]]
op = "add_index"
model = "Product"
concurrently = true
index = { name = "product_lower_name", fields = [{ sql = "lower(name)" }] }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('search')"
"#,
    ),
    (
        "shop.0004_fill",
        r#"
format = 1
after = ["shop.0003_search"]
[[op]]
op = "run_rust"
run = "crate::fill"
"#,
    ),
    (
        "shop.0005_rank",
        r#"
format = 1
after = ["shop.0004_fill", "blog.0001_initial"]
[[op]]
op = "remove_index"
model = "Product"
name = "product_name"

[[op]]
op = "add_field"
model = "Product"
field = { name = "rank", type = "integer", default = "1" }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('rank')"
"#,
    ),
    (
        "blog.0001_initial",
        r#"
format = 1
after = ["shop.0002_stock"]
[[op]]
op = "create_model"
model = "Note"
table = "note"
primary_key = ["id"]
fields = [
  { name = "id", type = "bigint", identity = true },
  { name = "product", fk = "shop.Product", on_delete = "cascade" },
]

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('note')"
"#,
    ),
    (
        "blog.0002_label",
        r#"
format = 1
after = ["blog.0001_initial"]
atomic = false
[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('label 1')"

[[op]]
op = "add_field"
model = "Note"
field = { name = "label", type = "varchar(20)", null = true }

[[op]]
op = "run_sql"
sql = "INSERT INTO diary VALUES ('label 2')"
"#,
    ),
];

/// The migrations.
pub(super) fn graph() -> &'static Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    let read = |(name, text): &(&str, &str)| {
        let name = name.parse().expect("the name is one of a migration");
        Migration::read(name, text).expect("the file is in order")
    };
    GRAPH.get_or_init(|| Graph::of(FILES.iter().map(read)).expect("the files go together"))
}

fn fill(tx: &Db) -> Running<'_> {
    Box::pin(async move {
        tx.batch_execute("UPDATE product SET stock = 1 WHERE id % 100 = 0").await?;
        tx.batch_execute("INSERT INTO diary VALUES ('filled')").await?;
        Ok(())
    })
}
