//! `#[derive(ColumnType)]`.

use darling::{Error, Result};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Field, Member};

use crate::names::Names;

/// The derive's output: a struct of one field is stored as its field.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(&input).unwrap_or_else(Error::write_errors),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let field = only_field(input)?;
    if let Some(parameter) = input.generics.params.first() {
        let message = "a column's type has no type parameters and no lifetimes";
        return Err(Error::custom(message).with_span(parameter));
    }
    let (ident, ty) = (&input.ident, &field.ty);
    let member = field.ident.clone().map_or_else(|| Member::from(0), Member::from);
    let key = as_key(input);
    Ok(quote! {
        #key
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::ColumnType for #ident {
            type Stored = #ty;
            fn to_stored(&self) -> Self::Stored {
                ::core::clone::Clone::clone(&self.#member)
            }
            fn from_stored(stored: Self::Stored) -> ::core::result::Result<Self, ::querent::codegen::Unread> {
                ::core::result::Result::Ok(#ident { #member: stored })
            }
        }
    })
}

/// What takes values of the type, and references to them, as the key of a model that has such a key.
fn as_key(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let names = Names::beside(input.to_token_stream());
    let (scope, model, target) = (names.free("S"), names.free("M"), names.free("T"));
    let given =
        [(quote!(#ident), quote!(self)), (quote!(&#ident), quote!(::core::clone::Clone::clone(self)))];
    let taking = given.map(|(given, key)| quote! {
        #[diagnostic::do_not_recommend]
        impl<#model: ::querent::codegen::Model<Key = #ident>> ::querent::codegen::KeyItem<#model> for #given {
            fn key_item(self) -> #ident {
                #key
            }
        }
        #[diagnostic::do_not_recommend]
        impl<#scope, #model> ::querent::codegen::KeyOperand<#scope, #model> for #given
        where
            #model: ::querent::codegen::Model<Key = #ident>,
        {
            fn key_operand(self) -> ::querent::codegen::Expr {
                ::querent::codegen::key_tree::<#ident>(#key)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<#target> ::querent::codegen::KeyFor<#target> for #given
        where
            #target: ::querent::codegen::Target<Model: ::querent::codegen::Model<Key = #ident>>,
        {
            fn key(self) -> <#target as ::querent::codegen::Target>::Key {
                <#target as ::querent::codegen::Target>::stored(#key)
            }
        }
    });
    quote!(#(#taking)*)
}

fn only_field(input: &DeriveInput) -> Result<&Field> {
    let message =
        "`ColumnType` is derived by structs of one field, and stored as that; implement it for other types";
    let refused = |place: &dyn ToTokens| Err(Error::custom(message).with_span(&place.to_token_stream()));
    let Data::Struct(data) = &input.data else { return refused(&input.ident) };
    let mut fields = data.fields.iter();
    match (fields.next(), fields.next()) {
        (Some(field), None) => Ok(field),
        _ => refused(&input.ident),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::expand;

    #[test]
    fn a_struct_of_one_field_is_stored_as_it() {
        assert!(
            expand(&parse_quote!(
                struct Name(String);
            ))
            .is_ok()
        );
        assert!(
            expand(&parse_quote!(
                struct Name {
                    text: String,
                }
            ))
            .is_ok()
        );
        assert!(
            expand(&parse_quote!(
                struct Point(i32, i32);
            ))
            .is_err()
        );
        assert!(
            expand(&parse_quote!(
                enum Side {
                    Left,
                }
            ))
            .is_err()
        );
        assert!(
            expand(&parse_quote!(
                struct Wrapper<T>(T);
            ))
            .is_err()
        );
    }
}
