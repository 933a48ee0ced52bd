//! The types that a column can have, in PostgreSQL's own spelling.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Kind};
use crate::quote::quote_identifier;

/// The most characters of a `varchar` (PostgreSQL manual, "Character Types").
const MAX_LENGTH: u32 = 10_485_760;
/// The most digits of a `numeric` that names a number of them (PostgreSQL manual, "Numeric Types").
const MAX_DIGITS: u16 = 1000;

/// The type of a column.
///
/// It prints as PostgreSQL spells it and is read from the same text.
///
/// ```
/// use querent_schema::SqlType;
///
/// # fn main() -> Result<(), querent_schema::Error> {
/// let price: SqlType = "numeric(10, 2)".parse()?;
/// assert_eq!(price, SqlType::Numeric(Some((10, 2))));
/// assert_eq!(price.to_string(), "numeric(10,2)");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SqlType {
    /// `smallint`: sixteen bits.
    SmallInt,
    /// `integer`: thirty-two bits.
    Integer,
    /// `bigint`: sixty-four bits.
    BigInt,
    /// `real`: a float of thirty-two bits.
    Real,
    /// `double precision`: a float of sixty-four bits.
    DoublePrecision,
    /// `numeric`, or `numeric(digits,places)`.
    Numeric(Option<(u16, u16)>),
    /// `boolean`.
    Boolean,
    /// `text`, of any length.
    Text,
    /// `varchar(n)`: text of at most so many characters.
    Varchar(u32),
    /// `bytea`: bytes.
    Bytea,
    /// `date`.
    Date,
    /// `time`: of a day, without a zone.
    Time,
    /// `timestamp`: without a zone.
    Timestamp,
    /// `timestamptz`: a moment.
    TimestampTz,
    /// `uuid`.
    Uuid,
    /// `interval`: a span of time.
    Interval,
    /// `inet`: an address, or a network.
    Inet,
    /// `jsonb`.
    Jsonb,
    /// An [`Enum`](crate::Enum) of the schema, by its name.
    Enum(String),
    /// An array of another type: `text[]`. PostgreSQL has one type for arrays of any number of dimensions.
    Array(Box<SqlType>),
}

/// The types without a length, with every spelling that is read; the first one is printed.
const PLAIN: &[(SqlType, &[&str])] = &[
    (SqlType::SmallInt, &["smallint", "int2"]),
    (SqlType::Integer, &["integer", "int", "int4"]),
    (SqlType::BigInt, &["bigint", "int8"]),
    (SqlType::Real, &["real", "float4"]),
    (SqlType::DoublePrecision, &["double precision", "float8"]),
    (SqlType::Numeric(None), &["numeric", "decimal"]),
    (SqlType::Boolean, &["boolean", "bool"]),
    (SqlType::Text, &["text"]),
    (SqlType::Bytea, &["bytea"]),
    (SqlType::Date, &["date"]),
    (SqlType::Time, &["time", "time without time zone"]),
    (SqlType::Timestamp, &["timestamp", "timestamp without time zone"]),
    (SqlType::TimestampTz, &["timestamptz", "timestamp with time zone"]),
    (SqlType::Interval, &["interval"]),
    (SqlType::Inet, &["inet"]),
    (SqlType::Uuid, &["uuid"]),
    (SqlType::Jsonb, &["jsonb"]),
];

impl SqlType {
    /// Whether a column of this type can count by itself.
    pub fn is_integer(&self) -> bool {
        matches!(self, SqlType::SmallInt | SqlType::Integer | SqlType::BigInt)
    }

    /// The enum that it is, or that it is an array of.
    pub fn as_enum(&self) -> Option<&str> {
        match self {
            SqlType::Enum(name) => Some(name),
            SqlType::Array(element) => element.as_enum(),
            _ => None,
        }
    }

    /// Whether PostgreSQL takes its length or precision.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let fault = match self {
            SqlType::Array(element) if matches!(**element, SqlType::Array(_)) => {
                format!("`{self}` is no type of its own; an array of any number of dimensions is `{element}`")
            }
            SqlType::Array(element) => return element.check(),
            SqlType::Varchar(length) if !(1..=MAX_LENGTH).contains(length) => {
                format!("`{self}` is no type: a length is between 1 and {MAX_LENGTH}; longer text is `text`")
            }
            SqlType::Numeric(Some((digits, _))) if !(1..=MAX_DIGITS).contains(digits) => {
                format!("`{self}` is no type: a `numeric` has between 1 and {MAX_DIGITS} digits")
            }
            SqlType::Numeric(Some((digits, places))) if places > digits => {
                format!("`{self}` is no type: of {digits} digits, at most {digits} are decimal places")
            }
            _ => return Ok(()),
        };
        Err(Error::new(Kind::InvalidType, fault))
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SqlType::Varchar(length) => write!(f, "varchar({length})"),
            SqlType::Numeric(Some((digits, places))) => write!(f, "numeric({digits},{places})"),
            SqlType::Enum(name) => f.write_str(&quote_identifier(name)),
            SqlType::Array(element) => write!(f, "{element}[]"),
            plain => f.write_str(spelling(plain)),
        }
    }
}

