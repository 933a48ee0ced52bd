//! Values that come as their own type, as nearly all do.
//!
//! They are read where they are: the driver's own way to each takes two calls more, and one for the name of a text's type.
//! A list of 1,000 short rows takes a tenth fewer instructions so (`trivial_1000` of `cargo run --release -p benches --bin
//! instructions`).

use tokio_postgres::types::Type;
use uuid::Uuid;

use super::raw::{Raw, Unread};

/// A text.
#[inline]
pub(super) fn text(raw: Raw<'_>) -> Result<String, Unread> {
    if matches!(*raw.ty(), Type::TEXT | Type::VARCHAR)
        && let Ok(text) = str::from_utf8(raw.bytes())
    {
        return Ok(text.to_owned());
    }
    raw.decode()
}

macro_rules! usual {
    ($($(#[$doc:meta])* $name:ident: $rust:ty, $ty:ident by $read:expr;)*) => { $(
        $(#[$doc])*
        #[inline]
        pub(super) fn $name(raw: Raw<'_>) -> Result<$rust, Unread> {
            match raw.bytes().try_into() {
                Ok(bytes) if matches!(*raw.ty(), Type::$ty) => Ok($read(bytes)),
                _ => raw.decode(),
            }
        }
    )* };
}

usual! {
    /// A truth value.
    boolean: bool, BOOL by |[byte]: [u8; 1]| byte != 0;
    /// A number of two bytes.
    smallint: i16, INT2 by i16::from_be_bytes;
    /// A number of four bytes.
    integer: i32, INT4 by i32::from_be_bytes;
    /// A number of eight bytes.
    bigint: i64, INT8 by i64::from_be_bytes;
    /// A floating-point number of four bytes.
    real: f32, FLOAT4 by f32::from_be_bytes;
    /// A floating-point number of eight bytes.
    double: f64, FLOAT8 by f64::from_be_bytes;
    /// A UUID.
    uuid: Uuid, UUID by Uuid::from_bytes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_another_type_or_length_is_left_to_the_driver() {
        assert_eq!(bigint(Raw::stored(&Type::INT8, &7i64.to_be_bytes())).ok(), Some(7));
        assert!(bigint(Raw::stored(&Type::FLOAT8, &7f64.to_be_bytes())).is_err());
        assert!(bigint(Raw::stored(&Type::INT8, &7i32.to_be_bytes())).is_err());
        assert_eq!(text(Raw::stored(&Type::BPCHAR, b"ab ")).ok().as_deref(), Some("ab "));
        assert!(text(Raw::stored(&Type::INT4, b"text")).is_err());
        assert!(text(Raw::stored(&Type::TEXT, &[0xff])).is_err());
        assert_eq!(boolean(Raw::stored(&Type::BOOL, &[1])).ok(), Some(true));
    }
}
