//! The place after a row, as a text that goes out to a client and comes back.
//!
//! Nothing of it is trusted: a cursor is values of known types, each read as the type of its column and bound as any other
//! value, or it is refused.

use std::fmt::Write;
use std::net::IpAddr;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::ast::{Bound, Order, Plan};
use crate::error::{Error, Kind, Result};
use crate::fnv::Fnv;
use crate::meta::{ColumnMeta, ModelMeta, Trail, hops, leads_to_many, may_miss};
use crate::types::{Exactness, Param, Raw, Scalar};

/// What a key of a page's order must be.
const NOT_A_COLUMN: &str = "`page` orders by columns of the model and of to-one relations, whose values it finds in a row; \
                            order by these, or page by `paginate`";

/// A key of an order, with the column that it is.
pub(super) struct Key {
    order: Order,
    column: &'static ColumnMeta,
    trail: Trail,
}

impl Key {
    /// # Errors
    ///
    /// Misuse for what a cursor cannot carry.
    pub(super) fn new(order: Order, plan: &Plan) -> Result<Key> {
        let Some(found) = plan.column_of(&order.expr) else { return Err(Error::misuse(NOT_A_COLUMN)) };
        let key = Key { order, column: found.column, trail: found.trail };
        if leads_to_many(key.trail) {
            return Err(Error::misuse(NOT_A_COLUMN));
        }
        if key.column.enumeration.is_some() || key.column.is_array || read(&key.column.ty, &[]).is_none() {
            return Err(Error::misuse(format!(
                "`page` cannot order by `{}`, a column of `{}`: order by numbers, texts, dates, times, or uuids",
                key.column.field, key.column.sql
            )));
        }
        Ok(key)
    }

    /// Whether it is a column of the model itself.
    pub(super) fn is(&self, column: &ColumnMeta) -> bool {
        self.trail.is_none() && self.column.name == column.name
    }

    fn is_nullable(&self) -> bool {
        self.column.nullable || may_miss(self.trail)
    }

    fn bound(&self, value: Option<&[u8]>) -> Option<Bound> {
        let nullable = self.is_nullable();
        let value = match value {
            Some(bytes) => read(&self.column.ty, bytes)??,
            None if nullable => Param::Null(self.column.ty.clone()),
            None => return None,
        };
        Some(Bound { key: self.order.clone(), value, nullable })
    }
}

/// A value of a type, in the driver's binary form: nothing for a type that a cursor cannot carry, and then nothing for
/// bytes that are none of its values.
fn read(ty: &Type, bytes: &[u8]) -> Option<Option<Param>> {
    fn of<T: Scalar>(ty: &Type, bytes: &[u8]) -> Option<Param> {
        T::read(Raw::new(ty, bytes, Exactness::Exact)).ok().map(Scalar::into_param)
    }
    // PostgreSQL has no text with a zero in it.
    let text = || of::<String>(ty, bytes).filter(|_| !bytes.contains(&0));
    Some(match *ty {
        Type::TEXT | Type::VARCHAR => text(),
        Type::INT2 => of::<i16>(ty, bytes),
        Type::INT4 => of::<i32>(ty, bytes),
        Type::INT8 => of::<i64>(ty, bytes),
        Type::FLOAT4 => of::<f32>(ty, bytes),
        Type::FLOAT8 => of::<f64>(ty, bytes),
        Type::BOOL => of::<bool>(ty, bytes),
        Type::NUMERIC => of::<Decimal>(ty, bytes),
        Type::UUID => of::<Uuid>(ty, bytes),
        Type::DATE => of::<Date>(ty, bytes),
        Type::TIME => of::<Time>(ty, bytes),
        Type::TIMESTAMP => of::<PrimitiveDateTime>(ty, bytes),
        Type::TIMESTAMPTZ => of::<OffsetDateTime>(ty, bytes),
        Type::INET => of::<IpAddr>(ty, bytes),
        _ => return None,
    })
}

/// The cursor after a row with these values.
pub(super) fn write(model: &ModelMeta, keys: &[Key], values: &[Option<Vec<u8>>]) -> String {
    let mut bytes = mark(model, keys).to_be_bytes().to_vec();
    for value in values {
        // A value is shorter than four gigabytes, which no column holds; the last length stands for NULL.
        let length = value.as_ref().map_or(u32::MAX, |value| value.len() as u32);
        bytes.extend(length.to_be_bytes());
        bytes.extend(value.iter().flatten());
    }
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a cursor says.
///
/// # Errors
///
/// `InvalidInput` if it says nothing, or something of another order.
pub(super) fn parse(model: &ModelMeta, keys: &[Key], cursor: &str) -> Result<Vec<Bound>> {
    bounds(model, keys, cursor).ok_or_else(|| {
        Error::new(
            Kind::InvalidInput,
            format!("the cursor is none of a page of `{}` in this order; begin without one", model.name),
        )
    })
}

fn bounds(model: &ModelMeta, keys: &[Key], cursor: &str) -> Option<Vec<Bound>> {
    let digits: Option<Vec<u8>> =
        cursor.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    let (found, mut rest) = bytes.split_first_chunk::<4>()?;
    if u32::from_be_bytes(*found) != mark(model, keys) {
        return None;
    }
    let mut bounds = Vec::with_capacity(keys.len());
    for key in keys {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        rest = behind;
        let value = match u32::from_be_bytes(*length) {
            u32::MAX => None,
            length => {
                let (value, behind) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                rest = behind;
                Some(value)
            }
        };
        bounds.push(key.bound(value)?);
    }
    rest.is_empty().then_some(bounds)
}

/// A number that is another one for most other orders, so that a cursor of one is not taken for one of another (FNV-1a).
fn mark(model: &ModelMeta, keys: &[Key]) -> u32 {
    let mut hash = Fnv::new();
    hash.add(model.table);
    for key in keys {
        hops(key.trail).for_each(|hop| hash.add(hop.relation.name));
        hash.add(key.column.name);
        hash.add(key.column.ty.name());
        hash.add(&format!("{:?} {:?}", key.order.direction, key.order.nulls));
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bytes_make_the_reading_of_a_value_panic() {
        let types = [
            Type::TEXT,
            Type::INT2,
            Type::INT4,
            Type::INT8,
            Type::FLOAT4,
            Type::FLOAT8,
            Type::BOOL,
            Type::NUMERIC,
            Type::UUID,
            Type::DATE,
            Type::TIME,
            Type::TIMESTAMP,
            Type::TIMESTAMPTZ,
            Type::INET,
        ];
        let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for _ in 0..20_000 {
            let length = (next() % 24) as usize;
            let extreme = [0x00, 0x7f, 0x80, 0xff];
            let bytes: Vec<u8> = (0..length)
                .map(|_| match next() % 3 {
                    0 => extreme[(next() % 4) as usize],
                    _ => next() as u8,
                })
                .collect();
            for ty in &types {
                assert!(read(ty, &bytes).is_some());
            }
        }
    }
}
