//! `interval` as a duration.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use time::Duration;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

use super::number::Ordered;
use super::param::Param;
use super::raw::{Raw, Unheld, Unread};
use super::scalar::{Nothing, Scalar, Widens};

/// An interval has microseconds, days and months, in this order (PostgreSQL's `interval_send`).
///
/// A day of an interval counts 24 hours here, as it does when PostgreSQL compares intervals; months have no length of
/// their own, and infinity is stored as months.
#[derive(Debug)]
struct Interval(Duration);

const MONTHS: &str = "the interval has months, which are no fixed time; a `Duration` has none";
const DAY: i128 = 24 * 60 * 60 * 1_000_000;

impl<'a> FromSql<'a> for Interval {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        let raw = <[u8; 16]>::try_from(raw)?;
        let [a, b, c, d, e, f, g, h, day1, day2, day3, day4, months @ ..] = raw;
        if i32::from_be_bytes(months) != 0 {
            return Err(Box::new(Unheld(MONTHS)));
        }
        let days = i32::from_be_bytes([day1, day2, day3, day4]);
        let micros = i64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let whole = i128::from(days) * DAY + i128::from(micros);
        let (seconds, micros) = (whole / 1_000_000, (whole % 1_000_000) as i32);
        Ok(Interval(Duration::new(i64::try_from(seconds)?, micros * 1000)))
    }
    accepts!(INTERVAL);
}

impl ToSql for Interval {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let micros = i64::try_from(self.0.whole_microseconds());
        out.put_i64(micros.map_err(|_| "the duration is longer than PostgreSQL's intervals")?);
        out.put_i64(0); // no days and no months
        Ok(IsNull::No)
    }
    accepts!(INTERVAL);
    to_sql_checked!();
}

/// `interval`, to the microsecond; a value with months is none of them.
#[diagnostic::do_not_recommend]
impl Scalar for Duration {
    const TYPE: Type = Type::INTERVAL;
    const ARRAY: Type = Type::INTERVAL_ARRAY;
    const SQL: &'static str = "interval";
    fn into_param(self) -> Param {
        Param::other(Self::TYPE, Interval(self))
    }
    fn list(values: Vec<Self>) -> Param {
        Param::other(Self::ARRAY, values.into_iter().map(Interval).collect::<Vec<_>>())
    }
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        raw.decode().map(|Interval(duration)| duration)
    }
}
#[diagnostic::do_not_recommend]
impl Ordered for Duration {}
#[diagnostic::do_not_recommend]
impl Widens<Duration> for Duration {}
#[diagnostic::do_not_recommend]
impl Widens<Nothing> for Duration {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(micros: i64, days: i32, months: i32) -> Option<Duration> {
        let parts = [&micros.to_be_bytes()[..], &days.to_be_bytes(), &months.to_be_bytes()].concat();
        Duration::read(Raw::stored(&Type::INTERVAL, &parts)).ok()
    }

    #[test]
    fn days_count_and_months_do_not() {
        assert_eq!(read(-1, 0, 0), Some(Duration::microseconds(-1)));
        assert_eq!(read(1, -1, 0), Some(Duration::microseconds(1) - Duration::DAY));
        assert_eq!(read(0, 0, 1), None);
        assert!(read(i64::MAX, i32::MAX, 0).is_some());
        assert_eq!(read(i64::MAX, i32::MAX, i32::MAX), None);
    }
}
