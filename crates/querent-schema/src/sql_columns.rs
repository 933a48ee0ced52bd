//! The words of a piece of SQL that can be columns.

use std::ops::Range;

use crate::sql_token::{Kind, Token, tokens};

/// A word that can be a column.
pub(crate) struct Identifier {
    pub(crate) place: Range<usize>,
    pub(crate) name: String,
    pub(crate) quoted: bool,
}

/// The identifiers of a text that can be columns.
///
/// Words are left out that stand after a dot, are called as a function, or are a type, a collation or a word of PostgreSQL's own by
/// their place.
pub(crate) fn identifiers(sql: &str) -> Vec<Identifier> {
    let words = Words { sql, tokens: tokens(sql) };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(token) = words.tokens.get(at) {
        let behind = words.behind_what_is_none(at);
        if behind == at
            && let Some(identifier) = words.identifier(token)
        {
            found.push(identifier);
        }
        at = behind.max(at + 1);
    }
    found
}

/// Whether a text has a query in it, or a column after the name of its table.
pub(crate) fn has_rows(sql: &str) -> bool {
    let words = Words { sql, tokens: tokens(sql) };
    let mut at = 0;
    while at < words.tokens.len() {
        if ["select", "table", "values"].iter().any(|word| words.is(at, word)) || words.is_qualified(at) {
            return true;
        }
        at = words.behind_what_is_none(at).max(at + 1);
    }
    false
}

struct Words<'s> {
    sql: &'s str,
    tokens: Vec<Token>,
}

impl Words<'_> {
    fn identifier(&self, token: &Token) -> Option<Identifier> {
        let (place, text) = (token.place.clone(), &self.sql[token.place.clone()]);
        match token.kind {
            Kind::Word => Some(Identifier { place, name: text.to_lowercase(), quoted: false }),
            Kind::Quoted => {
                let name = text[1..text.len() - 1].replace("\"\"", "\"");
                Some(Identifier { place, name, quoted: true })
            }
            Kind::Literal | Kind::Other => None,
        }
    }

    /// Whether the word at a place is a column by the name of a table before it, and no function or type of a schema.
    fn is_qualified(&self, at: usize) -> bool {
        let is_name = |at: usize| {
            self.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Quoted))
        };
        let is_literal = self.tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Literal);
        let behind_a_name = at > 1 && self.is(at - 1, ".") && is_name(at - 2);
        is_name(at) && behind_a_name && !is_literal && !self.is(at + 1, "(") && !self.is(at + 1, ".")
    }

    /// The place after the words from `at` on that are no columns; `at`, if it is one.
    fn behind_what_is_none(&self, at: usize) -> usize {
        let before = |distance: usize| at.checked_sub(distance);
        let was = |distance: usize, text: &str| before(distance).is_some_and(|at| self.is(at, text));
        let is_literal = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Literal);
        // A word before a text is a type: `date '2000-01-01'`.
        let by_place = was(1, ".") || self.is(at + 1, "(") || is_literal(at + 1);
        let by_word = was(1, "collate") || was(1, "nulls") || (was(1, "(") && was(2, "extract"));
        if was(1, "::") || was(1, "as") {
            self.behind_type(at)
        } else if self.are(at, &["at", "time", "zone"]) {
            at + 3
        } else if by_place || by_word {
            at + 1
        } else {
            at
        }
    }

    /// The place after the type that begins at `at`.
    fn behind_type(&self, at: usize) -> usize {
        let name = self.tokens.get(at).filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
        if name.is_none() {
            return at;
        }
        let mut end = at + 1;
        while self.is(end, ".") {
            end += 2;
        }
        if self.is(end, "(") && self.is(end + 2, ")") {
            end += 3;
        }
        let more: &[&str] = match &self.sql[self.tokens[at].place.clone()].to_lowercase()[..] {
            "double" => &["precision"],
            "character" | "char" | "bit" => &["varying"],
            "time" | "timestamp" => &["with", "without", "time", "zone"],
            "interval" => &["year", "month", "day", "hour", "minute", "second", "to"],
            _ => &[],
        };
        while more.iter().any(|word| self.is(end, word)) {
            end += 1;
        }
        end
    }

    fn are(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(place, text)| self.is(at + place, text))
    }

    /// Whether the token at a place is this word or sign.
    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| self.sql[token.place.clone()].eq_ignore_ascii_case(text))
    }
}
