//! Comparisons of several values at once: the primary key of several columns, and tuples of columns.

use std::collections::{BTreeSet, HashSet};

use crate::ast::{self, Comparison, Condition, NullRule};
use crate::field::Aggregate;
use crate::types::{Base, Element, Param, Scalar};

use super::aggregates::count_of;
use super::lookups::{Lookups, compare};
use super::operand::{DefiniteOperand, SetItem};
use super::q::Q;

/// Lookups of a tuple of two or three columns or expressions, which PostgreSQL compares as a row.
///
/// The primary key of a model that has several columns is one: `c.pk().eq((1, 7))`; `(b.author, b.title)` is another one.
/// A row is greater than another one if its first value is, or if these are equal and the second one is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of values",
    label = "not a tuple of two or three columns or expressions"
)]
#[allow(
    clippy::wrong_self_convention,
    reason = "`is_null` makes a condition; expressions are consumed by it"
)]
pub trait RowLookups: Sized {
    /// What conditions on it are conditions on.
    type Scope;
    /// The types of the values, in a tuple.
    type Types;

    /// The values as trees.
    #[doc(hidden)]
    fn into_exprs(self) -> Vec<ast::Expr>;

    /// `(a, b) = (x, y)`
    fn eq<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(strict(self), Comparison::Eq, strict_row(row.row()))
    }

    /// Not `eq`: `(a, b) <> (x, y)`, or where a value can be NULL, `(a, b) IS DISTINCT FROM (x, y)`.
    fn ne<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(strict(self), Comparison::Ne, strict_row(row.row()))
    }

    /// `(a, b) > (x, y)`
    fn gt<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(ordered(self.into_exprs()), Comparison::Gt, ordered(row.row()))
    }

    /// `(a, b) >= (x, y)`
    fn gte<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(ordered(self.into_exprs()), Comparison::Gte, ordered(row.row()))
    }

    /// `(a, b) < (x, y)`
    fn lt<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(ordered(self.into_exprs()), Comparison::Lt, ordered(row.row()))
    }

    /// `(a, b) <= (x, y)`
    fn lte<V: RowOperand<Self::Scope, Self::Types>>(self, row: V) -> Q<Self::Scope> {
        compare(ordered(self.into_exprs()), Comparison::Lte, ordered(row.row()))
    }

    /// `(a, b) BETWEEN (v, w) AND (x, y)`: both ends are included.
    fn between<L, H>(self, low: L, high: H) -> Q<Self::Scope>
    where
        L: RowOperand<Self::Scope, Self::Types>,
        H: RowOperand<Self::Scope, Self::Types>,
    {
        let sides = [ordered(self.into_exprs()), ordered(low.row()), ordered(high.row())];
        Q::new(Condition::Between(Box::new(sides)))
    }

    /// `(a, b) IN (SELECT * FROM unnest($1, $2))` of a list of tuples, `(a, b) IN (SELECT …)` of a queryset of tuples, or
    /// of a model with such a key.
    ///
    /// A tuple with a `None` is left out of the list. An empty list matches nothing.
    fn is_in(self, rows: impl RowSet<Self::Scope, Self::Types>) -> Q<Self::Scope> {
        match rows.rows() {
            Some(membership) => Q::new(Condition::In(strict(self), membership)),
            None => Q::new(Condition::Constant(false)),
        }
    }

    /// Not `is_in`; true of a row with a NULL.
    fn not_in(self, rows: impl RowSet<Self::Scope, Self::Types>) -> Q<Self::Scope> {
        match rows.rows() {
            Some(membership) => Q::new(Condition::NotIn(strict(self), membership)),
            None => Q::new(Condition::Constant(true)),
        }
    }

    /// A value is NULL: `a IS NULL OR b IS NULL`.
    fn is_null(self) -> Q<Self::Scope> {
        let none = |any: Condition, value| any.or(Condition::IsNull(value));
        Q::new(self.into_exprs().into_iter().fold(Condition::Empty, none))
    }

    /// No value is NULL: `a IS NOT NULL AND b IS NOT NULL`.
    fn is_not_null(self) -> Q<Self::Scope> {
        let some = |all: Condition, value| all.and(Condition::IsNotNull(value));
        Q::new(self.into_exprs().into_iter().fold(Condition::Empty, some))
    }

    /// A row of several values has no sum; this does not compile.
    #[doc(hidden)]
    fn sum(self) -> Aggregate<Self::Scope, i64>
    where
        Self: OneValue,
    {
        self.count()
    }

    /// A row of several values has no smallest one; this does not compile.
    #[doc(hidden)]
    fn min(self) -> Aggregate<Self::Scope, i64>
    where
        Self: OneValue,
    {
        self.count()
    }

    /// A row of several values has no largest one; this does not compile.
    #[doc(hidden)]
    fn max(self) -> Aggregate<Self::Scope, i64>
    where
        Self: OneValue,
    {
        self.count()
    }

    /// How many rows there are without a NULL: `count((a, b))`. See [`distinct`](Aggregate::distinct).
    fn count(self) -> Aggregate<Self::Scope, i64> {
        count_of(self.into_exprs())
    }
}

