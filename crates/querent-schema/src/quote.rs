//! Quoting: the one place where names and text become SQL.

/// An identifier in double quotes.
///
/// Every identifier is quoted, so that a table called `order` or `User` needs no care. Nothing is refused here: a NUL,
/// which PostgreSQL has no identifier for, is an error of the schema that holds the name.
///
/// ```
/// assert_eq!(querent_schema::quote_identifier("order"), r#""order""#);
/// assert_eq!(querent_schema::quote_identifier(r#"a"b"#), r#""a""b""#);
/// ```
pub fn quote_identifier(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    push_identifier(&mut out, name);
    out
}

/// Appends an identifier in double quotes to a statement's text.
pub fn push_identifier(out: &mut String, name: &str) {
    push_quoted(out, name, '"');
}

/// A text literal in single quotes, for defaults in DDL.
///
/// Text with a backslash is written as `E'…'`, which means the same whatever `standard_conforming_strings` says.
///
/// ```
/// assert_eq!(querent_schema::quote_literal("it's"), "'it''s'");
/// assert_eq!(querent_schema::quote_literal(r"C:\"), r"E'C:\\'");
/// ```
pub fn quote_literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    if text.contains('\\') {
        out.push('E');
        push_quoted(&mut out, &text.replace('\\', r"\\"), '\'');
    } else {
        push_quoted(&mut out, text, '\'');
    }
    out
}

fn push_quoted(out: &mut String, text: &str, quote: char) {
    out.reserve(text.len() + 2);
    out.push(quote);
    if text.contains(quote) {
        for piece in text.split_inclusive(quote) {
            out.push_str(piece);
            if piece.ends_with(quote) {
                out.push(quote);
            }
        }
    } else {
        out.push_str(text); // as nearly every one
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_inside_an_identifier_are_doubled() {
        assert_eq!(quote_identifier(r#"""#), r#""""""#);
        assert_eq!(quote_identifier(r#"x"; DROP TABLE y; --"#), r#""x""; DROP TABLE y; --""#);
    }

    #[test]
    fn an_empty_identifier_keeps_its_quotes() {
        assert_eq!(quote_identifier(""), r#""""#);
    }

    #[test]
    fn an_identifier_is_appended_to_what_stands_before_it() {
        let mut out = String::from("SELECT ");
        push_identifier(&mut out, "größe");
        assert_eq!(out, r#"SELECT "größe""#);
    }

    #[test]
    fn a_literal_ends_only_at_its_own_quote() {
        assert_eq!(quote_literal("'); DROP TABLE y; --"), "'''); DROP TABLE y; --'");
        assert_eq!(quote_literal(r"\'); --"), r"E'\\''); --'");
        assert_eq!(quote_literal(""), "''");
    }
}
