//! The words of the notation.

use std::fmt;

/// A text that is not in the notation.
#[derive(Debug)]
pub struct Fault {
    expected: String,
    rest: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, and there is `{}`", self.expected, self.rest)
    }
}

impl std::error::Error for Fault {}

/// A place in a text.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Reader { rest: text.trim_start() }
    }

    pub(super) fn fault(&self, expected: impl Into<String>) -> Fault {
        Fault { expected: expected.into(), rest: self.rest.to_owned() }
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Goes on behind `text` if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, text: &str) -> Result<(), Fault> {
        if self.eat(text) { Ok(()) } else { Err(self.fault(format!("`{text}`"))) }
    }

    /// Goes on behind a word if it comes next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let mut ahead = self.clone();
        let found = ahead.word().is_ok_and(|found| found == word);
        if found {
            *self = ahead;
        }
        found
    }

    /// The letters, digits and underscores that come next.
    pub(super) fn word(&mut self) -> Result<&'a str, Fault> {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if word.is_empty() {
            return Err(self.fault("a name"));
        }
        self.rest = rest.trim_start();
        Ok(word)
    }

    /// What is between parentheses.
    pub(super) fn parenthesized(&mut self) -> Result<&'a str, Fault> {
        self.expect("(")?;
        let end = self.end(|letter, depth| letter == ')' && depth == 0).ok_or_else(|| self.fault("`)`"))?;
        let inside = &self.rest[..end];
        self.rest = self.rest[end + 1..].trim_start();
        Ok(inside.trim())
    }

    /// What is between parentheses, at its commas.
    pub(super) fn list(&mut self) -> Result<Vec<&'a str>, Fault> {
        let mut inside = Reader::new(self.parenthesized()?);
        let mut list = Vec::new();
        while let Some(end) = inside.end(|letter, depth| letter == ',' && depth == 0) {
            list.push(inside.rest[..end].trim());
            inside.rest = &inside.rest[end + 1..];
        }
        list.push(inside.rest.trim());
        Ok(list)
    }

    /// SQL up to the next space, semicolon or brace; one in parentheses may have these, and is told without them.
    pub(super) fn sql(&mut self) -> Result<&'a str, Fault> {
        if self.rest.starts_with('(') {
            return self.parenthesized();
        }
        let end = self.end(|letter, depth| depth == 0 && (letter.is_whitespace() || ";}".contains(letter)));
        let (sql, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if sql.is_empty() {
            return Err(self.fault("SQL"));
        }
        self.rest = rest.trim_start();
        Ok(sql)
    }

    /// The text of a literal in quotes.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let literal = self.sql()?;
        let inside = literal.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        inside.map(|text| text.replace("''", "'")).ok_or_else(|| self.fault("a text in quotes before this"))
    }

    /// Where the first letter is that `ends`, outside of quotes; it is told how many parentheses are open.
    fn end(&self, ends: impl Fn(char, usize) -> bool) -> Option<usize> {
        let (mut depth, mut quote) = (0, None);
        for (at, letter) in self.rest.char_indices() {
            match quote {
                Some(open) => {
                    if letter == open {
                        quote = None;
                    }
                    continue;
                }
                None if ends(letter, depth) => return Some(at),
                None => {}
            }
            match letter {
                '\'' | '`' | '"' => quote = Some(letter),
                '(' => depth += 1,
                ')' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }
}
