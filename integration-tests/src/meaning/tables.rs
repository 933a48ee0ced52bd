//! Rows in memory, and how they get into a database or out of one.

use std::fmt::Write;

use querent::meta::{JoinTable, Link, ModelMeta};
use querent::{Db, Result};
use serde_json::Value as Json;

use super::value::Value;

/// A row of a table, in the order of its columns.
pub type Row = Vec<Value>;

/// A table with its rows.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Row>,
}

/// The tables of some models, and those of the pairs of their many-to-many relations.
#[derive(Clone, Debug)]
pub struct Tables(pub(super) Vec<Table>);

impl Tables {
    /// The tables without rows, in the order of the models and the pairs behind them.
    ///
    /// Where several models are of one table, the first must have the columns of all.
    pub fn of(models: &[&'static ModelMeta]) -> Tables {
        let columns = |model: &'static ModelMeta| model.columns.iter().map(|column| column.name).collect();
        let own = models.iter().map(|model| Table::new(model.table, columns(model)));
        let pairs = models.iter().flat_map(|model| pairs(model));
        let pairs = pairs.map(|JoinTable { table, from, to, .. }| Table::new(table, vec![from, to]));
        let mut tables = Tables(Vec::new());
        for table in own.chain(pairs) {
            if tables.0.iter().all(|other| other.name != table.name) {
                tables.0.push(table);
            }
        }
        tables
    }

    /// The rows that are in a database.
    pub async fn read(db: &Db, models: &[&'static ModelMeta]) -> Result<Tables> {
        let mut tables = Tables::of(models);
        for Table { name, columns, rows } in &mut tables.0 {
            let sql = format!("SELECT to_jsonb(t) FROM \"{name}\" t");
            let found =
                db.with_client(async |client| -> Result<_> { Ok(client.query(&sql, &[]).await?) }).await?;
            for row in found {
                let row: Json = row.get(0);
                rows.push(columns.iter().map(|column| value(&row[column])).collect());
            }
        }
        Ok(tables)
    }

    /// The rows as statements, in place of those that are there.
    pub(super) fn statements(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|table| table.name).collect();
        let mut sql = format!("TRUNCATE {};", names.join(", "));
        for Table { name, columns, rows } in self.0.iter().filter(|table| !table.rows.is_empty()) {
            let rows: Vec<_> = rows.iter().map(|row| format!("({})", list(row))).collect();
            write!(sql, "\nINSERT INTO {name} ({}) VALUES {};", columns.join(", "), rows.join(", "))
                .expect("a String can be written to");
        }
        sql
    }

    /// The place of a table.
    pub(super) fn position(&self, name: &str) -> usize {
        let found = self.0.iter().position(|table| table.name == name);
        found.unwrap_or_else(|| panic!("there is no table {name}"))
    }

    /// The place in its table of a model's column.
    pub(super) fn column(&self, model: &'static ModelMeta, column: usize) -> usize {
        self.0[self.position(model.table)].column(model.columns[column].name)
    }

    /// The rows of a model.
    pub fn rows(&self, model: &ModelMeta) -> &[Row] {
        &self.0[self.position(model.table)].rows
    }

    /// What rows of a model have in the column of this name.
    pub fn values_of(&self, model: &'static ModelMeta, keys: &[Value], column: &str) -> Vec<&Value> {
        let (key, column) =
            (self.column(model, model.key), self.0[self.position(model.table)].column(column));
        let row = |wanted: &Value| self.rows(model).iter().find(|row| row[key] == *wanted);
        keys.iter().filter_map(row).map(|row| &row[column]).collect()
    }
}

impl Table {
    fn new(name: &'static str, columns: Vec<&'static str>) -> Table {
        Table { name, columns, rows: Vec::new() }
    }

    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| *column == name);
        found.unwrap_or_else(|| panic!("{} has no column {name}", self.name))
    }
}

/// The tables of pairs that a model's relations lead through.
fn pairs(model: &'static ModelMeta) -> impl Iterator<Item = JoinTable> {
    model.relations.iter().filter_map(|relation| match relation.link {
        Link::Through { join, .. } => Some(join()),
        Link::Forward { .. } | Link::Reverse { .. } => None,
    })
}

fn list(row: &Row) -> String {
    row.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

/// What has no type here, such as a date, is a text.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) if number.is_i64() => number.as_i64().into(),
        Json::String(text) => text.as_str().into(),
        other => Value::Text(other.to_string()),
    }
}
