//! What the rows that are there get, where a column comes back and its values do not.

use querent_schema::{Enum, SqlType, quote_literal};

/// A value of a type, in SQL, that says as little as possible.
pub(super) fn zero(sql_type: &SqlType, enums: &[Enum]) -> String {
    match sql_type {
        SqlType::Boolean => "false".to_owned(),
        SqlType::Text | SqlType::Varchar(_) | SqlType::Bytea => "''".to_owned(),
        SqlType::Date | SqlType::Time | SqlType::Timestamp | SqlType::TimestampTz => "now()".to_owned(),
        SqlType::Uuid => "gen_random_uuid()".to_owned(),
        SqlType::Inet => "'0.0.0.0'".to_owned(),
        SqlType::Jsonb | SqlType::Array(_) => "'{}'".to_owned(),
        SqlType::Enum(name) => {
            let own = enums.iter().find(|own| own.name == *name);
            quote_literal(own.and_then(|own| own.labels.first()).map_or("", String::as_str))
        }
        // Numbers and intervals; a type that comes later is told by PostgreSQL if it has no zero.
        _ => "'0'".to_owned(),
    }
}
