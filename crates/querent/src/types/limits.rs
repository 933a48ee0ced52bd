//! Values that PostgreSQL stores and a Rust type would panic on, or take for another value.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, accepts, to_sql_checked};

/// Whether a binary `numeric` is small enough for a `Decimal`, whose largest value has 29 digits.
///
/// Digits come in groups of four; the second field of the header is the first group's power of 10,000
/// (PostgreSQL's `numeric_send`).
pub(super) fn is_decimal(raw: &[u8]) -> bool {
    match raw {
        [0, 0, ..] => true,
        [_, _, high, low, ..] => i16::from_be_bytes([*high, *low]) <= 7,
        _ => true, // too short to be a number: the decoder says so
    }
}

/// An instant so near the ends of the calendar that it has no date in UTC, where the driver would panic.
#[derive(Debug)]
pub(super) struct BeyondTheCalendar;

impl ToSql for BeyondTheCalendar {
    fn to_sql(&self, _: &Type, _: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        Err("the time is out of the calendar's range in UTC".into())
    }
    accepts!(TIMESTAMPTZ);
    to_sql_checked!();
}

/// Whether a binary `time` is before midnight: PostgreSQL also stores 24:00.
pub(super) fn is_time_of_day(raw: &[u8]) -> bool {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    <[u8; 8]>::try_from(raw).map_or(true, |raw| i64::from_be_bytes(raw) < DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numeric_is_judged_by_the_power_of_its_first_group() {
        assert!(is_decimal(&[0, 1, 0, 7, 0, 0, 0, 0, 0, 7]));
        assert!(!is_decimal(&[0, 1, 0, 8, 0, 0, 0, 0, 0, 1]));
        assert!(is_decimal(&[0, 1, 0xff, 0xf0, 0, 0, 0, 0, 0, 1]));
        assert!(is_decimal(&[0, 0, 0, 9, 0, 0, 0, 0]));
    }

    #[test]
    fn the_end_of_a_day_is_no_time_of_it() {
        assert!(is_time_of_day(&86_399_999_999i64.to_be_bytes()));
        assert!(!is_time_of_day(&86_400_000_000i64.to_be_bytes()));
    }
}
