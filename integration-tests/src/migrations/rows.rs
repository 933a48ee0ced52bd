//! Rows for any tables.

use querent::Db;
use querent_schema::{Column, Default, Schema, SqlType, Table, quote_identifier, quote_literal};

use super::failure::Failure;

/// How many rows a table gets.
const ROWS: usize = 3;

/// Puts three rows into every table of a schema.
///
/// The first row holds the first value of every type, the second the second, and so on: what is to be unique is, and each key
/// refers to the row of its own number. What can be NULL is so in the last row.
///
/// # Errors
///
/// What the database says.
pub async fn put_rows(db: &Db, schema: &Schema) -> Result<(), Failure> {
    // Tables may refer to each other in a cycle: the keys are right in the end, and not looked at before.
    let mut sql = vec!["SET LOCAL session_replication_role = replica".to_owned()];
    for table in &schema.tables {
        sql.extend((1..=ROWS).map(|number| insert(schema, table, number)));
        let counting = table.columns.iter().filter(|column| column.is_identity());
        sql.extend(counting.map(|column| {
            let table = quote_literal(&quote_identifier(&table.name));
            format!("SELECT setval(pg_get_serial_sequence({table}, {}), {ROWS})", quote_literal(&column.name))
        }));
    }
    let sql = sql.join(";\n");
    Ok(db.atomic(async |tx| tx.batch_execute(&sql).await).await?)
}

fn insert(schema: &Schema, table: &Table, number: usize) -> String {
    let written = |column: &&Column| !matches!(column.default, Some(Default::Generated(_)));
    let columns: Vec<_> = table.columns.iter().filter(written).collect();
    let names: Vec<_> = columns.iter().map(|column| quote_identifier(&column.name)).collect();
    let values: Vec<_> = columns
        .iter()
        .map(|column| match column.nullable && number == ROWS {
            true => "NULL".to_owned(),
            false => value(schema, &column.sql_type, number),
        })
        .collect();
    let table = quote_identifier(&table.name);
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

/// A value of a type; texts are numbers too, so that they can become some.
fn value(schema: &Schema, sql_type: &SqlType, number: usize) -> String {
    let text = match sql_type {
        SqlType::Array(element) => return format!("ARRAY[{}]::{sql_type}", value(schema, element, number)),
        SqlType::Boolean => (number % 2 == 1).to_string(),
        SqlType::Date => format!("2024-05-0{number}"),
        SqlType::Time => format!("0{number}:30:00"),
        SqlType::Timestamp => format!("2024-05-0{number} 12:30:00"),
        SqlType::TimestampTz => format!("2024-05-0{number} 12:30:00+00"),
        SqlType::Uuid => format!("00000000-0000-4000-8000-{number:012}"),
        SqlType::Interval => format!("{number} days"),
        SqlType::Inet => format!("10.0.0.{number}"),
        SqlType::Enum(name) => {
            let own = schema.enums.iter().find(|own| own.name == *name);
            own.map_or_else(String::new, |own| own.labels[(number - 1) % own.labels.len()].clone())
        }
        _ => number.to_string(),
    };
    format!("{}::{sql_type}", quote_literal(&text))
}
