//! Pieces that statements are made of.

use querent_schema::quote_identifier;

/// Columns in brackets.
pub(super) fn list(columns: &[String]) -> String {
    let quoted: Vec<_> = columns.iter().map(|column| quote_identifier(column)).collect();
    format!("({})", quoted.join(", "))
}

/// ` INCLUDE (…)`, where there is anything to include.
pub(super) fn include(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE {}", list(columns)) }
}

/// ` NULLS NOT DISTINCT`, from PostgreSQL 15 on.
pub(super) fn nulls(not_distinct: bool) -> &'static str {
    if not_distinct { " NULLS NOT DISTINCT" } else { "" }
}

/// ` WHERE (…)`, where there is a condition.
pub(super) fn condition(sql: Option<&String>) -> String {
    sql.map(|sql| format!(" WHERE ({})", whole(sql))).unwrap_or_default()
}

/// ` DEFERRABLE`; the check stays immediate until a transaction says otherwise.
pub(super) fn deferrable(deferrable: bool) -> &'static str {
    if deferrable { " DEFERRABLE" } else { "" }
}

/// SQL of the user's, which ends where it ends: a comment in its last line would go on.
pub(super) fn whole(sql: &str) -> String {
    if sql.contains("--") { format!("{sql}\n") } else { sql.to_owned() }
}
