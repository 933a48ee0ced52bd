//! A function whose body is left to rustc.

use proc_macro2::Group;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Result, Signature, Visibility};

/// A function with its body as it was written: a mistake in the body is rustc's to report, and the rest of the item
/// stays known to the editor.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        Ok(Function {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: body(input)?,
        })
    }
}

fn body(input: ParseStream<'_>) -> Result<Group> {
    if !input.peek(syn::token::Brace) {
        return Err(Error::new(input.span(), "expected the body of the function"));
    }
    input.parse()
}
