//! A field that is left out of rows until it is asked for: `Deferred<String>`.

use darling::{Error, Result};
use syn::LitStr;
use syn::spanned::Spanned;

use crate::model::attributes::FieldArguments;
use crate::model_type::{Slot, deferred, option};

pub(super) const DEFERRED_KEY: &str = "a primary key cannot be deferred: every row has it";

/// The field that a deferred field would be if it were not; `None` for one that is not.
pub(super) fn content(field: &syn::Field) -> Result<Option<syn::Field>> {
    let refused = |message: &str| Err(Error::custom(message).with_span(&field.ty.span()));
    if option(&field.ty).is_some_and(|inside| deferred(inside).is_some()) {
        return refused("the `Option` stands inside: `Deferred<Option<String>>`");
    }
    match deferred(&field.ty) {
        None => Ok(None),
        Some(ty) if Slot::of(ty).is_some() => {
            refused("`Deferred` is for columns; related rows are not loaded before they are asked for anyway")
        }
        Some(ty) => Ok(Some(syn::Field { ty: ty.clone(), ..field.clone() })),
    }
}

/// Refuses what concerns columns that every row has.
pub(super) fn arguments(arguments: &FieldArguments) -> Result<()> {
    let refused = |message: &str, place| Err(Error::custom(message).with_span(&place));
    let FieldArguments { primary_key, auto_now, generated, version, .. } = arguments;
    if primary_key.is_present() {
        return refused(DEFERRED_KEY, primary_key.span());
    }
    let computed = [
        ("`auto_now`", auto_now.is_present().then(|| auto_now.span())),
        ("a generated column", generated.as_ref().map(LitStr::span)),
        ("a `version`", version.is_present().then(|| version.span())),
    ];
    for (what, place) in computed {
        let Some(place) = place else { continue };
        return refused(
            &format!("{what} is read back whenever the row is saved, and cannot be deferred"),
            place,
        );
    }
    Ok(())
}
