//! What a statement does, in one line.

/// The text of a statement without what makes it long: the list of what is selected, the quotes around names, and the
/// table before the names of columns if there is one table only.
///
/// `SELECT … FROM products WHERE id = $1`. It is there to tell statements apart, the text is beside it.
pub(super) fn headline(sql: &str) -> String {
    let sql = sql.trim();
    let text = match top_level_from(sql) {
        Some(from) if sql.starts_with("SELECT ") => format!("SELECT … {}", &sql[from..]),
        _ => sql.to_owned(),
    };
    let words: Vec<_> = text.split_whitespace().collect();
    let line = match only_table(&words) {
        Some(table) => words.join(" ").replace(&format!("{table}."), ""),
        None => words.join(" "),
    };
    line.replace('"', "")
}

/// The table, of a statement that names one and gives it no other name.
fn only_table<'w>(words: &[&'w str]) -> Option<&'w str> {
    let mut named = words.windows(3).filter(|pair| ["FROM", "UPDATE", "JOIN"].contains(&pair[0]));
    let (first, other) = (named.next()?, named.next());
    (other.is_none() && first[2] != "AS" && !first[1].starts_with('(')).then_some(first[1])
}

/// Where the statement's own FROM begins, which is in no brackets and no quotes.
fn top_level_from(sql: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_i32, None);
    for (at, character) in sql.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, 'F') if depth == 0 && sql[at..].starts_with("FROM ") => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_is_left_out() {
        for (sql, line) in [
            (
                r#"SELECT "p"."id", (SELECT 1 FROM "x") FROM "products" AS "p" WHERE "p"."id" = $1"#,
                "SELECT … FROM products AS p WHERE p.id = $1",
            ),
            (r#"SELECT "t"."a" FROM "t" WHERE "t"."id" = $1"#, "SELECT … FROM t WHERE id = $1"),
            (r#"SELECT 'FROM it', "a FROM " FROM "t""#, "SELECT … FROM t"),
            ("SELECT 1", "SELECT 1"),
            ("UPDATE \"t\"\n  SET \"a\" = $1", "UPDATE t SET a = $1"),
            ("BEGIN", "BEGIN"),
            ("SELECT 'it never ends", "SELECT 'it never ends"),
            ("", ""),
        ] {
            assert_eq!(headline(sql), line);
        }
    }
}
