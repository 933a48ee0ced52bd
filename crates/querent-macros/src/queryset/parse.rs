//! `impl QuerySet<Product> { … }`, with the methods' bodies left to rustc.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Result, Token, Type, Visibility, braced};

use super::method::Method;
use crate::function::Function;
use crate::model_type::{argument, last_segment};
use crate::names::{Names, plain};

/// A custom manager.
pub(super) struct Manager {
    pub(super) attributes: Vec<Attribute>,
    /// That of the methods, which is that of the trait.
    pub(super) visibility: Visibility,
    /// The trait's name.
    pub(super) name: Ident,
    /// The model.
    pub(super) model: Type,
    pub(super) methods: Vec<Method>,
    /// Names for the generated items.
    pub(super) names: Names,
}

/// Reads the attribute's arguments and the block that it stands on.
pub(super) fn manager(arguments: TokenStream, item: TokenStream) -> Result<Manager> {
    let names = Names::beside(item.clone());
    let block: Block = syn::parse2(item)?;
    let model = model(&block.ty)?;
    let place = arguments.span();
    let name = Parser::parse2(Option::<Ident>::parse, arguments).map_err(|_| {
        Error::new(place, "the argument is the name of the trait to write: `#[queryset(ProductQuerySet)]`")
    });
    let name = match name? {
        Some(name) => name,
        None => {
            let segment =
                last_segment(&model).ok_or_else(|| Error::new(model.span(), "this is not a model"))?;
            format_ident!("{}QuerySet", plain(&segment.ident), span = segment.ident.span())
        }
    };
    let visibility = visibility(&block.functions)?;
    let methods = collect(block.functions.into_iter().map(Method::new))?;
    Ok(Manager { attributes: block.attributes, visibility, name, model, methods, names })
}

/// The methods of a trait are as visible as the trait, so all of them must agree.
fn visibility(functions: &[Function]) -> Result<Visibility> {
    let Some(first) = functions.first() else { return Ok(Visibility::Inherited) };
    let differs = |function: &&Function| {
        function.visibility.to_token_stream().to_string() != first.visibility.to_token_stream().to_string()
    };
    match functions.iter().find(differs) {
        None => Ok(first.visibility.clone()),
        Some(other) => Err(Error::new_spanned(
            &other.signature.ident,
            "the methods of a manager are one trait, and equally visible; make a helper a function outside of it",
        )),
    }
}

/// All the values, or all the errors.
fn collect<T>(results: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let mut errors: Option<Error> = None;
    let mut values = Vec::new();
    for result in results {
        match (result, &mut errors) {
            (Ok(value), _) => values.push(value),
            (Err(error), None) => errors = Some(error),
            (Err(error), Some(errors)) => errors.combine(error),
        }
    }
    errors.map_or(Ok(values), Err)
}

const BLOCK: &str = "a custom manager is an `impl QuerySet<Product>` block";

fn model(ty: &Type) -> Result<Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == "QuerySet");
    let model = segment.and_then(argument).ok_or_else(|| Error::new_spanned(ty, BLOCK))?;
    Ok(model.clone())
}

struct Block {
    attributes: Vec<Attribute>,
    ty: Type,
    functions: Vec<Function>,
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Token![impl]>().map_err(|error| Error::new(error.span(), BLOCK))?;
        let ty = input.parse()?;
        if !input.peek(syn::token::Brace) {
            return Err(input.error(BLOCK));
        }
        let content;
        braced!(content in input);
        let mut functions = Vec::new();
        while !content.is_empty() {
            functions.push(content.parse()?);
        }
        Ok(Block { attributes, ty, functions })
    }
}
