//! Values that PostgreSQL stores and a Rust type would panic on, or take for another value.

use std::error::Error;
use std::net::IpAddr;

use bytes::BytesMut;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use tokio_postgres::types::{IsNull, ToSql, Type, accepts, to_sql_checked};

use super::raw::{Raw, Unread, unheld};

const INFINITE: &str = "the date is infinite, which Rust's dates cannot be";
const OUT_OF_CALENDAR: &str = "the date is beyond the calendar of Rust's dates";

/// A date; PostgreSQL's go on to the year 5,874,897 and to infinity.
pub(super) fn date(raw: Raw<'_>) -> Result<Date, Unread> {
    match <[u8; 4]>::try_from(raw.bytes()).map(i32::from_be_bytes) {
        Ok(i32::MAX | i32::MIN) => unheld(INFINITE),
        _ => in_calendar(raw, raw.decode()),
    }
}

/// A timestamp; PostgreSQL's go on to the year 294,276 and to infinity.
pub(super) fn timestamp(raw: Raw<'_>) -> Result<PrimitiveDateTime, Unread> {
    if is_infinite(raw) { unheld(INFINITE) } else { in_calendar(raw, raw.decode()) }
}

/// As [`timestamp`], of an instant.
pub(super) fn instant(raw: Raw<'_>) -> Result<OffsetDateTime, Unread> {
    if is_infinite(raw) { unheld(INFINITE) } else { in_calendar(raw, raw.decode()) }
}

fn is_infinite(raw: Raw<'_>) -> bool {
    matches!(<[u8; 8]>::try_from(raw.bytes()).map(i64::from_be_bytes), Ok(i64::MAX | i64::MIN))
}

/// The driver knows two faults of a date: another type, and a date that is too far away.
fn in_calendar<T>(raw: Raw<'_>, read: Result<T, Unread>) -> Result<T, Unread> {
    let is_date = [Type::DATE, Type::TIMESTAMP, Type::TIMESTAMPTZ].contains(raw.ty());
    read.or_else(|error| if is_date && raw.bytes().len() >= 4 { unheld(OUT_OF_CALENDAR) } else { Err(error) })
}

/// A time of day; PostgreSQL also stores 24:00.
pub(super) fn time(raw: Raw<'_>) -> Result<Time, Unread> {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    match <[u8; 8]>::try_from(raw.bytes()).map(i64::from_be_bytes) {
        Ok(DAY..) => unheld("the time is 24:00, and Rust's days end before it"),
        _ => raw.decode(),
    }
}

/// An address; PostgreSQL's `inet` may also be a network, whose bits the driver would drop.
pub(super) fn address(raw: Raw<'_>) -> Result<IpAddr, Unread> {
    let address: IpAddr = raw.decode()?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    match raw.bytes().get(1) {
        Some(bits) if *bits != whole => {
            unheld("the address is one of a network, and an `IpAddr` has no mask")
        }
        _ => Ok(address),
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

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn the_end_of_a_day_is_no_time_of_it() {
        assert!(time(Raw::stored(&Type::TIME, &86_399_999_999i64.to_be_bytes())).is_ok());
        assert!(time(Raw::stored(&Type::TIME, &86_400_000_000i64.to_be_bytes())).is_err());
    }

    #[test]
    fn an_infinite_date_is_none_whatever_calendar_rust_has() {
        let error =
            date(Raw::stored(&Type::DATE, &i32::MAX.to_be_bytes())).map_err(|error| error.to_string());
        assert_eq!(error.err().as_deref(), Some(INFINITE));
        let error = instant(Raw::stored(&Type::TIMESTAMPTZ, &i64::MIN.to_be_bytes()))
            .map_err(|error| error.to_string());
        assert_eq!(error.err().as_deref(), Some(INFINITE));
    }

    #[test]
    fn an_address_has_every_bit_of_its_own() {
        let read = |bits| address(Raw::stored(&Type::INET, &[2, bits, 0, 4, 10, 0, 0, 1])).ok();
        assert_eq!(read(32), Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1))));
        assert_eq!(read(8), None);
    }
}
