//! What the database says of tables and columns, as SQL.

use querent_schema::{Column, quote_identifier, quote_literal};

/// `COMMENT ON TABLE`.
pub(super) fn on_table(table: &str, comment: Option<&String>) -> String {
    format!("COMMENT ON TABLE {} IS {}", quote_identifier(table), text(comment))
}

/// `COMMENT ON COLUMN`.
pub(super) fn on_column(table: &str, column: &Column) -> String {
    let (table, name) = (quote_identifier(table), quote_identifier(&column.name));
    format!("COMMENT ON COLUMN {table}.{name} IS {}", text(column.comment.as_ref()))
}

fn text(comment: Option<&String>) -> String {
    comment.map_or_else(|| "NULL".to_owned(), |comment| quote_literal(comment))
}
