//! `#[querent_testkit::test]`.

use darling::ast::NestedMeta;
use darling::{Error, FromMeta, Result};
use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, FnArg, Path, ReturnType};

use crate::function::Function;

#[derive(Default, FromMeta)]
#[darling(default)]
struct Arguments {
    models: Option<Models>,
    project: Option<Path>,
    sql: Option<Sql>,
    worker_threads: Option<usize>,
    n_plus_one: Option<Watched>,
}

/// What the N+1 watch does in a test.
#[derive(Clone, Copy, FromMeta)]
#[darling(rename_all = "snake_case")]
enum Watched {
    /// All that it finds is one failure at the end.
    Deny,
    /// As `deny`, also of one row where the query could have found several.
    Strict,
    /// The load or query that is one too many is an error.
    Error,
    /// It panics.
    Panic,
}

impl Watched {
    /// The test's body, watched.
    fn around(self, name: &TokenStream, returned: &ReturnType, body: &TokenStream) -> TokenStream {
        let returned = match returned {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, returned) => quote!(#returned),
        };
        let watch = quote!(::querent_testkit::querent::watch);
        let mode = match self {
            Watched::Deny | Watched::Strict => quote!(Deny),
            Watched::Error => quote!(Error),
            Watched::Panic => quote!(Panic),
        };
        let strict = matches!(self, Watched::Strict).then(|| quote!(.single_rows()));
        quote! {{
            let watch = #watch::Watch::new().mode(#watch::Mode::#mode).thresholds(#watch::Thresholds::test())#strict;
            #watch::watched_or_failed(watch, #name, async move #body, |output: &#returned| {
                #[allow(unused_imports, reason = "which one it is depends on what the test returns")]
                use ::querent_testkit::outcome::{OfAnything as _, OfResult as _};
                (&::querent_testkit::outcome::Outcome(output)).failure()
            }).await
        }}
    }
}

/// A text, or a constant that holds one.
struct Sql(Expr);

impl FromMeta for Sql {
    fn from_expr(expr: &Expr) -> Result<Self> {
        Ok(Sql(expr.clone()))
    }
}

/// `[Category, Product]`
struct Models(Vec<Path>);

impl FromMeta for Models {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let list = || {
            Error::custom("the models of a test are a list: `models = [Category, Product]`").with_span(expr)
        };
        let Expr::Array(array) = expr else { return Err(list()) };
        let path = |element: &Expr| match element {
            Expr::Path(path) => Ok(path.path.clone()),
            other => Err(Error::custom("this is not a model").with_span(other)),
        };
        array.elems.iter().map(path).collect::<Result<_>>().map(Models)
    }
}

/// The attribute's output: a `#[test]` function that hands its database to the written one.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match try_expand(arguments, item) {
        Ok(test) => test,
        Err(mistakes) => mistakes.write_errors(),
    }
}

fn try_expand(arguments: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let arguments = Arguments::from_list(&NestedMeta::parse_meta_list(arguments)?)?;
    let Function { attributes, visibility, signature, body } = syn::parse2(item)?;
    let refuse =
        |place: &dyn quote::ToTokens, message: &str| Err(Error::custom(message).with_span(&place.span()));
    if signature.asyncness.is_none() {
        return refuse(&signature.fn_token, "a test with a database is an `async fn`");
    }
    let mut inputs = signature.inputs.iter();
    let (Some(FnArg::Typed(db)), None) = (inputs.next(), inputs.next()) else {
        return refuse(&signature.ident, "a test with a database takes it: `async fn name(db: Db)`");
    };
    let (name, returned) = (&signature.ident, &signature.output);
    let tables = match (arguments.project, arguments.models) {
        (Some(project), Some(_)) => {
            return refuse(
                &project,
                "the tables of a test come from its project's migrations or from its models",
            );
        }
        (Some(project), None) => quote!(Migrated(&#project)),
        (None, models) => {
            let models = models.map(|models| models.0).unwrap_or_default();
            quote!(Models(::std::vec![#(<#models as ::querent_testkit::querent::model::Model>::META),*]))
        }
    };
    let sql = arguments.sql.iter().map(|sql| &sql.0);
    let worker_threads = arguments.worker_threads.unwrap_or(2);
    let full_name = quote!(::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)));
    let body = match arguments.n_plus_one {
        Some(watched) => watched.around(&full_name, returned, &quote!(#body)),
        None => quote!(#body),
    };
    Ok(quote! {
        #[::core::prelude::v1::test]
        #(#attributes)*
        #visibility fn #name() #returned {
            ::querent_testkit::run(
                ::querent_testkit::Setup {
                    name: #full_name,
                    tables: ::querent_testkit::Tables::#tables,
                    sql: ::std::vec![#(#sql),*],
                    worker_threads: #worker_threads,
                },
                async move |#db| #returned #body,
            )
        }
    })
}
