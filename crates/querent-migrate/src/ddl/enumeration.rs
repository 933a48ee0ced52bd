//! One enum as SQL.

use querent_schema::{Enum, quote_identifier, quote_literal};

/// `CREATE TYPE … AS ENUM`.
pub(super) fn create(own: &Enum) -> String {
    let labels: Vec<_> = own.labels.iter().map(|label| quote_literal(label)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", quote_identifier(&own.name), labels.join(", "))
}

/// `DROP TYPE`.
pub(super) fn drop(name: &str) -> String {
    format!("DROP TYPE {}", quote_identifier(name))
}

/// `ALTER TYPE … ADD VALUE`.
pub(super) fn add_value(name: &str, value: &str, before: Option<&str>) -> String {
    let place = before.map(|label| format!(" BEFORE {}", quote_literal(label))).unwrap_or_default();
    format!("ALTER TYPE {} ADD VALUE {}{place}", quote_identifier(name), quote_literal(value))
}

/// `ALTER TYPE … RENAME VALUE`.
pub(super) fn rename_value(name: &str, from: &str, to: &str) -> String {
    format!(
        "ALTER TYPE {} RENAME VALUE {} TO {}",
        quote_identifier(name),
        quote_literal(from),
        quote_literal(to)
    )
}
