//! `#[derive(Values)]`.

use darling::{Error, Result};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Data, DeriveInput, Fields, Type, Visibility};

use crate::names::{Names, plain};

/// The derive's output: a struct that is filled with the handles of the values of another one.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => match read(&input) {
            Ok(values) => expand(&values),
            Err(mistake) => mistake.write_errors(),
        },
        Err(error) => error.into_compile_error(),
    }
}

/// A struct of values.
struct Values<'a> {
    ident: &'a Ident,
    visibility: &'a Visibility,
    fields: Vec<(&'a Ident, &'a Type)>,
    names: Names,
}

fn read(input: &DeriveInput) -> Result<Values<'_>> {
    let refused =
        |message: &str, place: &dyn ToTokens| Err(Error::custom(message).with_span(&place.to_token_stream()));
    if let Some(parameter) = input.generics.params.first() {
        return refused("a row of values has no type parameters and no lifetimes", parameter);
    }
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => return refused("a row of values is a struct, not an enum", &data.enum_token),
        Data::Union(data) => return refused("a row of values is a struct, not a union", &data.union_token),
    };
    let fields: Vec<_> = match &data.fields {
        Fields::Named(fields) => {
            fields.named.iter().filter_map(|field| Some((field.ident.as_ref()?, &field.ty))).collect()
        }
        _ => return refused("a row of values has named fields; without names, a tuple does", &input.ident),
    };
    if fields.is_empty() {
        return refused("a row of values has a field at least", &input.ident);
    }
    let names = Names::beside(input.to_token_stream());
    Ok(Values { ident: &input.ident, visibility: &input.vis, fields, names })
}

fn expand(values: &Values<'_>) -> TokenStream {
    let (structure, parts) = (structure(values), [decode(values), selection(values)]);
    quote! {
        #structure
        const _: () = {
            #(#parts)*
        };
    }
}

/// `CardValues`.
fn name(values: &Values<'_>) -> Ident {
    format_ident!("{}Values", plain(values.ident), span = values.ident.span())
}

/// One type parameter for each field.
fn parameters(values: &Values<'_>) -> Vec<Ident> {
    let letter = |at: usize| char::from_u32('A' as u32 + at as u32).filter(char::is_ascii_uppercase);
    let name = |at| letter(at).map_or_else(|| format!("Value{at}"), |letter| letter.to_string());
    (0..values.fields.len()).map(|at| values.names.free(&name(at))).collect()
}

/// Each with what it must give: a mistake is told where the field is filled.
fn bounded(values: &Values<'_>) -> TokenStream {
    let (parameters, types) = (parameters(values), values.fields.iter().map(|(_, ty)| ty));
    quote_spanned!(values.ident.span()=> #(#parameters: ::querent::codegen::Gives<#types>),*)
}

fn structure(values: &Values<'_>) -> TokenStream {
    let (name, visibility, parameters) = (name(values), values.visibility, parameters(values));
    let (ident, bounded) = (values.ident, bounded(values));
    let fields = values.fields.iter().map(|(field, _)| field);
    let doc = format!("What the fields of [`{}`] are filled with in `values` and `annotate`.", plain(ident));
    let structure = quote_spanned! { ident.span()=>
        struct #name<#bounded> { #(#visibility #fields: #parameters),* }
    };
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub, reason = "generated")]
        #visibility #structure
    }
}

fn decode(values: &Values<'_>) -> TokenStream {
    let ident = values.ident;
    let fields = values.fields.iter().map(|(field, ty)| {
        quote_spanned! { field.span()=> #field: <#ty as ::querent::codegen::Decode>::decode(reader)? }
    });
    let fields: Vec<_> = fields.collect();
    let reader = Ident::new("reader", ident.span());
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::Decode for #ident {
            fn decode(#reader: &mut ::querent::codegen::Reader<'_>) -> ::querent::codegen::Result<Self> {
                ::core::result::Result::Ok(#ident { #(#fields),* })
            }
        }
    }
}

fn selection(values: &Values<'_>) -> TokenStream {
    let (ident, name, parameters, bounded) =
        (values.ident, name(values), parameters(values), bounded(values));
    let scope = values.names.free("Scope");
    let fields: Vec<&Ident> = values.fields.iter().map(|(field, _)| *field).collect();
    let selection = quote!(::querent::codegen::Selection<#scope>);
    quote! {
        #[diagnostic::do_not_recommend]
        impl<#bounded> ::querent::codegen::Valued for #name<#(#parameters),*> {
            type Row = #ident;
        }
        #[diagnostic::do_not_recommend]
        impl<#scope, #bounded> #selection for #name<#(#parameters),*>
        where
            #(#parameters: #selection),*
        {
            type Named = #name<#(<#parameters as #selection>::Named),*>;
            fn select(self, out: &mut ::std::vec::Vec<::querent::codegen::Expr>) {
                #(<#parameters as #selection>::select(self.#fields, out);)*
            }
            fn named(next: &mut ::core::primitive::u16) -> Self::Named {
                #name { #(#fields: <#parameters as #selection>::named(next)),* }
            }
        }
        #[diagnostic::do_not_recommend]
        impl<#scope, #bounded> ::querent::codegen::Totals<#scope> for #name<#(#parameters),*>
        where
            #(#parameters: ::querent::codegen::Totals<#scope>),*
        {}
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::read;

    #[test]
    fn structs_with_named_fields_are_rows_of_values() {
        let fields = |input| read(&input).map(|values| values.fields.len()).ok();
        assert_eq!(
            fields(parse_quote!(
                struct Card {
                    name: String,
                    r#type: Option<i64>,
                }
            )),
            Some(2)
        );
        assert_eq!(
            fields(parse_quote!(
                struct Card<T> {
                    name: T,
                }
            )),
            None
        );
        assert_eq!(
            fields(parse_quote!(
                struct Card<'a> {
                    name: &'a str,
                }
            )),
            None
        );
        assert_eq!(
            fields(parse_quote!(
                struct Card(String);
            )),
            None
        );
        assert_eq!(
            fields(parse_quote!(
                struct Card {}
            )),
            None
        );
        assert_eq!(
            fields(parse_quote!(
                enum Card {
                    Ace,
                }
            )),
            None
        );
    }
}
