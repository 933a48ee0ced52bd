//! A field that is a column.

use darling::util::SpannedValue;
use darling::{Error, Result};
use syn::spanned::Spanned;

use crate::model::attributes::FieldArguments;
use crate::model::ir::{Clock, Column, Default};
use crate::model_type::{Kind, option};
use crate::names;

use super::default;
use super::precision::precision;

/// The most characters of a `varchar` (PostgreSQL manual, "Character Types").
const LONGEST: u32 = 10_485_760;

/// Reads the column that a field stands for.
pub(super) fn column(field: &syn::Field, name: &str, arguments: &FieldArguments) -> Result<Column> {
    let kind = Kind::of(&field.ty);
    let nullable = option(&field.ty).is_some();
    let mut mistakes = Error::accumulator();
    let name = mistakes.handle(column_name(field, name, arguments)).unwrap_or_default();
    let sized = Kind::of_sizes(&field.ty);
    let max_length = mistakes.handle(max_length(arguments, sized)).flatten();
    let precision = mistakes.handle(precision(arguments, sized)).flatten();
    let fit = default::Fit { kind, element: sized, max_length };
    let default = mistakes.handle(written_default(arguments, &fit)).unwrap_or(Default::None);
    mistakes.handle(primary_key(field, arguments, kind, nullable));
    mistakes.finish_with(Column {
        index: 0,
        name,
        nullable,
        max_length,
        precision,
        unique: arguments.unique,
        indexed: arguments.index,
        deferred: false,
        default,
    })
}

fn column_name(field: &syn::Field, name: &str, arguments: &FieldArguments) -> Result<String> {
    let way_out = "#[field(column = \"…\")]";
    match &arguments.column {
        Some(column) => names::check(&column.value(), "column", way_out, column).map(|()| column.value()),
        None => names::check(name, "column", way_out, &field.ident).map(|()| name.to_owned()),
    }
}

fn max_length(arguments: &FieldArguments, kind: Kind) -> Result<Option<u32>> {
    let Some(length) = &arguments.max_length else { return Ok(None) };
    let refuse = |message: String| Err(Error::custom(message).with_span(&length.span()));
    match kind {
        Kind::Text | Kind::Other if (1..=LONGEST).contains(&**length) => Ok(Some(**length)),
        Kind::Text | Kind::Other => {
            refuse(format!("`max_length` is between 1 and {LONGEST}; leave it out for text of any length"))
        }
        _ => refuse("`max_length` is for `String`".to_owned()),
    }
}

fn written_default(arguments: &FieldArguments, fit: &default::Fit) -> Result<Default> {
    let clocks = [(&arguments.auto_now_add, Clock::WhenCreated), (&arguments.auto_now, Clock::WheneverSaved)];
    let mut given = clocks.iter().filter(|(flag, _)| flag.is_present());
    match (given.next(), given.next(), &arguments.default) {
        (None, _, None) => Ok(Default::None),
        (None, _, Some(argument)) => default::default(argument, fit),
        (Some(_), Some((flag, _)), _) => Err(Error::custom(
            "`auto_now` sets the column when the row is created too; `auto_now_add` is not needed",
        )
        .with_span(&flag.span())),
        (Some(_), None, Some(argument)) => {
            Err(Error::custom("the database's clock is the default of this column; it has no other")
                .with_span(&argument.span))
        }
        (Some((flag, clock)), None, None) => match fit.kind {
            Kind::Moment | Kind::Other => Ok(Default::AutoNow(*clock)),
            _ => {
                Err(Error::custom("the database's clock fills dates and times only").with_span(&flag.span()))
            }
        },
    }
}

fn primary_key(field: &syn::Field, arguments: &FieldArguments, kind: Kind, nullable: bool) -> Result<()> {
    if !arguments.primary_key.is_present() {
        return Ok(());
    }
    is_key(&field.ty, kind, nullable)
}

/// Whether values of a type can be a primary key.
pub(super) fn is_key(ty: &syn::Type, kind: Kind, nullable: bool) -> Result<()> {
    let message = match () {
        () if nullable => "a primary key cannot be NULL: leave out the `Option`",
        () if !kind.is_key() => "a primary key is an integer, a `Uuid` or a `String`",
        () => return Ok(()),
    };
    Err(Error::custom(message).with_span(&ty.span()))
}

/// Whether an argument is given and true.
pub(super) fn is_true(argument: &Option<SpannedValue<bool>>) -> bool {
    argument.as_ref().is_some_and(|value| **value)
}
