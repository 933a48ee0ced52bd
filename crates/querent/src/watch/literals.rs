//! A text of SQL without the values that stand in it.

/// A text that a user has written, with `?` for each string and number that stands in it, and without comments.
///
/// `$1` and names stay as they are. What is not understood, such as a string without an end, is left out.
pub(crate) fn without_literals(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (token, length) = token(rest, first);
        match token {
            Token::Literal => out.push('?'),
            Token::Comment => out.push(' '),
            Token::Text => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out
}

/// What stands at the beginning of a text.
enum Token {
    Literal,
    Comment,
    Text,
}

/// The token that `text` begins with, and its length. PostgreSQL manual, "Lexical Structure".
fn token(text: &str, first: char) -> (Token, usize) {
    let to_end = |length: Option<usize>| length.unwrap_or(text.len());
    match first {
        '\'' => (Token::Literal, to_end(quoted(text, '\'', false))),
        '"' => match quoted(text, '"', false) {
            Some(length) => (Token::Text, length),
            None => (Token::Literal, text.len()),
        },
        '-' if text.starts_with("--") => (Token::Comment, to_end(text.find('\n'))),
        '/' if text.starts_with("/*") => (Token::Comment, comment(text)),
        '$' => dollar(text),
        '.' if text[1..].starts_with(|next: char| next.is_ascii_digit()) => (Token::Literal, number(text)),
        _ if first.is_ascii_digit() => (Token::Literal, number(text)),
        _ if is_of_a_name(first) => {
            let name = to_end(text.find(|letter| !is_of_a_name(letter)));
            let escapes = matches!(&text[..name], "e" | "E");
            let before_string = escapes || matches!(&text[..name], "b" | "B" | "x" | "X" | "n" | "N");
            match text[name..].starts_with('\'') && before_string {
                true => (Token::Literal, to_end(quoted(&text[name..], '\'', escapes).map(|end| name + end))),
                false => (Token::Text, name),
            }
        }
        _ => (Token::Text, first.len_utf8()),
    }
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$') || !letter.is_ascii()
}

/// The length of what stands between two quotes, with them. A doubled quote is none, and where a backslash escapes, neither
/// is one after it.
fn quoted(text: &str, quote: char, escapes: bool) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && escapes {
            letters.next();
        } else if letter == quote {
            match letters.peek() {
                Some((_, next)) if *next == quote => letters.next(),
                _ => return Some(at + 1),
            };
        }
    }
    None
}

/// The length of a comment, which may have others inside.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    let bytes = text.as_bytes();
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// `$1`, or a string between `$tag$` and `$tag$`.
fn dollar(text: &str) -> (Token, usize) {
    let after = &text[1..];
    let digits = after.len() - after.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    if digits > 0 {
        return (Token::Text, 1 + digits);
    }
    let Some(tag) = after.find(|letter| letter == '$' || !is_of_a_name(letter)) else {
        return (Token::Text, 1);
    };
    if !after[tag..].starts_with('$') {
        return (Token::Text, 1);
    }
    let (tag, inside) = text.split_at(tag + 2);
    (Token::Literal, inside.find(tag).map_or(text.len(), |end| end + 2 * tag.len()))
}

/// `42`, `.5`, `1.5e-3`, `0xff`, `1_000`.
fn number(text: &str) -> usize {
    let mut before = ' ';
    let is_more = |letter: char| {
        let more = letter.is_ascii_alphanumeric()
            || matches!(letter, '.' | '_')
            || matches!(letter, '+' | '-') && matches!(before, 'e' | 'E');
        before = letter;
        more
    };
    text.len() - text.trim_start_matches(is_more).len()
}

#[cfg(test)]
mod tests {
    use super::without_literals;

    #[test]
    fn strings_and_numbers_are_left_out() {
        let sql = "SELECT * FROM t1 WHERE a = 'it''s' AND b IN (1, -2.5e-3, .5, 0xff) AND c2 = E'\\'x' OR d = $$ $1 $$";
        let left = "SELECT * FROM t1 WHERE a = ? AND b IN (?, -?, ?, ?) AND c2 = ? OR d = ?";
        assert_eq!(without_literals(sql), left);
        assert_eq!(without_literals("SELECT $a$ $b$ secret $a$, B'01', x'ff', U&'d'"), "SELECT ?, ?, ?, U&?");
    }

    #[test]
    fn names_and_places_stay() {
        for sql in ["SELECT \"it's 7\".a, ä FROM t_1 WHERE a = $1::text AND b ? 'x'", "SELECT a->>$2, b"] {
            assert_eq!(without_literals(sql), sql.replace("'x'", "?"));
        }
        assert_eq!(without_literals("SELECT e.a, x FROM e"), "SELECT e.a, x FROM e");
    }

    #[test]
    fn comments_are_left_out_and_so_is_what_has_no_end() {
        assert_eq!(without_literals("a /* 'x' /* y */ 7 */ b -- secret 'z\nc"), "a   b  \nc");
        for sql in ["SELECT 'secret", "SELECT $x$ secret", "SELECT \"secret"] {
            assert_eq!(without_literals(sql), "SELECT ?");
        }
        assert_eq!(without_literals("SELECT /* secret"), "SELECT  ");
    }
}
