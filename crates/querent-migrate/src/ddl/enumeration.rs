//! One enum as SQL.

use querent_schema::{Enum, quote_identifier, quote_literal};

/// `CREATE TYPE … AS ENUM`.
pub(super) fn create(own: &Enum) -> String {
    let labels: Vec<_> = own.labels.iter().map(|label| quote_literal(label)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", quote_identifier(&own.name), labels.join(", "))
}
