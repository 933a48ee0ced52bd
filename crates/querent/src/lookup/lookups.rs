//! The comparisons that columns and expressions have.

use tokio_postgres::types::Type;

use crate::ast::{self, Comparison, Function, Operator, Zone};
use crate::field::{Annotation, Column, Expr, Seen};
use crate::model::Path;
use crate::types::{Base, Contain, Containment, Dated, Make, Null, Scalar, Text, Timed, Value};

use super::operand::{DefiniteOperand, Operand, Set};
use super::q::Q;

/// Django's lookups, as methods of columns and expressions.
///
/// Conditions have two values: what is unknown because of a NULL is false, and its negation true. Only as a value of
/// [`values`](crate::QuerySet::values) is a condition `None` where it is unknown.
#[allow(
    clippy::wrong_self_convention,
    reason = "`is_null` makes a condition; expressions are consumed by it"
)]
pub trait Lookups: Sized {
    /// What conditions on it are conditions on.
    type Scope;
    /// Its type in the model.
    type Type: Value;
    /// Its type in a row of `values`.
    type Seen: Value;

    /// The value as a tree.
    #[doc(hidden)]
    fn into_expr(self) -> ast::Expr;

    /// `self = value`, Django's `exact`; of a `None`, `self IS NULL`.
    fn eq<V: Operand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Eq, value.operand())
    }

    /// Not `eq`: `self <> value`, or where one side can be NULL, `self IS DISTINCT FROM value`. Where both can, it is
    /// `(self = value) IS NOT TRUE`, so that two NULLs are different. Of a `None`, `self IS NOT NULL`.
    ///
    /// Across many related rows it asks for one that differs, or for none at all; that no related row equals the value
    /// is said by [`exclude`](crate::QuerySet::exclude) or `!`.
    fn ne<V: Operand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Ne, value.operand())
    }

    /// `self > value`
    fn gt<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Gt, value.definite())
    }

    /// `self >= value`
    fn gte<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Gte, value.definite())
    }

    /// `self < value`
    fn lt<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Lt, value.definite())
    }

    /// `self <= value`
    fn lte<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope> {
        compare(self.into_expr(), Comparison::Lte, value.definite())
    }

    /// `self BETWEEN low AND high`, Django's `range`: both ends are included.
    fn between<L, H>(self, low: L, high: H) -> Q<Self::Scope>
    where
        L: DefiniteOperand<Self::Scope, Base<Self::Type>>,
        H: DefiniteOperand<Self::Scope, Base<Self::Type>>,
    {
        let sides = [self.into_expr(), low.definite(), high.definite()];
        Q::new(ast::Condition::Between(Box::new(sides)))
    }

    /// `self = ANY($1)` of a list, `self IN (SELECT …)` of a queryset of one value: Django's `in`.
    ///
    /// A `None` in the list is left out of it. An empty list matches nothing, and a query that asks for nothing else
    /// is answered without a statement.
    fn is_in(self, set: impl Set<Self::Scope, Base<Self::Type>>) -> Q<Self::Scope> {
        match set.set() {
            Some(membership) => Q::new(ast::Condition::In(self.into_expr(), membership)),
            None => Q::new(ast::Condition::Constant(false)),
        }
    }

    /// Not `is_in`; true of NULL.
    ///
    /// Across many related rows it asks for one that is not in the set, or for none at all; that no related row is in it
    /// is said by [`exclude`](crate::QuerySet::exclude) or `!`.
    fn not_in(self, set: impl Set<Self::Scope, Base<Self::Type>>) -> Q<Self::Scope> {
        match set.set() {
            Some(membership) => Q::new(ast::Condition::NotIn(self.into_expr(), membership)),
            None => Q::new(ast::Condition::Constant(true)),
        }
    }

    /// `self IS NULL`, Django's `isnull`; also where the path leads to no row.
    fn is_null(self) -> Q<Self::Scope> {
        Q::new(ast::Condition::IsNull(self.into_expr()))
    }

    /// `self IS NOT NULL`, Django's `isnull=False`.
    fn is_not_null(self) -> Q<Self::Scope> {
        Q::new(ast::Condition::IsNotNull(self.into_expr()))
    }

    /// `self LIKE '%value%'`, the value's own `%`, `_` and `\` meaning themselves; of an array, `self @> value`: every
    /// element of the value is in it.
    fn contains<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Contain,
    {
        let comparison = match <Base<Self::Type>>::CONTAINMENT {
            Containment::Text => Comparison::Contains,
            Containment::Elements => Comparison::HasAll,
        };
        compare(self.into_expr(), comparison, value.definite())
    }

    /// `contains`, whatever the case: `upper(self) LIKE upper('%value%')`.
    fn icontains<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::IContains, value.definite())
    }

    /// `self LIKE 'value%'`, the value's own `%`, `_` and `\` meaning themselves.
    fn startswith<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::StartsWith, value.definite())
    }

    /// `startswith`, whatever the case.
    fn istartswith<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::IStartsWith, value.definite())
    }

    /// `self LIKE '%value'`, the value's own `%`, `_` and `\` meaning themselves.
    fn endswith<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::EndsWith, value.definite())
    }

    /// `endswith`, whatever the case.
    fn iendswith<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::IEndsWith, value.definite())
    }

    /// `upper(self) = upper(value)`; of a `None`, `self IS NULL`.
    fn iexact<V: Operand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::IExact, value.operand())
    }

    /// `self ~ value`: a POSIX regular expression (PostgreSQL manual, 9.7.3).
    fn regex<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::Regex, value.definite())
    }

    /// `self ~* value`: a POSIX regular expression, whatever the case.
    fn iregex<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Text,
    {
        compare(self.into_expr(), Comparison::IRegex, value.definite())
    }

    /// The year: `EXTRACT(YEAR FROM self)`; of a timestamp with a time zone, in UTC.
    ///
    /// A column whose year is compared with a number is compared with the ends of that year, which an index serves:
    /// `self >= '2024-01-01' AND self < '2025-01-01'`.
    fn year(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "YEAR")
    }

    /// The month, 1 to 12.
    fn month(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "MONTH")
    }

    /// The day of the month, 1 to 31.
    fn day(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "DAY")
    }

    /// The quarter, 1 to 4.
    fn quarter(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "QUARTER")
    }

    /// The week of the ISO year, 1 to 53.
    fn week(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "WEEK")
    }

    /// The year that the ISO week belongs to, which at the ends of a year may be another one than its own.
    fn iso_year(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "ISOYEAR")
    }

    /// The day of the week, from 1 for Sunday to 7 for Saturday: `EXTRACT(DOW FROM self) + 1`.
    fn week_day(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        let from_zero: Expr<Self::Scope, i32> = part(self, "DOW");
        let one = ast::Expr::Param(Scalar::into_param(1i32));
        Expr::new(ast::Expr::infix(from_zero.into_tree(), Operator::Add, one))
    }

    /// The day of the ISO week, from 1 for Monday to 7 for Sunday.
    fn iso_week_day(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Dated,
    {
        part(self, "ISODOW")
    }

    /// The hour, 0 to 23; of a timestamp with a time zone, in UTC.
    fn hour(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Timed,
    {
        part(self, "HOUR")
    }

    /// The minute, 0 to 59.
    fn minute(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Timed,
    {
        part(self, "MINUTE")
    }

    /// The second, 0 to 59, without its fraction.
    fn second(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Timed,
    {
        part(self, "SECOND")
    }

    /// The date: `self::date`; of a timestamp with a time zone, in UTC.
    fn date(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, time::Date>>
    where
        Base<Self::Type>: Dated,
    {
        Expr::new(ast::Expr::call(Function::Date(zone::<Self>()), vec![self.into_expr()]))
    }

    /// The time of day: `self::time`; of a timestamp with a time zone, in UTC.
    fn time(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, time::Time>>
    where
        Base<Self::Type>: Timed,
    {
        Expr::new(ast::Expr::call(Function::Time(zone::<Self>()), vec![self.into_expr()]))
    }
}

/// One function for all columns and values: the generic methods above stay a line each.
pub(super) fn compare<S>(left: ast::Expr, comparison: Comparison, right: ast::Expr) -> Q<S> {
    Q::new(ast::Condition::compare(left, comparison, right))
}

fn part<L: Lookups, T>(value: L, field: &'static str) -> Expr<L::Scope, T> {
    Expr::new(ast::Expr::call(Function::Extract(field, zone::<L>()), vec![value.into_expr()]))
}

fn zone<L: Lookups>() -> Zone {
    if Base::<L::Type>::TYPE == Type::TIMESTAMPTZ { Zone::Zoned } else { Zone::Unzoned }
}

impl<P: Path, T: Value> Lookups for Column<P, T> {
    type Scope = P::Scope;
    type Type = T;
    type Seen = Seen<P, T>;
    fn into_expr(self) -> ast::Expr {
        self.tree()
    }
}

/// A condition as a value.
impl<S> Lookups for Q<S> {
    type Scope = S;
    type Type = Option<bool>;
    type Seen = Option<bool>;
    fn into_expr(self) -> ast::Expr {
        ast::Expr::Condition(Box::new(self.into_tree()))
    }
}

impl<S, T: Value> Lookups for Annotation<S, T> {
    type Scope = S;
    type Type = T;
    type Seen = T;
    fn into_expr(self) -> ast::Expr {
        self.tree()
    }
}

impl<S, T: Value> Lookups for Expr<S, T> {
    type Scope = S;
    type Type = T;
    type Seen = T;
    fn into_expr(self) -> ast::Expr {
        self.into_tree()
    }
}
