//! What a field says to migrations alone.

use darling::{Error, Result};
use syn::LitStr;

use crate::model::attributes::{FieldArguments, RelationArguments};
use crate::model::ir::FieldOptions;
use crate::model_type::Slot;

use super::column::is_false;

/// Of a field that is a column.
pub(super) fn of_field(arguments: &FieldArguments) -> Result<FieldOptions> {
    Ok(FieldOptions {
        comment: text(arguments.comment.as_ref())?,
        renamed_from: text(arguments.renamed_from.as_ref())?,
        ..FieldOptions::default()
    })
}

/// Of a field that is a relation. Whether it may say such things its arguments as a whole tell.
pub(super) fn of_relation(arguments: &RelationArguments, slot: Slot) -> Result<FieldOptions> {
    if let Some(before) =
        arguments.renamed_from.as_ref().filter(|_| matches!(slot, Slot::HasOne | Slot::HasMany))
    {
        let message =
            format!("a `{}` is nothing of this table, so `renamed_from` means nothing here", slot.name());
        return Err(Error::custom(message).with_span(before));
    }
    Ok(FieldOptions {
        comment: text(arguments.comment.as_ref())?,
        renamed_from: text(arguments.renamed_from.as_ref())?,
        unchecked: is_false(&arguments.constraint),
        deferrable: arguments.deferrable.is_present(),
    })
}

/// A text that says something.
pub(super) fn text(written: Option<&LitStr>) -> Result<Option<String>> {
    match written {
        Some(text) if text.value().trim().is_empty() || text.value().contains('\0') => {
            Err(Error::custom("this says something, and holds no NUL").with_span(text))
        }
        text => Ok(text.map(LitStr::value)),
    }
}
