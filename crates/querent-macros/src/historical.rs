//! `querent_migrate::historical!`: models as they were at one point of the migrations.

mod argument;
mod state;
mod idents;
mod scope;
mod types;
mod fields;
mod enums;
mod models;

use proc_macro2::TokenStream;
use syn::Result;

use argument::Arguments;
use scope::Scope;

/// The macro's output: the models of an application, or what keeps them from being known.
pub(crate) fn expand(arguments: TokenStream) -> TokenStream {
    try_expand(arguments).unwrap_or_else(syn::Error::into_compile_error)
}

fn try_expand(arguments: TokenStream) -> Result<TokenStream> {
    let arguments: Arguments = syn::parse2(arguments)?;
    let past = state::at(&arguments)?;
    let scope = Scope::of(&past.state, &arguments.point.migration.app);
    models::all(&scope, &arguments.point, &past.files)
}
