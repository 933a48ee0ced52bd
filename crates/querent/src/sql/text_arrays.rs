//! Arrays of texts beside each other: PostgreSQL has no operator for a `varchar[]` and a `text[]`.

use tokio_postgres::types::Type;

use crate::ast::{Expr, Membership, Output};
use crate::types::Param;

/// What an array is cast to where it is compared with one of `varchar`.
const VARCHARS: &str = "::varchar[]";
const TEXTS: &str = "::text[]";

/// What the sides of a comparison are cast to.
#[derive(Clone, Copy, Default)]
pub(super) struct Casts {
    pub(super) left: &'static str,
    pub(super) right: &'static str,
}

impl Casts {
    /// Those of `left operator right`.
    ///
    /// A column of `varchar[]` stays as it is, so that its index is of use. Which of the two types a computed array of
    /// texts has is not known.
    pub(super) fn of(left: &Expr, right: &Expr) -> Casts {
        match (Side::of(left), Side::of(right)) {
            (Side::Varchars, Side::Texts | Side::Computed) => Casts { right: VARCHARS, ..Casts::default() },
            (Side::Texts | Side::Computed, Side::Varchars) => Casts { left: VARCHARS, ..Casts::default() },
            (Side::Computed, Side::Texts) => Casts { left: TEXTS, ..Casts::default() },
            (Side::Texts, Side::Computed) => Casts { right: TEXTS, ..Casts::default() },
            _ => Casts::default(),
        }
    }

    /// Those of `left IN right`, where `right` is a list of values or the rows of a query, which are not cast.
    pub(super) fn of_membership(left: &Expr, right: &Membership) -> Casts {
        match right {
            Membership::List(Param::Each(values)) => {
                match (Side::of(left), values.first().map(Side::of_param)) {
                    (Side::Varchars, Some(Side::Texts)) => Casts { right: VARCHARS, ..Casts::default() },
                    (Side::Computed, Some(Side::Texts)) => Casts { left: TEXTS, ..Casts::default() },
                    _ => Casts::default(),
                }
            }
            Membership::List(_) => Casts::default(),
            Membership::Query(plan) => match &plan.output {
                Output::Values(values) if values.len() == 1 => match (Side::of(left), Side::of(&values[0])) {
                    (Side::Varchars | Side::Computed, Side::Texts) => {
                        Casts { left: TEXTS, ..Casts::default() }
                    }
                    (Side::Texts | Side::Computed, Side::Varchars) => {
                        Casts { left: VARCHARS, ..Casts::default() }
                    }
                    _ => Casts::default(),
                },
                _ => Casts::default(),
            },
        }
    }
}

/// What is known of a side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// It is a column of arrays of `varchar`.
    Varchars,
    /// It is a column or a value that is a `text[]`.
    Texts,
    /// It may be either, or anything else.
    Computed,
    /// It is neither.
    Other,
}

impl Side {
    fn of(expr: &Expr) -> Side {
        match expr {
            Expr::Column(of) if of.column.is_varchar_array() => Side::Varchars,
            Expr::Column(of) if of.column.enumeration.is_some() => Side::Other, // though it is read as texts
            Expr::Column(of) if of.column.ty == Type::TEXT_ARRAY => Side::Texts,
            Expr::Column(_) => Side::Other,
            Expr::Outer(_, value) => Side::of(value),
            Expr::Param(param) => Side::of_param(param),
            _ => Side::Computed,
        }
    }

    fn of_param(param: &Param) -> Side {
        match param {
            Param::Array(ty, _) | Param::Null(ty) if *ty == Type::TEXT_ARRAY => Side::Texts,
            _ => Side::Other,
        }
    }
}
