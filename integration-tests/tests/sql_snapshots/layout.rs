//! A statement on several lines, a line for each clause, for the eyes of a reader.

/// What begins a line in the query that it belongs to.
const CLAUSES: [&str; 24] = [
    "SELECT",
    "FROM",
    "USING",
    "JOIN",
    "LEFT JOIN",
    "INNER JOIN",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "UNION ALL",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "ORDER BY",
    "LIMIT",
    "OFFSET",
    "FOR UPDATE",
    "FOR NO KEY UPDATE",
    "FOR SHARE",
    "FOR KEY SHARE",
    "SET",
    "VALUES",
    "ON CONFLICT",
    "RETURNING",
];

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Query,
    Value,
}

/// Where a clause is broken that is longer.
const WIDTH: usize = 92;

/// The statement with a break before every clause, and what is a query of its own further to the right.
pub(crate) fn lines(sql: &str) -> String {
    clauses(sql).lines().map(wrapped).collect::<Vec<_>>().join("\n")
}

fn clauses(sql: &str) -> String {
    let (mut out, mut open, mut rest) = (String::new(), vec![Inside::Query], sql);
    while let Some(first) = rest.chars().next() {
        let length = if matches!(first, '"' | '\'') { quoted(rest, first) } else { first.len_utf8() };
        let (piece, behind) = rest.split_at(length);
        match first {
            '(' if ["SELECT ", "INSERT "]
                .iter()
                .any(|verb| behind.trim_start_matches('(').starts_with(verb)) =>
            {
                open.push(Inside::Query);
                out.push('(');
                break_line(&mut out, &open);
            }
            '(' => {
                open.push(Inside::Value);
                out.push('(');
            }
            ')' => {
                if open.pop() == Some(Inside::Query) {
                    break_line(&mut out, &open);
                }
                out.push(')');
            }
            ' ' if open.last() == Some(&Inside::Query) && begins_a_clause(&out, behind) => {
                break_line(&mut out, &open);
            }
            _ => out.push_str(piece),
        }
        rest = behind;
    }
    out
}

/// The length of what is quoted at the beginning. Behind a doubled quote, another quoted part follows at once.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

fn begins_a_clause(before: &str, text: &str) -> bool {
    let begins = |clause: &str| {
        text.strip_prefix(clause).is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '(']))
    };
    let goes_on = ["DISTINCT", "LEFT", "INNER", "DELETE"].into_iter().any(|word| before.ends_with(word));
    !goes_on && CLAUSES.into_iter().any(begins)
}

fn break_line(out: &mut String, open: &[Inside]) {
    let queries = open.iter().filter(|inside| **inside == Inside::Query).count();
    out.push('\n');
    out.push_str(&"    ".repeat(queries - 1));
}

/// The clause on several lines, if it is a long one, each ending with a value of a list or a term of a condition.
fn wrapped(clause: &str) -> String {
    let indent = clause.len() - clause.trim_start().len();
    let (mut out, mut rest) = (String::new(), clause.to_owned());
    while let Some(start) = rest.get(..WIDTH) {
        let list = start.rfind(", ").map(|at| at + 2);
        let terms = start.rfind(" AND ").map(|at| at + 1);
        let Some(end) = list.max(terms).filter(|end| *end > indent + 4) else { break };
        out.push_str(rest[..end].trim_end());
        out.push('\n');
        rest = format!("{}{}", " ".repeat(indent + 4), &rest[end..]);
    }
    out + &rest
}

#[test]
fn a_statement_is_laid_out_by_its_clauses() {
    let sql = "SELECT EXTRACT(YEAR FROM \"a FROM b\") FROM \"a\" LEFT JOIN \"b\" ON x WHERE (a IN (SELECT 1 FROM \
               \"c\" WHERE c)) AND d IS DISTINCT FROM e ORDER BY f LIMIT $1";
    assert_eq!(
        lines(sql),
        "SELECT EXTRACT(YEAR FROM \"a FROM b\")\n\
         FROM \"a\"\n\
         LEFT JOIN \"b\" ON x\n\
         WHERE (a IN (\n    SELECT 1\n    FROM \"c\"\n    WHERE c\n)) AND d IS DISTINCT FROM e\n\
         ORDER BY f\n\
         LIMIT $1"
    );
}

#[test]
fn a_long_clause_is_wrapped() {
    let columns = ["\"abcdefgh\""; 10].join(", ");
    let first = ["\"abcdefgh\""; 7].join(", ");
    let second = ["\"abcdefgh\""; 3].join(", ");
    assert_eq!(lines(&format!("SELECT {columns} FROM t")), format!("SELECT {first},\n    {second}\nFROM t"));
}
