//! A default as SQL, if it fits the column.

use darling::Error;
use querent_schema::quote_literal;

use crate::model::attributes::{DefaultArgument, Written};
use crate::model::ir::Default;
use crate::model_type::Kind;

/// What a default is checked against.
pub(super) struct Fit {
    pub(super) kind: Kind,
    /// The kind of an array's elements.
    pub(super) element: Kind,
    pub(super) max_length: Option<u32>,
    pub(super) nullable: bool,
}

/// The default of a column.
pub(super) fn default(argument: &DefaultArgument, fit: &Fit) -> darling::Result<Default> {
    let default = match (&argument.written, fit.kind) {
        (Written::Path(path), Kind::Other) => Ok(Default::Choice(path.clone())),
        (Written::List(elements), Kind::Array) => array(elements, fit).map(Default::Sql),
        (written, kind) => literal(written, kind, fit.max_length, DEFAULT).map(Default::Sql),
    };
    default.map_err(|message| Error::custom(message).with_span(&argument.span))
}

/// The default of a relation's key, whose type is the other model's.
pub(super) fn of_key(argument: &DefaultArgument) -> darling::Result<String> {
    literal(&argument.written, Kind::Other, None, DEFAULT)
        .map_err(|message| Error::custom(message).with_span(&argument.span))
}

const DEFAULT: &str = "the default of this column";

/// A default in SQL; `what` it is, in messages.
fn literal(written: &Written, kind: Kind, max_length: Option<u32>, what: &str) -> Result<String, String> {
    match (written, kind) {
        (Written::Sql(sql), _) if sql.trim().is_empty() => {
            Err("the expression of a default cannot be empty".to_owned())
        }
        (Written::Sql(sql), _) => Ok(sql.clone()),
        (Written::Bool(value), Kind::Bool | Kind::Other) => Ok(value.to_string()),
        (Written::Number { digits, fraction: false }, Kind::Integer(bits)) => integer(digits, bits),
        (Written::Number { digits, .. }, Kind::Float | Kind::Decimal | Kind::Other) => Ok(digits.clone()),
        (Written::Text(text), Kind::Text) => text_of(text, max_length),
        (
            Written::Text(text),
            Kind::Uuid | Kind::Moment | Kind::Span | Kind::Decimal | Kind::Document | Kind::Other,
        ) => text_of(text, None),
        (_, kind) => Err(expected(kind, what)),
    }
}

/// An array as PostgreSQL reads one: `'{"new","sale"}'`.
fn array(elements: &[Written], fit: &Fit) -> Result<String, String> {
    let element = |written: &Written| {
        // Each is checked as a default of its own.
        let literal = || literal(written, fit.element, fit.max_length, "each element of this default");
        match written {
            Written::Bool(_) | Written::Number { .. } => literal(),
            Written::Text(text) => literal().map(|_| quoted(text)),
            Written::List(_) | Written::Path(_) | Written::Sql(_) => {
                Err("a default lists literals; other arrays are `sql(\"…\")`".to_owned())
            }
        }
    };
    let elements: Vec<String> = elements.iter().map(element).collect::<Result<_, _>>()?;
    Ok(quote_literal(&format!("{{{}}}", elements.join(","))))
}

/// A text in an array.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
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

fn expected(kind: Kind, what: &str) -> String {
    let literal = match kind {
        Kind::Bool => "`true` or `false`",
        Kind::Integer(_) => "an integer",
        Kind::Float | Kind::Decimal => "a number",
        Kind::Text => "a text in quotes",
        Kind::Uuid => "a UUID in quotes, or `sql(\"gen_random_uuid()\")`",
        Kind::Moment => "a date or time in quotes, or `sql(\"now()\")`",
        Kind::Document => "a JSON document in quotes",
        Kind::Span => "a text in quotes, as PostgreSQL reads one",
        Kind::Array => "a list of literals, such as `[]`, or `sql(\"…\")`",
        Kind::Bytes => "an expression: `sql(\"…\")`",
        Kind::Other => "a literal, a variant of choices, or `sql(\"…\")`",
    };
    format!("{what} is {literal}")
}

#[cfg(test)]
mod tests {
    use darling::FromMeta;
    use syn::{Expr, parse_quote};

    use super::Fit;
    use crate::model::attributes::DefaultArgument;
    use crate::model::ir::Default;
    use crate::model_type::Kind;

    fn default(written: Expr, kind: Kind) -> Option<String> {
        let argument = DefaultArgument::from_expr(&written).ok()?;
        let fit = Fit { kind, element: Kind::Text, max_length: Some(4), nullable: false };
        match super::default(&argument, &fit).ok()? {
            Default::Sql(sql) => Some(sql),
            _ => None,
        }
    }

    #[test]
    fn arrays_are_quoted_twice() {
        let array = |written| default(written, Kind::Array);
        assert_eq!(array(parse_quote!([])).as_deref(), Some("'{}'"));
        assert_eq!(array(parse_quote!(["a,b", "it's"])).as_deref(), Some(r#"'{"a,b","it''s"}'"#));
        assert_eq!(array(parse_quote!(["\"\\"])).as_deref(), Some(r#" E'{"\\"\\\\"}'"#.trim_start()));
        assert_eq!(array(parse_quote!(["12345"])), None);
        assert_eq!(array(parse_quote!([1])), None);
        assert_eq!(array(parse_quote!("{}")), None);
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
