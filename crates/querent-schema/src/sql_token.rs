//! The tokens of a piece of the user's SQL. (PostgreSQL manual, "Lexical Structure".)

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word without quotes.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A text in quotes, or between two `$tag$`.
    Literal,
    /// A number or a sign; `::` is one.
    Other,
}

/// A token, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) place: Range<usize>,
}

/// The tokens of a piece of SQL, without spaces and comments.
pub(crate) fn tokens(sql: &str) -> Vec<Token> {
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < sql.len() {
        let (kind, length) = first(&sql[at..]);
        if let Some(kind) = kind {
            tokens.push(Token { kind, place: at..at + length });
        }
        at += length;
    }
    tokens
}

/// The token that a text begins with, and its length; spaces and comments are none.
fn first(rest: &str) -> (Option<Kind>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        _ if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
        _ if rest.starts_with("/*") => (None, comment(rest)),
        _ if rest.starts_with("::") => (Some(Kind::Other), 2),
        '"' => match closing(rest, '"', Escapes::None) {
            Some(end) => (Some(Kind::Quoted), end),
            None => (Some(Kind::Other), rest.len()),
        },
        '\'' => (Some(Kind::Literal), closing(rest, '\'', Escapes::None).unwrap_or(rest.len())),
        'e' | 'E' if rest[1..].starts_with('\'') => {
            let end = closing(&rest[1..], '\'', Escapes::Backslash);
            (Some(Kind::Literal), end.map_or(rest.len(), |end| end + 1))
        }
        '$' => match dollar_quoted(rest) {
            Some(end) => (Some(Kind::Literal), end),
            None => (Some(Kind::Other), 1),
        },
        _ if first.is_whitespace() => (None, first.len_utf8()),
        _ if first.is_alphabetic() || first == '_' => (Some(Kind::Word), length(rest, is_of_word)),
        _ if first.is_ascii_digit() => (Some(Kind::Other), length(rest, is_of_word)),
        _ => (Some(Kind::Other), first.len_utf8()),
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

fn length(text: &str, matches: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !matches(letter)).unwrap_or(text.len())
}

/// The length of the comment that a text begins with; comments stand in comments.
fn comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < text.len() {
        let rest = &text[at..];
        let mark = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += mark;
        if depth == 0 {
            break;
        }
    }
    at
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    None,
    Backslash,
}

/// Where the quote that `text` begins with is closed; a doubled one is part of what it holds.
fn closing(text: &str, quote: char, escapes: Escapes) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && escapes == Escapes::Backslash {
            letters.next();
        } else if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(at + 1);
        }
    }
    None
}

/// Where `$tag$ … $tag$` ends.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = &text[..text[1..].find('$')? + 2];
    if !tag[1..tag.len() - 1].chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
        return None;
    }
    text[tag.len()..].find(tag).map(|end| end + 2 * tag.len())
}
