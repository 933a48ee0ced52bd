//! Attributes of the user's, whatever they say.

use darling::error::Accumulator;
use darling::{Error, FromMeta, Result};
use syn::{Attribute, Meta};

/// The only attribute called `name`; a second one is a mistake.
pub(crate) fn only<'a>(
    attributes: &'a [Attribute],
    name: &str,
    mistakes: &mut Accumulator,
) -> Option<&'a Attribute> {
    let mut named = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    let first = named.next();
    for again in named {
        let message = format!("`#[{name}]` is written twice; put everything into one `#[{name}(…)]`");
        mistakes.push(Error::custom(message).with_span(again.path()));
    }
    first
}

/// The arguments of an attribute; none if it is absent or bare.
pub(crate) fn arguments<T: FromMeta + Default>(attribute: Option<&Attribute>) -> Result<T> {
    match attribute.map(|attribute| &attribute.meta) {
        None | Some(Meta::Path(_)) => Ok(T::default()),
        Some(meta) => T::from_meta(meta),
    }
}
