//! Fragments of SQL that a user has written, with `{}` for each argument.

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::types::Param;

use super::compiler::Compiler;
use super::knowledge::Knowledge;
use super::statement::Statement;
use super::text::Text;

/// A part of a fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// An argument.
    Argument,
}

impl Compiler {
    /// Writes a fragment, in parentheses, as operators may stand beside it.
    pub(super) fn written(&mut self, text: &'static str, arguments: &[Expr]) -> Result<Knowledge> {
        let pieces = pieces(text);
        let places = places(&pieces);
        if places != arguments.len() {
            return Err(Error::misuse(format!(
                "the fragment `{text}` has {places} places for arguments, `{{}}`, and was given {}",
                arguments.len()
            )));
        }
        let mut arguments = arguments.iter();
        self.text.has_fragments = true;
        self.text.push("(");
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    self.text.push(text);
                }
                Piece::Argument => {
                    if let Some(argument) = arguments.next() {
                        self.expr(argument)?;
                    }
                }
            }
        }
        self.text.push(")");
        Ok(Knowledge::UNKNOWN)
    }
}

/// A statement of a user's own, with a value for each `{}`.
pub(crate) fn raw(text: &str, params: Vec<Param>) -> Result<Statement> {
    let pieces = pieces(text);
    let places = places(&pieces);
    if places != params.len() {
        return Err(Error::misuse(format!(
            "a raw statement has {places} places for values, `{{}}`, and was given {} values",
            params.len()
        )));
    }
    let mut out = Text::with_room(text.len() + 16, params.len());
    let mut params = params.into_iter();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                out.push(text);
            }
            Piece::Argument => {
                if let Some(param) = params.next() {
                    out.param(param);
                }
            }
        }
    }
    Ok(Statement { text: out.out.into(), params: out.params, table: None, has_fragments: true })
}

fn places(pieces: &[Piece<'_>]) -> usize {
    pieces.iter().filter(|piece| **piece == Piece::Argument).count()
}

/// The parts of a fragment; `{{}}` is the text `{}`.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find("{}") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        match (before.strip_suffix('{'), after.strip_prefix('}')) {
            (Some(before), Some(after)) => {
                pieces.extend([Piece::Text(before), Piece::Text("{}")]);
                rest = after;
            }
            _ => {
                pieces.extend([Piece::Text(before), Piece::Argument]);
                rest = after;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn shown(text: &'static str) -> String {
        let shown = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Argument => "$",
        };
        pieces(text).into_iter().map(shown).collect()
    }

    #[test]
    fn arguments_stand_where_two_braces_are() {
        assert_eq!(shown("length({}) + {}"), "length($) + $");
        assert_eq!(shown("{}{}"), "$$");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn doubled_braces_and_others_are_text() {
        assert_eq!(shown("'{{}}' || {} || '{1}'"), "'{}' || $ || '{1}'");
        assert_eq!(shown(r#"'{"a": {"b": 1}}'"#), r#"'{"a": {"b": 1}}'"#);
    }
}
