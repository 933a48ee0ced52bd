//! What the type of a slot says: `ForeignKey<Option<Supplier>>`.

use darling::{Error, Result};
use proc_macro2::Ident;
use syn::Type;
use syn::spanned::Spanned;

use crate::model_type::{Slot, argument, last_segment, option};

/// The type between the angle brackets of a slot.
pub(super) struct Target<'a> {
    /// `Supplier`, or `Option<Supplier>`.
    pub(super) ty: &'a Type,
    /// `Supplier`.
    pub(super) model: &'a Ident,
    /// Whether it is an `Option`.
    pub(super) optional: bool,
}

/// Reads what a slot leads to.
pub(super) fn target<'a>(slot: Slot, ty: &'a Type) -> Result<Target<'a>> {
    let name = slot.name();
    let missing =
        || Error::custom(format!("say which model it leads to: `{name}<Product>`")).with_span(&ty.span());
    let inside = last_segment(ty).and_then(argument).ok_or_else(missing)?;
    let optional = option(inside);
    if optional.is_some() && !slot.is_forward() {
        let message = format!("a `{name}` leads to no row where there is none; leave out the `Option`");
        return Err(Error::custom(message).with_span(&inside.span()));
    }
    let model = &last_segment(optional.unwrap_or(inside)).ok_or_else(missing)?.ident;
    Ok(Target { ty: inside, model, optional: optional.is_some() })
}
