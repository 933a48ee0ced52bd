//! The sequences of columns that count by themselves.

use querent_schema::{MAX_NAME_BYTES, quote_identifier, quote_literal};

/// The name that PostgreSQL gives to the sequence of a column: `products_id_seq`.
///
/// Where it is too long the longer of both names is cut. (PostgreSQL, `makeObjectName` in `indexcmds.c`.)
pub(super) fn name(table: &str, column: &str) -> String {
    const AROUND: usize = "__seq".len();
    let (mut table_bytes, mut column_bytes) = (table.len(), column.len());
    while table_bytes + column_bytes > MAX_NAME_BYTES - AROUND {
        if table_bytes > column_bytes { table_bytes -= 1 } else { column_bytes -= 1 }
    }
    let table = &table[..table.floor_char_boundary(table_bytes)];
    let column = &column[..column.floor_char_boundary(column_bytes)];
    format!("{table}_{column}_seq")
}

/// The statement after which a column that begins to count goes on after the values that are there.
pub(super) fn catch_up(table: &str, column: &str) -> String {
    // The first argument is read as an identifier and the second as it is.
    let (name, own) = (quote_identifier(table), quote_identifier(column));
    format!(
        "SELECT setval(pg_get_serial_sequence({}, {}), greatest(coalesce(max({own}), 0), 0) + 1, false) FROM {name}",
        quote_literal(&name),
        quote_literal(column)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_whole_and_a_long_one_is_cut_where_it_is_longest() {
        assert_eq!(name("products", "id"), "products_id_seq");
        assert_eq!(name(&"t".repeat(63), "id"), format!("{}_id_seq", "t".repeat(56)));
        let (table, column) = ("t".repeat(40), "c".repeat(40));
        assert_eq!(name(&table, &column), format!("{}_{}_seq", "t".repeat(29), "c".repeat(29)));
        assert_eq!(name(&"ö".repeat(31), "id"), format!("{}_id_seq", "ö".repeat(28)));
    }
}
