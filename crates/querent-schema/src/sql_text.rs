//! The columns that a piece of the user's SQL speaks of.

use std::ops::Range;

use crate::quote::quote_identifier;

/// Whether a piece of SQL mentions a column.
///
/// ```
/// use querent_schema::mentions;
///
/// assert!(mentions("lower(name) <> 'x'", "name"));
/// assert!(!mentions("note <> 'name'", "name"));
/// ```
pub fn mentions(sql: &str, name: &str) -> bool {
    identifiers(sql).any(|found| found.name == name)
}

/// A piece of SQL with a column by another name.
///
/// What stands in quotes, comments and behind a dot is left alone, and so is a function of that name.
pub fn rename_column(sql: &str, from: &str, to: &str) -> String {
    let plain = is_plain(to);
    let mut renamed = String::with_capacity(sql.len());
    let mut done = 0;
    for found in identifiers(sql).filter(|found| found.name == from) {
        renamed.push_str(&sql[done..found.place.start]);
        if plain && !found.quoted {
            renamed.push_str(to)
        } else {
            renamed.push_str(&quote_identifier(to))
        }
        done = found.place.end;
    }
    renamed.push_str(&sql[done..]);
    renamed
}

/// Whether a name needs no quotes.
fn is_plain(name: &str) -> bool {
    let begins = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let word =
        name.starts_with(begins) && name.chars().all(|letter| begins(letter) || letter.is_ascii_digit());
    word && RESERVED.split_whitespace().all(|reserved| reserved != name)
}

/// The words that are no names of columns. (PostgreSQL manual, "SQL Key Words": the reserved ones of 14 to 18.)
const RESERVED: &str = "
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check
    collate collation column concurrently constraint create cross current_catalog current_date
    current_role current_schema current_time current_timestamp current_user default deferrable desc
    distinct do else end except false fetch for foreign freeze from full grant group having ilike in
    initially inner intersect into is isnull join lateral leading left like limit localtime
    localtimestamp natural not notnull null offset on only or order outer overlaps placing primary
    references returning right select session_user similar some symmetric system_user table
    tablesample then to trailing true union unique user using variadic verbose when where window
    with
";

struct Identifier {
    place: Range<usize>,
    name: String,
    quoted: bool,
}

/// The identifiers of a text that can be columns.
fn identifiers(sql: &str) -> impl Iterator<Item = Identifier> {
    let mut at = 0;
    let mut behind_dot = false;
    std::iter::from_fn(move || {
        while at < sql.len() {
            let token = Token::at(sql, at);
            let place = at..token.end;
            at = token.end;
            let found = match token.kind {
                Kind::Word => Some((sql[place.clone()].to_lowercase(), false)),
                Kind::Quoted => Some((sql[place.start + 1..place.end - 1].replace("\"\"", "\""), true)),
                Kind::Space => continue,
                Kind::Other => None,
            };
            let qualified = std::mem::replace(&mut behind_dot, &sql[place.clone()] == ".");
            if let Some((name, quoted)) = found
                && !qualified
                && !sql[at..].trim_start().starts_with('(')
            {
                return Some(Identifier { place, name, quoted });
            }
        }
        None
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word without quotes.
    Word,
    /// A name in double quotes.
    Quoted,
    /// Space or a comment.
    Space,
    /// A literal, a number or a sign.
    Other,
}

struct Token {
    kind: Kind,
    end: usize,
}

impl Token {
    /// The token that begins at `at`. (PostgreSQL manual, "Lexical Structure".)
    fn at(sql: &str, at: usize) -> Token {
        let rest = &sql[at..];
        let first = rest.chars().next().unwrap_or(' ');
        let (kind, length) = match first {
            _ if rest.starts_with("--") => (Kind::Space, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (Kind::Space, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '"' => match closing(rest, '"', Escapes::None) {
                Some(end) => (Kind::Quoted, end),
                None => (Kind::Other, rest.len()),
            },
            '\'' => (Kind::Other, closing(rest, '\'', Escapes::None).unwrap_or(rest.len())),
            'e' | 'E' if rest[1..].starts_with('\'') => {
                (Kind::Other, closing(&rest[1..], '\'', Escapes::Backslash).map_or(rest.len(), |end| end + 1))
            }
            '$' => (Kind::Other, dollar_quoted(rest).unwrap_or(1)),
            _ if first.is_whitespace() => (Kind::Space, first.len_utf8()),
            _ if first.is_alphabetic() || first == '_' => (Kind::Word, length(rest, is_of_word)),
            _ if first.is_ascii_digit() => (Kind::Other, length(rest, is_of_word)),
            _ => (Kind::Other, first.len_utf8()),
        };
        Token { kind, end: at + length }
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

fn length(text: &str, matches: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !matches(letter)).unwrap_or(text.len())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_renamed_wherever_it_stands() {
        let cases = [
            ("stock >= 0", "quantity >= 0"),
            ("STOCK>0 AND (Stock<9)", "quantity>0 AND (quantity<9)"),
            (r#""stock" > 0"#, r#""quantity" > 0"#),
            ("lower(stock::text) text_pattern_ops DESC", "lower(quantity::text) text_pattern_ops DESC"),
        ];
        for (before, after) in cases {
            assert_eq!(rename_column(before, "stock", "quantity"), after);
        }
    }

    #[test]
    fn what_only_looks_like_the_column_is_left_alone() {
        let same = [
            "in_stock > 0 AND stock2 > 0",
            "note = 'stock' OR note = E'it\\'s stock'",
            "note = $$stock$$ OR note = $q$ stock $q$",
            "stock(1) + other.stock /* stock */ -- stock",
            r#""Stock" > 0"#,
        ];
        for sql in same {
            assert_eq!(rename_column(sql, "stock", "quantity"), sql);
            assert!(!mentions(sql, "stock"), "{sql}");
        }
    }

    #[test]
    fn a_new_name_that_needs_quotes_gets_them() {
        assert_eq!(rename_column("a > b", "a", "Größe"), r#""Größe" > b"#);
        assert_eq!(rename_column("a > b", "a", "order"), r#""order" > b"#);
    }

    #[test]
    fn text_that_is_no_sql_is_no_trouble() {
        for sql in ["", "'", "\"", "$", "$a", "/*", "e'", "E'\\", "--", "é'", "$é$"] {
            assert_eq!(rename_column(sql, "z", "b"), sql);
        }
    }
}
