//! Pieces that statements are made of.

use querent_schema::{Default, quote_identifier};

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

/// SQL after the `DEFAULT` of a column, where not every expression can stand: in brackets, unless it is a literal, a word, a number
/// or a function without arguments.
pub(super) fn default(sql: &str) -> String {
    let name = sql.strip_suffix("()").unwrap_or(sql);
    let name = name.strip_prefix('-').unwrap_or(name);
    let is_one = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.');
    match Default::of_sql(sql) {
        Default::Literal(sql) => sql,
        _ if is_one => sql.to_owned(),
        _ => format!("({})", whole(sql)),
    }
}

#[cfg(test)]
mod tests {
    use super::default;

    #[test]
    fn a_default_is_in_brackets_unless_it_is_one_thing() {
        for sql in ["0", "-1", "1.5", "true", "current_date", "now()", "'it''s'", r"E'\\'", "app.next_code()"]
        {
            assert_eq!(default(sql), sql);
        }
        assert_eq!(default("now() AT TIME ZONE 'UTC'"), "(now() AT TIME ZONE 'UTC')");
        assert_eq!(default("'a' COLLATE \"C\""), "('a' COLLATE \"C\")");
        assert_eq!(default("NOT true"), "(NOT true)");
        assert_eq!(default("1 -- so"), "(1 -- so\n)");
    }
}
