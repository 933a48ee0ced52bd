//! How the values of a column get another type.

use querent_schema::{SqlType, quote_identifier};

/// How a value of one type becomes one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cast {
    /// As if it were written into the column: what does not fit is an error and nothing is cut.
    Assignment,
    /// By the clock of UTC, whatever zone the session has.
    Zone,
    /// By a cast that PostgreSQL makes only where it is told to. It can fail, or mean something else than it seems.
    Explicit,
    /// Not at all without an expression of one's own.
    None,
}

/// How a value of the type `from` becomes one of the type `to`.
///
/// It is what `pg_cast` says of the types that columns can have. (PostgreSQL manual, "CREATE CAST" and "Value Storage".)
pub fn cast(from: &SqlType, to: &SqlType) -> Cast {
    use SqlType::{Array, Boolean, Date, Integer, Interval, Jsonb, Time, Timestamp, TimestampTz};
    match (from, to) {
        _ if from == to || (is_number(from) && is_number(to)) || is_text(to) => Cast::Assignment,
        (Date, Timestamp) | (Timestamp, Date | Time) | (Time, Interval) | (Interval, Time) => {
            Cast::Assignment
        }
        (Timestamp | Date, TimestampTz) | (TimestampTz, Timestamp | Date | Time) => Cast::Zone,
        (Array(from), Array(to)) => match cast(from, to) {
            Cast::Zone => Cast::None,
            element => element,
        },
        _ if is_text(from) => Cast::Explicit,
        (Integer, Boolean) | (Boolean, Integer) => Cast::Explicit,
        (Jsonb, number) if is_number(number) || *number == Boolean => Cast::Explicit,
        (SqlType::Enum(_), SqlType::Enum(_)) => Cast::Explicit,
        _ => Cast::None,
    }
}

impl Cast {
    /// What `USING` says of a column, where it says anything: `"born" AT TIME ZONE 'UTC'`.
    pub fn using(self, column: &str, from: &SqlType, to: &SqlType) -> Option<String> {
        let column = quote_identifier(column);
        match (self, from, to) {
            (Cast::Assignment | Cast::None, ..) => None,
            (Cast::Zone, SqlType::Date, _) => Some(format!("{column}::timestamp AT TIME ZONE 'UTC'")),
            (Cast::Zone, _, SqlType::Timestamp | SqlType::TimestampTz) => {
                Some(format!("{column} AT TIME ZONE 'UTC'"))
            }
            (Cast::Zone, ..) => Some(format!("({column} AT TIME ZONE 'UTC')::{to}")),
            (Cast::Explicit, ..) => Some(by_text_of_enums(&column, from, to)),
        }
    }
}

/// Whether PostgreSQL reads SQL about a column of one type as it reads it about the other, so that keys and conditions go on as they
/// are.
pub(super) fn is_akin(from: &SqlType, to: &SqlType) -> bool {
    let numeric = |sql_type: &SqlType| matches!(sql_type, SqlType::Numeric(_));
    from == to
        || (is_text(from) && is_text(to))
        || (from.is_integer() && to.is_integer())
        || (numeric(from) && numeric(to))
}

/// An enum becomes another one by its labels.
pub(super) fn by_text_of_enums(column: &str, from: &SqlType, to: &SqlType) -> String {
    match (from, to) {
        (SqlType::Enum(_), SqlType::Enum(_)) => format!("{column}::text::{to}"),
        (SqlType::Array(from), SqlType::Array(to))
            if matches!((&**from, &**to), (SqlType::Enum(_), SqlType::Enum(_))) =>
        {
            format!("{column}::text[]::{to}[]")
        }
        _ => format!("{column}::{to}"),
    }
}

fn is_number(sql_type: &SqlType) -> bool {
    let float = matches!(sql_type, SqlType::Real | SqlType::DoublePrecision);
    sql_type.is_integer() || float || matches!(sql_type, SqlType::Numeric(_))
}

fn is_text(sql_type: &SqlType) -> bool {
    matches!(sql_type, SqlType::Text | SqlType::Varchar(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: &str, to: &str) -> Cast {
        cast(&from.parse().unwrap(), &to.parse().unwrap())
    }

    #[test]
    fn what_fits_is_assigned() {
        for (from, to) in [
            ("integer", "bigint"),
            ("bigint", "smallint"),
            ("double precision", "numeric(10,2)"),
            ("text", "varchar(10)"),
            ("varchar(20)", "varchar(10)"),
            ("uuid", "text"),
            ("\"mood\"", "varchar(10)"),
            ("integer[]", "bigint[]"),
            ("integer[]", "text[]"),
            ("date", "timestamp"),
            ("timestamp", "date"),
        ] {
            assert_eq!(between(from, to), Cast::Assignment, "{from} to {to}");
        }
    }

    #[test]
    fn a_moment_is_read_by_the_clock_of_utc() {
        let using = |from: &str, to: &str| {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            cast(&from, &to).using("at", &from, &to)
        };
        let zoned = Some("\"at\" AT TIME ZONE 'UTC'".to_owned());
        assert_eq!(using("timestamp", "timestamptz"), zoned);
        assert_eq!(using("timestamptz", "timestamp"), zoned);
        assert_eq!(using("date", "timestamptz").unwrap(), "\"at\"::timestamp AT TIME ZONE 'UTC'");
        assert_eq!(using("timestamptz", "date").unwrap(), "(\"at\" AT TIME ZONE 'UTC')::date");
        assert_eq!(using("timestamptz", "time").unwrap(), "(\"at\" AT TIME ZONE 'UTC')::time");
        assert_eq!(using("integer", "bigint"), None);
    }

    #[test]
    fn what_postgresql_only_does_when_told_is_asked_for() {
        for (from, to) in [
            ("text", "integer"),
            ("varchar(10)", "uuid"),
            ("text", "jsonb"),
            ("text", "\"mood\""),
            ("text", "integer[]"),
            ("text[]", "integer[]"),
            ("integer", "boolean"),
            ("boolean", "integer"),
            ("\"mood\"", "\"humour\""),
            ("jsonb", "integer"),
        ] {
            assert_eq!(between(from, to), Cast::Explicit, "{from} to {to}");
        }
    }

    #[test]
    fn types_that_have_nothing_in_common_have_no_cast() {
        for (from, to) in [
            ("bigint", "uuid"),
            ("uuid", "bigint"),
            ("bigint", "boolean"),
            ("date", "time"),
            ("integer", "integer[]"),
            ("timestamp[]", "timestamptz[]"),
            ("inet", "uuid"),
        ] {
            assert_eq!(between(from, to), Cast::None, "{from} to {to}");
        }
    }

    #[test]
    fn an_enum_becomes_another_one_by_its_labels() {
        let (from, to) = ("\"mood\"[]".parse().unwrap(), "\"humour\"[]".parse().unwrap());
        assert_eq!(Cast::Explicit.using("m", &from, &to).unwrap(), "\"m\"::text[]::\"humour\"[]");
    }
}
