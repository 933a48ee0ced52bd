//! `querent_migrate::project!`.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::TokenStream;
use querent_schema::{Folder, Migration, Operation, Undo};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Result, Token, bracketed};

use crate::migrations_folder;

/// `apps: [APP, blog::APP], migrations: "migrations"`
struct Arguments {
    apps: Punctuated<syn::Path, Token![,]>,
    migrations: LitStr,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        named(input, "apps")?;
        let list;
        bracketed!(list in input);
        let apps = list.parse_terminated(syn::Path::parse_mod_style, Token![,])?;
        input.parse::<Token![,]>()?;
        named(input, "migrations")?;
        let migrations = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        match input.is_empty() {
            true => Ok(Arguments { apps, migrations }),
            false => Err(input.error("a project has its `apps` and its `migrations`, and nothing else")),
        }
    }
}

fn named(input: ParseStream<'_>, name: &str) -> Result<()> {
    let way_out = "write `project!(apps: [APP], migrations: \"migrations\")`";
    let ident: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), way_out))?;
    match ident == name {
        true => input.parse::<Token![:]>().map(drop),
        false => Err(syn::Error::new(ident.span(), way_out)),
    }
}

/// The macro's output: a constant with the texts of the files. `declared` is the file that the macro is written in.
pub(crate) fn expand(arguments: TokenStream, declared: Option<&Path>) -> TokenStream {
    try_expand(arguments, declared).unwrap_or_else(syn::Error::into_compile_error)
}

fn try_expand(arguments: TokenStream, declared: Option<&Path>) -> Result<TokenStream> {
    let Arguments { apps, migrations } = syn::parse2(arguments)?;
    let folder = migrations_folder::open(&migrations)?;
    let apps = apps.iter();
    let path = folder.path().to_string_lossy();
    let declared = declared.map(|file| file.to_string_lossy()).unwrap_or_default();
    let head = match folder.source().head() {
        Some(_) => {
            let text = migrations_folder::text_of(&folder.head_path());
            quote!(::core::option::Option::Some(#text))
        }
        None => quote!(::core::option::Option::None),
    };
    let files = folder.source().files().map(|(name, _)| {
        let (app, stem) = (&name.app, &name.name);
        let text = migrations_folder::text_of(&folder.path_of(name));
        quote!(::querent_migrate::codegen::File { app: #app, name: #stem, text: #text })
    });
    let functions = functions(&folder).into_iter().filter_map(|path| function(&path, &migrations));
    Ok(quote! {
        ::querent_migrate::Project::new(
            &[#(&#apps),*],
            ::querent_migrate::codegen::Embedded {
                folder: #path,
                declared: #declared,
                head: #head,
                files: &[#(#files),*],
                functions: &[#(#functions),*],
            },
        )
    })
}

/// The paths of the functions that the migrations run.
///
/// A file that cannot be read has none: it must not keep the program from being built that says what is wrong with it.
fn functions(folder: &Folder) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    // Most files run none, and reading all of them would be felt in every build.
    for (name, text) in folder.source().files().filter(|(_, text)| text.contains("run_rust")) {
        let Ok(migration) = Migration::read(name.clone(), text) else { continue };
        for operation in migration.operations {
            let Operation::RunRust { run, reverse } = operation else { continue };
            paths.insert(run);
            paths.extend(reverse.and_then(|undo| match undo {
                Undo::Run(path) => Some(path),
                Undo::Noop => None,
            }));
        }
    }
    paths
}

/// A function by its path: rustc says what is wrong with it, where the folder is named.
fn function(path: &str, place: &LitStr) -> Option<TokenStream> {
    let function: TokenStream = path.parse().ok()?;
    let function: syn::Path = syn::parse2(respanned(function, place.span())).ok()?;
    Some(quote_spanned! {place.span()=>
        (#path, |db| ::querent_migrate::codegen::run(#function(db)))
    })
}

fn respanned(tokens: TokenStream, span: proc_macro2::Span) -> TokenStream {
    let each = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use syn::parse_quote;

    use super::{Arguments, function};

    #[test]
    fn a_project_has_apps_and_a_folder() {
        let read = |tokens| syn::parse2::<Arguments>(tokens);
        assert!(read(quote!(apps: [APP, blog::APP], migrations: "migrations")).is_ok());
        assert!(read(quote!(apps: [], migrations: "migrations",)).is_ok());
        for mistake in [
            quote!(),
            quote!(apps: [APP]),
            quote!(migrations: "migrations", apps: [APP]),
            quote!(app: [APP], migrations: "migrations"),
            quote!(apps: APP, migrations: "migrations"),
            quote!(apps: [APP], migrations: migrations),
            quote!(apps: [APP], migrations: "migrations", tables: 3),
        ] {
            assert!(read(mistake.clone()).is_err(), "{mistake}");
        }
    }

    #[test]
    fn a_text_that_is_no_path_runs_nothing() {
        let function = |path| function(path, &parse_quote!("migrations")).is_some();
        assert!(function("crate::data::fill_sku"));
        assert!(!function("crate::data::fill_sku()"));
        assert!(!function("fill sku"));
        assert!(!function("\""));
    }
}
