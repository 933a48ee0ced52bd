//! A default as SQL, if it fits the column.

use darling::Error;
use querent_schema::quote_literal;

use crate::model::attributes::{DefaultArgument, Written};
use crate::model_type::Kind;

/// What a default is checked against.
pub(super) struct Fit {
    pub(super) kind: Kind,
    pub(super) max_length: Option<u32>,
}

/// The default in SQL.
pub(super) fn sql(argument: &DefaultArgument, fit: &Fit) -> darling::Result<String> {
    let sql = match (&argument.written, fit.kind) {
        (Written::Sql(sql), _) if sql.trim().is_empty() => {
            Err("the expression of a default cannot be empty".to_owned())
        }
        (Written::Sql(sql), _) => Ok(sql.clone()),
        (Written::Bool(value), Kind::Bool | Kind::Other) => Ok(value.to_string()),
        (Written::Number { digits, fraction: false }, Kind::Integer(bits)) => integer(digits, bits),
        (Written::Number { digits, .. }, Kind::Float | Kind::Decimal | Kind::Other) => Ok(digits.clone()),
        (Written::Text(text), Kind::Text) => text_of(text, fit.max_length),
        (Written::Text(text), Kind::Uuid | Kind::Moment | Kind::Decimal | Kind::Document | Kind::Other) => {
            text_of(text, None)
        }
        (_, kind) => Err(expected(kind)),
    };
    sql.map_err(|message| Error::custom(message).with_span(&argument.span))
}

fn integer(digits: &str, bits: u32) -> Result<String, String> {
    let largest = (1i128 << (bits - 1)) - 1;
    match digits.parse::<i128>() {
        Ok(value) if (-largest - 1..=largest).contains(&value) => Ok(digits.to_owned()),
        _ => Err(format!("`{digits}` does not fit an `i{bits}`")),
    }
}

fn text_of(text: &str, max_length: Option<u32>) -> Result<String, String> {
    let length = text.chars().count();
    match max_length {
        _ if text.contains('\0') => Err("PostgreSQL's text cannot hold a NUL".to_owned()),
        Some(longest) if length > longest as usize => {
            Err(format!("this default has {length} characters and `max_length` is {longest}"))
        }
        _ => Ok(quote_literal(text)),
    }
}

fn expected(kind: Kind) -> String {
    let literal = match kind {
        Kind::Bool => "`true` or `false`",
        Kind::Integer(_) => "an integer",
        Kind::Float | Kind::Decimal => "a number",
        Kind::Text => "a text in quotes",
        Kind::Uuid => "a UUID in quotes, or `sql(\"gen_random_uuid()\")`",
        Kind::Moment => "a date or time in quotes, or `sql(\"now()\")`",
        Kind::Document => "a JSON document in quotes",
        Kind::Bytes => "an expression: `sql(\"…\")`",
        Kind::Other => "a literal, or `sql(\"…\")`",
    };
    format!("the default of this column is {literal}")
}

#[cfg(test)]
mod tests {
    use darling::FromMeta;
    use syn::{Expr, parse_quote};

    use super::{Fit, sql};
    use crate::model::attributes::DefaultArgument;
    use crate::model_type::Kind;

    fn default(written: Expr, kind: Kind) -> Option<String> {
        let argument = DefaultArgument::from_expr(&written).ok()?;
        sql(&argument, &Fit { kind, max_length: Some(4) }).ok()
    }

    #[test]
    fn integers_fit_up_to_their_bounds() {
        let small = |written| default(written, Kind::Integer(16));
        assert_eq!(small(parse_quote!(-32768)).as_deref(), Some("-32768"));
        assert_eq!(small(parse_quote!(32_767)).as_deref(), Some("32767"));
        assert_eq!(small(parse_quote!(0xff)).as_deref(), Some("255"));
        assert_eq!(small(parse_quote!(32768)), None);
        assert_eq!(small(parse_quote!(1.0)), None);
    }

    #[test]
    fn texts_are_quoted_and_counted_in_characters() {
        assert_eq!(default(parse_quote!("it's"), Kind::Text).as_deref(), Some("'it''s'"));
        assert_eq!(default(parse_quote!("ßßßß"), Kind::Text).as_deref(), Some("'ßßßß'"));
        assert_eq!(default(parse_quote!("12345"), Kind::Text), None);
        assert_eq!(default(parse_quote!("a\0b"), Kind::Text), None);
    }

    #[test]
    fn expressions_are_the_databases() {
        assert_eq!(default(parse_quote!(sql("now()")), Kind::Moment).as_deref(), Some("now()"));
        assert_eq!(default(parse_quote!(now()), Kind::Moment), None);
        assert_eq!(default(parse_quote!(--1), Kind::Integer(32)), None);
    }
}
