//! No value of a user's is in a text.

use std::path::Path;

/// What statements say by themselves: the zone of moments, what is escaped in a pattern, that a row is there or new, and
/// how many rows are enough.
const OWN: [&str; 10] = ["'UTC'", "'%'", "'_'", "'\\'", "'\\\\'", "'\\%'", "'\\_'", "0", "1", "2"];

/// The SQL of every snapshot of this binary.
fn snapshots() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql_snapshots");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = files.map(|path| std::fs::read_to_string(path).unwrap());
    sources.flat_map(|source| sql_of(&source)).collect()
}

/// The raw strings of a source.
fn sql_of(source: &str) -> Vec<String> {
    let quote = concat!("r#", "\"");
    source.split(quote).skip(1).filter_map(|rest| Some(rest.split_once("\"#")?.0.to_owned())).collect()
}

/// The literals of a statement: what is in single quotes, and numbers that stand by themselves.
fn literals(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut rest, mut before) = (sql, ' ');
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            '0'..='9' => rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let stands_alone = !before.is_alphanumeric() && !['$', '_'].contains(&before);
        if first == '\'' || first.is_ascii_digit() && stands_alone {
            found.push(&rest[..length]);
        }
        before = first;
        rest = &rest[length..];
    }
    found
}

#[test]
fn no_snapshot_contains_a_value_of_a_user() {
    let snapshots = snapshots();
    assert!(snapshots.len() > 50, "{} snapshots were found", snapshots.len());
    for sql in snapshots {
        assert!(!sql.contains("injected") && !sql.contains("700"), "{sql}");
        let foreign: Vec<_> = literals(&sql).into_iter().filter(|literal| !OWN.contains(literal)).collect();
        assert!(foreign.is_empty(), "{foreign:?} in {sql}");
    }
}
