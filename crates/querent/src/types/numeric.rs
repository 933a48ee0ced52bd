//! `numeric` as a `Decimal`, which has 28 decimal places and a mantissa of 96 bits.
//!
//! The driver's own conversion panics on some numbers that do not fit and rounds others without a word.

use rust_decimal::Decimal;
use tokio_postgres::types::{FromSql, Type};

use super::raw::{Exactness, Raw, Unread, unheld};

/// The largest mantissa of a `Decimal`.
const LARGEST: u128 = (1 << 96) - 1;
/// The most decimal places of a `Decimal`.
const PLACES: i32 = 28;
/// Past this a mantissa takes no more groups: it has more digits than a `Decimal`, and room for one group is left.
const ENOUGH: u128 = 10u128.pow(33);

const TOO_LARGE: &str = "the number is larger than a `Decimal` can be";
const TOO_LONG: &str = "the number has more digits than a `Decimal` has";

/// The bytes of any value that the driver says is a number.
struct Bytes<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Bytes<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        Ok(Bytes(raw))
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::NUMERIC
    }
}

/// Reads a `numeric`; one that is computed is rounded, half away from zero as PostgreSQL rounds.
pub(super) fn decimal(raw: Raw<'_>) -> Result<Decimal, Unread> {
    let Bytes(bytes) = raw.decode()?;
    Number::parse(bytes)?.decimal(raw.exactness())
}

/// `mantissa × 10^-scale`, to be shown with so many places.
struct Number {
    negative: bool,
    mantissa: u128,
    scale: i32,
    shown: i32,
    /// Whether digits after the mantissa are left out.
    cut: bool,
}

impl Number {
    /// The header is the number of groups, the first group's power of 10,000, the sign and the places to show; a group
    /// is four digits (PostgreSQL's `numeric_send`).
    fn parse(bytes: &[u8]) -> Result<Number, Unread> {
        let mut fields = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        let mut field = || fields.next().ok_or("a number ends before its digits");
        let (count, weight, sign, shown) = (field()?, field()?, field()?, field()?);
        let negative = match sign {
            0x0000 => false,
            0x4000 => true,
            0xC000 => return unheld("the number is NaN, which a `Decimal` cannot be"),
            _ => return unheld("the number is infinite, which a `Decimal` cannot be"),
        };
        let weight = i32::from(weight as i16);
        let mut number =
            Number { negative, mantissa: 0, scale: -4 * weight - 4, shown: shown.into(), cut: false };
        for _ in 0..count {
            let group = field()?;
            if number.mantissa > ENOUGH {
                number.cut |= group > 0;
            } else {
                number.mantissa = number.mantissa * 10_000 + u128::from(group);
                number.scale += 4;
            }
        }
        Ok(number)
    }

    fn decimal(mut self, exactness: Exactness) -> Result<Decimal, Unread> {
        while self.scale < 0 && self.mantissa > 0 {
            let Some(larger) = self.mantissa.checked_mul(10) else { return unheld(TOO_LARGE) };
            (self.mantissa, self.scale) = (larger, self.scale + 1);
        }
        self.scale = self.scale.max(0);
        while self.scale > self.shown && self.mantissa.is_multiple_of(10) {
            (self.mantissa, self.scale) = (self.mantissa / 10, self.scale - 1);
        }
        let mut last = 0;
        while self.mantissa > LARGEST || self.scale > PLACES {
            if self.scale == 0 {
                return unheld(TOO_LARGE);
            }
            self.cut |= last > 0;
            last = self.mantissa % 10;
            (self.mantissa, self.scale) = (self.mantissa / 10, self.scale - 1);
            if last >= 5 && self.mantissa == LARGEST && self.scale > 0 {
                // Rounded up it would be too large: it gives up one more digit.
                (last, self.cut) = (self.mantissa % 10, true);
                (self.mantissa, self.scale) = (self.mantissa / 10, self.scale - 1);
            }
        }
        if exactness == Exactness::Exact && (self.cut || last > 0) {
            return unheld(TOO_LONG);
        }
        if last >= 5 {
            self.mantissa += 1;
        }
        while self.scale < self.shown.min(PLACES) && self.mantissa <= LARGEST / 10 {
            (self.mantissa, self.scale) = (self.mantissa * 10, self.scale + 1);
        }
        let Ok(mantissa) = i128::try_from(self.mantissa) else { return unheld(TOO_LARGE) };
        let signed = if self.negative { -mantissa } else { mantissa };
        Ok(Decimal::try_from_i128_with_scale(signed, self.scale as u32)?)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    fn read(header: [u16; 4], groups: &[u16], exactness: Exactness) -> Option<Decimal> {
        let bytes: Vec<u8> = header.iter().chain(groups).flat_map(|field| field.to_be_bytes()).collect();
        decimal(Raw::new(&Type::NUMERIC, &bytes, exactness)).ok()
    }

    fn exact(header: [u16; 4], groups: &[u16]) -> Option<String> {
        read(header, groups, Exactness::Exact).map(|decimal| decimal.to_string())
    }

    #[test]
    fn a_number_keeps_the_places_it_is_shown_with() {
        assert_eq!(exact([0, 0, 0, 2], &[]).as_deref(), Some("0.00"));
        assert_eq!(exact([2, 0, 0, 2], &[12, 5000]).as_deref(), Some("12.50"));
        assert_eq!(exact([1, 1, 0x4000, 0], &[3]).as_deref(), Some("-30000"));
        assert_eq!(exact([1, 0xffff, 0, 1], &[5000]).as_deref(), Some("0.5"));
        assert_eq!(exact([1, 0, 0, 40], &[1]).as_deref(), Some("1.0000000000000000000000000000"));
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        assert_eq!(exact([0, 0, 0xC000, 0], &[]), None);
        assert_eq!(exact([0, 0, 0xD000, 0], &[]), None);
        assert_eq!(exact([1, 7, 0, 0], &[7]).as_deref(), Some("70000000000000000000000000000"));
        assert_eq!(exact([1, 7, 0, 0], &[8]), None);
        assert_eq!(exact([1, 8, 0, 0], &[1]), None);
        assert_eq!(exact([1, 0x7fff, 0, 0], &[1]), None);
        assert_eq!(exact([2, 0, 0, 0], &[1]), None);
    }

    #[test]
    fn digits_beyond_the_last_place_are_refused_in_stored_numbers_and_rounded_in_computed_ones() {
        let third = ([8, 0xffff, 0, 32], [3333; 8]);
        let long = ([9, 0xffff, 0, 36], [9999; 9]);
        assert_eq!(exact(third.0, &third.1), None);
        assert_eq!(read(third.0, &third.1, Exactness::Rounded), Some(dec!(0.3333333333333333333333333333)));
        assert_eq!(read(long.0, &long.1, Exactness::Rounded), Some(dec!(1)));
        assert_eq!(exact([7, 0xffff, 0, 28], &[3333; 7]).as_deref(), Some("0.3333333333333333333333333333"));
    }
}
