//! The attributes as they are written, each value with its place.

mod checks;
mod default;
mod named;
mod ordering;
mod primary_key;

pub(super) use crate::attributes::{arguments, only};
pub(super) use checks::Checks;
pub(super) use default::{DefaultArgument, Written};
pub(super) use named::{Element as ElementArgument, Named, elements, is_whole, text};
pub(super) use ordering::Ordering;
pub(super) use primary_key::PrimaryKey;

use darling::util::{Flag, SpannedValue};
use darling::{Error, FromMeta, Result};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, ExprLit, Lit, LitStr, Path};

use super::ir::OnDelete;

/// `#[model(…)]`.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(super) struct ModelArguments {
    pub(super) table: Option<LitStr>,
    pub(super) ordering: Option<Ordering>,
    pub(super) primary_key: Option<PrimaryKey>,
    pub(super) check: Option<Checks>,
    pub(super) managed: Option<bool>,
    pub(super) historical: Flag,
    pub(super) comment: Option<LitStr>,
    pub(super) renamed_from: Option<LitStr>,
    #[darling(multiple)]
    pub(super) unique: Vec<Named>,
    #[darling(multiple)]
    pub(super) index: Vec<Named>,
    #[darling(multiple)]
    pub(super) exclude: Vec<Named>,
}

/// `#[field(…)]`.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(super) struct FieldArguments {
    pub(super) primary_key: Flag,
    pub(super) column: Option<LitStr>,
    pub(super) max_length: Option<SpannedValue<u32>>,
    pub(super) max_digits: Option<SpannedValue<u16>>,
    pub(super) decimal_places: Option<SpannedValue<u16>>,
    pub(super) unique: bool,
    pub(super) index: bool,
    pub(super) default: Option<DefaultArgument>,
    pub(super) identity: Flag,
    pub(super) auto_now: Flag,
    pub(super) auto_now_add: Flag,
    pub(super) generated: Option<LitStr>,
    pub(super) version: Flag,
    pub(super) comment: Option<LitStr>,
    pub(super) renamed_from: Option<LitStr>,
}

/// `#[relation(…)]`.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(super) struct RelationArguments {
    pub(super) on_delete: Option<SpannedValue<OnDelete>>,
    pub(super) column: Option<LitStr>,
    pub(super) index: Option<SpannedValue<bool>>,
    pub(super) unique: Option<SpannedValue<bool>>,
    pub(super) default: Option<DefaultArgument>,
    pub(super) by: Option<Ident>,
    pub(super) through: Option<Path>,
    pub(super) table: Option<LitStr>,
    pub(super) columns: Option<PairColumns>,
    pub(super) symmetrical: Flag,
    pub(super) comment: Option<LitStr>,
    pub(super) renamed_from: Option<LitStr>,
    pub(super) constraint: Option<SpannedValue<bool>>,
    pub(super) deferrable: Flag,
}

impl RelationArguments {
    /// The arguments that only keys have, with their places.
    pub(super) fn of_keys(&self) -> Vec<(&'static str, Span)> {
        given([
            ("on_delete", self.on_delete.as_ref().map(SpannedValue::span)),
            ("column", self.column.as_ref().map(LitStr::span)),
            ("index", self.index.as_ref().map(SpannedValue::span)),
            ("unique", self.unique.as_ref().map(SpannedValue::span)),
            ("default", self.default.as_ref().map(|default| default.span)),
            ("comment", self.comment.as_ref().map(LitStr::span)),
            ("constraint", self.constraint.as_ref().map(SpannedValue::span)),
            ("deferrable", self.deferrable.is_present().then(|| self.deferrable.span())),
        ])
    }

    /// The arguments that only owners of a table of pairs have, with their places.
    pub(super) fn of_pairs(&self) -> Vec<(&'static str, Span)> {
        given([
            ("through", self.through.as_ref().map(syn::spanned::Spanned::span)),
            ("table", self.table.as_ref().map(LitStr::span)),
            ("columns", self.columns.as_ref().map(|columns| columns.span)),
            ("symmetrical", self.symmetrical.is_present().then(|| self.symmetrical.span())),
        ])
    }
}

fn given<const N: usize>(arguments: [(&'static str, Option<Span>); N]) -> Vec<(&'static str, Span)> {
    arguments.into_iter().filter_map(|(name, span)| Some((name, span?))).collect()
}

/// `(product_id, tag_id)`: the two columns of a table of pairs, this side's first.
pub(super) struct PairColumns {
    pub(super) from: LitStr,
    pub(super) to: LitStr,
    pub(super) span: Span,
}

impl FromMeta for PairColumns {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let names = match expr {
            Expr::Tuple(tuple) => tuple.elems.iter().map(name).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        match names.as_deref() {
            Some([from, to]) => Ok(PairColumns {
                from: from.clone(),
                to: to.clone(),
                span: syn::spanned::Spanned::span(expr),
            }),
            _ => Err(Error::custom(
                "the columns of a table of pairs are two names, this side's first: \
                 `columns = (product_id, tag_id)`",
            )
            .with_span(expr)),
        }
    }
}

/// A name, as an identifier or in quotes.
fn name(expr: &Expr) -> Option<LitStr> {
    match expr {
        Expr::Path(path) => {
            path.path.get_ident().map(|ident| LitStr::new(&crate::names::plain(ident), ident.span()))
        }
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        _ => None,
    }
}

impl FromMeta for OnDelete {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let written = expr.to_token_stream().to_string();
        let known = OnDelete::ALL.into_iter().find(|(name, _)| *name == written);
        known.map(|(_, on_delete)| on_delete).ok_or_else(|| {
            let names = OnDelete::ALL.map(|(name, _)| format!("`{name}`")).join(", ");
            Error::custom(format!("`{written}` is not an action on delete: they are {names}")).with_span(expr)
        })
    }
}
