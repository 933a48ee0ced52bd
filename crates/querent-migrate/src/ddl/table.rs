//! One table and its keys as SQL.

use querent_schema::{Step, Table, Unique, quote_identifier};

use super::part::Part;
use super::{column, constraint};

/// `CREATE TABLE`, with the keys that can stand in it.
pub(super) fn create(step: &Step<'_>) -> String {
    let table = step.table;
    let columns = table.columns.iter().map(column::definition);
    let primary_key = table.primary_key.iter().map(constraint::primary_key);
    let repeated = repeated(table);
    let unique = table.unique.iter().filter(|unique| !repeated.contains(unique)).map(constraint::unique);
    let checks = table.checks.iter().map(constraint::check);
    let excludes = table.excludes.iter().map(constraint::exclude);
    let foreign_keys = step.inline.iter().map(|key| constraint::foreign_key(key));
    let constraints = primary_key.chain(unique).chain(checks).chain(excludes).chain(foreign_keys);
    let lines: Vec<_> = columns.chain(constraints).collect();
    format!("CREATE TABLE {} (\n  {}\n)", quote_identifier(&table.name), lines.join(",\n  "))
}

/// The unique constraints that say what a key before them says: PostgreSQL leaves them out of `CREATE TABLE`, and makes them
/// where they are added.
pub(super) fn repeated(table: &Table) -> Vec<&Unique> {
    let repeats_key = |unique: &Unique| {
        let plain = unique.include.is_empty() && !unique.nulls_not_distinct && !unique.deferrable;
        plain && table.primary_key.iter().any(|key| key.columns == unique.columns)
    };
    let repeats = |(at, unique): &(usize, &Unique)| {
        repeats_key(unique) || table.unique[..*at].iter().any(|before| before.is_like(unique))
    };
    table.unique.iter().enumerate().filter(repeats).map(|(_, unique)| unique).collect()
}

/// `ALTER TABLE`, with everything that it does.
pub(super) fn alter(table: &str, clauses: &[String]) -> String {
    format!("ALTER TABLE {} {}", quote_identifier(table), clauses.join(", "))
}

/// `ALTER TABLE … ADD CONSTRAINT`.
pub(super) fn add(table: &str, constraint: &str) -> String {
    format!("ALTER TABLE {} ADD {constraint}", quote_identifier(table))
}

/// `ALTER TABLE … DROP CONSTRAINT`.
pub(super) fn drop_constraint(table: &str, name: &str) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {}", quote_identifier(table), quote_identifier(name))
}

/// `DROP TABLE`.
pub(super) fn drop(table: &str) -> String {
    format!("DROP TABLE {}", quote_identifier(table))
}
