//! `max_digits` and `decimal_places`.

use darling::util::SpannedValue;
use darling::{Error, Result};

use crate::model::attributes::FieldArguments;
use crate::model_type::Kind;

/// The most digits of a `numeric` that names a number of them (PostgreSQL manual, "Numeric Types").
const MOST_DIGITS: u16 = 1000;

/// The digits and decimal places of a column, if it names them.
pub(super) fn precision(arguments: &FieldArguments, kind: Kind) -> Result<Option<(u16, u16)>> {
    let refuse = |at: &SpannedValue<u16>, message: &str| Err(Error::custom(message).with_span(&at.span()));
    match (&arguments.max_digits, &arguments.decimal_places) {
        (None, None) => Ok(None),
        (Some(at), _) | (_, Some(at)) if !matches!(kind, Kind::Decimal | Kind::Other) => {
            refuse(at, "`max_digits` and `decimal_places` are for `Decimal`")
        }
        (Some(at), None) => refuse(at, "`max_digits` comes with `decimal_places`"),
        (None, Some(at)) => refuse(at, "`decimal_places` comes with `max_digits`"),
        (Some(digits), Some(_)) if !(1..=MOST_DIGITS).contains(&**digits) => {
            refuse(digits, "`max_digits` is between 1 and 1000")
        }
        (Some(digits), Some(places)) if **places > **digits => {
            refuse(places, "there cannot be more `decimal_places` than `max_digits`")
        }
        (Some(digits), Some(places)) => Ok(Some((**digits, **places))),
    }
}