/// What functions and aggregates are of.
#[diagnostic::on_unimplemented(
    message = "a row of values, such as a primary key of several columns, has no function but `count`",
    label = "name one of its columns"
)]
pub trait OneValue {}

fn strict(row: impl RowLookups) -> ast::Expr {
    strict_row(row.into_exprs())
}

/// If rows are equal, no value is NULL.
fn strict_row(values: Vec<ast::Expr>) -> ast::Expr {
    ast::Expr::row(values, NullRule::Strict)
}

/// If a row is greater, its first value decides, and the others may be NULL.
fn ordered(values: Vec<ast::Expr>) -> ast::Expr {
    ast::Expr::row(values, NullRule::Row)
}

/// What may stand beside a row of columns of the types `T`: a tuple of literals, columns and expressions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a row of `{T}`",
    label = "expected a tuple of values, columns or expressions of `{T}`"
)]
pub trait RowOperand<S, T> {
    /// The values as trees.
    #[doc(hidden)]
    fn row(self) -> Vec<ast::Expr>;
}

/// What `is_in` of a row takes: a list of tuples, or a queryset of tuples.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list or a queryset of `{T}`",
    label = "expected tuples of `{T}`"
)]
pub trait RowSet<S, T> {
    /// The set as data; `None` for a list that is empty.
    #[doc(hidden)]
    fn rows(self) -> Option<ast::Membership>;
}

/// A tuple in a list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of `{T}`",
    label = "expected a tuple of `{T}`"
)]
pub trait RowItem<T> {
    /// The tuple, unless one of its values is NULL.
    #[doc(hidden)]
    fn row_item(self) -> Option<T>;
}

/// The tuples that rows are compared with.
pub trait Row: Sized {
    /// A list of them as it is bound to a statement: an array for each column.
    #[doc(hidden)]
    fn lists(rows: Vec<Self>) -> Param;
}

fn list<T: Row>(items: impl Iterator<Item = impl RowItem<T>>) -> Option<ast::Membership> {
    let rows: Vec<T> = items.filter_map(RowItem::row_item).collect();
    (!rows.is_empty()).then(|| ast::Membership::List(T::lists(rows)))
}

macro_rules! row_lists {
    ($([$($generics:tt)*] $list:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, T: Row, V: RowItem<T>, $($generics)*> RowSet<S, T> for $list {
            fn rows(self) -> Option<ast::Membership> {
                list(self.into_iter())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, T: Row, V: Clone + RowItem<T>, $($generics)*> RowSet<S, T> for &$list {
            fn rows(self) -> Option<ast::Membership> {
                list(self.iter().cloned())
            }
        }
    )* };
}

row_lists! {
    [] Vec<V>;
    [const N: usize] [V; N];
    [H] HashSet<V, H>;
    [] BTreeSet<V>;
}

#[diagnostic::do_not_recommend]
impl<S, T: Row, V: Clone + RowItem<T>> RowSet<S, T> for &[V] {
    fn rows(self) -> Option<ast::Membership> {
        list(self.iter().cloned())
    }
}

macro_rules! rows {
    ($(($first:ident $($more:ident)*; $($value:ident $type:ident $list:ident $place:tt),*);)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$first: Lookups, $($more: Lookups<Scope = $first::Scope>),*> RowLookups for ($first, $($more),*)
        where
            Base<$first::Type>: Element,
            $(Base<$more::Type>: Element,)*
        {
            type Scope = $first::Scope;
            type Types = (Base<$first::Type>, $(Base<$more::Type>),*);
            fn into_exprs(self) -> Vec<ast::Expr> {
                vec![$(self.$place.into_expr()),*]
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, $($type, $value: DefiniteOperand<S, $type>),*> RowOperand<S, ($($type,)*)> for ($($value,)*) {
            fn row(self) -> Vec<ast::Expr> {
                vec![$(self.$place.definite()),*]
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($type, $value: SetItem<$type>),*> RowItem<($($type,)*)> for ($($value,)*) {
            fn row_item(self) -> Option<($($type,)*)> {
                Some(($(self.$place.item()?,)*))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($type: Scalar + Element),*> Row for ($($type,)*) {
            fn lists(rows: Vec<Self>) -> Param {
                $(let mut $list: Vec<$type> = Vec::with_capacity(rows.len());)*
                for row in rows {
                    $($list.push(row.$place);)*
                }
                Param::Row([$($type::list($list)),*].into())
            }
        }
    )* };
}

rows! {
    (A B; V X first 0, W Y second 1);
    (A B C; U X first 0, V Y second 1, W Z third 2);
}