fn spelling(plain: &SqlType) -> &'static str {
    let row = PLAIN.iter().find(|(ty, _)| ty == plain);
    row.expect("every type without a length is in the table").1[0]
}

impl FromStr for SqlType {
    type Err = Error;

    /// Reads a type as PostgreSQL spells it, in either case; an enum's name is quoted.
    fn from_str(text: &str) -> Result<Self, Error> {
        let found = read(text.trim()).ok_or_else(|| unknown(text))?;
        found.check().map(|()| found)
    }
}

fn read(text: &str) -> Option<SqlType> {
    if let Some(element) = text.strip_suffix("[]") {
        return read(element).map(|element| SqlType::Array(Box::new(element)));
    }
    let lower = text.to_ascii_lowercase();
    let plain = PLAIN.iter().find(|(_, spellings)| spellings.contains(&lower.as_str()));
    plain.map(|(ty, _)| ty.clone()).or_else(|| sized(&lower)).or_else(|| quoted(text))
}

/// `"name"`, its own quotes doubled.
fn quoted(text: &str) -> Option<SqlType> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let name = inside.replace("\"\"", "\"");
    (!name.is_empty() && quote_identifier(&name) == text).then_some(SqlType::Enum(name))
}

/// `name(a)` or `name(a, b)`.
fn sized(text: &str) -> Option<SqlType> {
    let (name, rest) = text.split_once('(')?;
    let mut sizes = rest.strip_suffix(')')?.split(',').map(|size| size.trim().parse::<u32>().ok());
    let (first, second, end) = (sizes.next()??, sizes.next(), sizes.next());
    match (name.trim(), second, end) {
        ("varchar" | "character varying", None, None) => Some(SqlType::Varchar(first)),
        ("numeric" | "decimal", second, None) => {
            let places = second.unwrap_or(Some(0))?;
            Some(SqlType::Numeric(Some((first.try_into().ok()?, places.try_into().ok()?))))
        }
        _ => None,
    }
}

fn unknown(text: &str) -> Error {
    let names: Vec<_> = PLAIN.iter().map(|(_, spellings)| spellings[0]).collect();
    let names = names.join(", ");
    Error::new(
        Kind::InvalidType,
        format!(
            "`{text}` is no type that a column can have; there are {names}, varchar(n), numeric(digits,places), enums in \
             double quotes, and arrays of these such as text[]"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read_from_what_it_prints() {
        let sized = [SqlType::Varchar(200), SqlType::Numeric(Some((10, 2)))];
        let named =
            ["status", "Order \"status\"", "integer", "x[]"].map(|name| SqlType::Enum(name.to_owned()));
        for ty in PLAIN.iter().map(|(ty, _)| ty.clone()).chain(sized).chain(named) {
            let array = SqlType::Array(Box::new(ty.clone()));
            assert_eq!(ty.to_string().parse::<SqlType>().unwrap(), ty);
            assert_eq!(array.to_string().parse::<SqlType>().unwrap(), array);
        }
    }

    #[test]
    fn the_spellings_of_the_catalog_are_read() {
        let read = |text: &str| text.parse::<SqlType>().unwrap();
        assert_eq!(read("character varying(40)"), SqlType::Varchar(40));
        assert_eq!(read("timestamp with time zone"), SqlType::TimestampTz);
        assert_eq!(read("NUMERIC( 10 , 2 )"), SqlType::Numeric(Some((10, 2))));
        assert_eq!(read("decimal(5)"), SqlType::Numeric(Some((5, 0))));
    }

    #[test]
    fn text_that_is_no_type_is_refused_with_the_list_of_types() {
        for text in [
            "",
            "money",
            "varchar",
            "varchar()",
            "varchar(1,2)",
            "bigint(8)",
            "numeric(1,2,3)",
            "text; --",
            "[]",
            "\"",
            "\"a\"b\"",
        ] {
            let error = text.parse::<SqlType>().unwrap_err();
            assert_eq!(error.kind(), Kind::InvalidType, "{text}");
        }
        assert_eq!(
            "money".parse::<SqlType>().unwrap_err().to_string(),
            "`money` is no type that a column can have; there are smallint, integer, bigint, real, double precision, \
             numeric, boolean, text, bytea, date, time, timestamp, timestamptz, interval, inet, uuid, jsonb, varchar(n), \
             numeric(digits,places), enums in double quotes, and arrays of these such as text[]"
        );
    }

    #[test]
    fn sizes_that_postgresql_refuses_are_refused() {
        for text in [
            "varchar(0)",
            "varchar(10485761)",
            "numeric(0,0)",
            "numeric(1001,0)",
            "numeric(2,3)",
            "varchar(0)[]",
            "int[][]",
        ] {
            assert_eq!(text.parse::<SqlType>().unwrap_err().kind(), Kind::InvalidType, "{text}");
        }
    }
}
