//! Values computed of many rows.

use std::ops;

use crate::ast;
use crate::field::{Aggregate, Expr, Related};
use crate::meta::ModelMeta;
use crate::model::{Handles, Is, Model, Path, Relation, Via};
use crate::types::{Averages, Base, Make, Null, Or, Ordered, Real, Scalar, Sums, Text, Value};

use super::lookups::Lookups;
use super::operand::{Definite, DefiniteOperand, Operand, Suits, Widening};
use super::order::Ordering;
use super::q::{Condition, Q};
use super::term::{Add, Divide, Modulo, Multiply, Subtract, Term};

/// Django's aggregates, as methods of columns, expressions and annotations.
///
/// Of no rows a count is 0 and everything else is `None`, unless it has a [`default`](Aggregate::default). Values that
/// are NULL are left out.
pub trait Aggregates: Lookups {
    /// How many values there are: `count(self)`. See [`distinct`](Aggregate::distinct).
    fn count(self) -> Aggregate<Self::Scope, i64> {
        Aggregate::new(aggregate("count(", vec![self.into_expr()], "", false))
    }

    /// Their sum: of integers an `i64`, of `i64` and `Decimal` a `Decimal`, as PostgreSQL adds them.
    fn sum<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Sums<N>,
    {
        one(self, "sum(", "")
    }

    /// Their average: of integers and floats an `f64`, of `Decimal` a `Decimal`.
    fn avg<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Averages<N>,
    {
        one(self, "avg(", Base::<Self::Type>::CAST)
    }

    /// The smallest: `min(self)`.
    fn min(self) -> Aggregate<Self::Scope, Option<Base<Self::Type>>>
    where
        Base<Self::Type>: Ordered,
    {
        one(self, "min(", "")
    }

    /// The largest: `max(self)`.
    fn max(self) -> Aggregate<Self::Scope, Option<Base<Self::Type>>>
    where
        Base<Self::Type>: Ordered,
    {
        one(self, "max(", "")
    }

    /// The standard deviation of the whole population: `stddev_pop(self)`.
    fn stddev<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Averages<N> + Real,
    {
        one(self, "stddev_pop(", Base::<Self::Type>::CAST)
    }

    /// The standard deviation of a sample, `None` of one value: `stddev_samp(self)`.
    fn stddev_sample<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Averages<N> + Real,
    {
        one(self, "stddev_samp(", Base::<Self::Type>::CAST)
    }

    /// The variance of the whole population: `var_pop(self)`.
    fn variance<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Averages<N> + Real,
    {
        one(self, "var_pop(", Base::<Self::Type>::CAST)
    }

    /// The variance of a sample, `None` of one value: `var_samp(self)`.
    fn variance_sample<N: Scalar>(self) -> Aggregate<Self::Scope, Option<N>>
    where
        Base<Self::Type>: Averages<N> + Real,
    {
        one(self, "var_samp(", Base::<Self::Type>::CAST)
    }

    /// All the values as an array, NULLs among them: `array_agg(self)`.
    fn array_agg(self) -> Aggregate<Self::Scope, Option<Vec<Self::Seen>>>
    where
        Vec<Self::Seen>: Scalar,
    {
        one(self, "array_agg(", "")
    }

    /// The texts with a delimiter between them: `string_agg(self, $1)`.
    fn string_agg(self, delimiter: &str) -> Aggregate<Self::Scope, Option<String>>
    where
        Base<Self::Type>: Text,
    {
        let delimiter = ast::Expr::Param(Scalar::into_param(delimiter.to_owned()));
        Aggregate::new(aggregate("string_agg(", vec![self.into_expr(), delimiter], "", true))
    }

    /// Whether all are true: `bool_and(self)`.
    fn bool_and(self) -> Aggregate<Self::Scope, Option<bool>>
    where
        Self::Type: crate::types::Boolean,
    {
        one(self, "bool_and(", "")
    }

    /// Whether any is true: `bool_or(self)`.
    fn bool_or(self) -> Aggregate<Self::Scope, Option<bool>>
    where
        Self::Type: crate::types::Boolean,
    {
        one(self, "bool_or(", "")
    }

    /// The bits that all have: `bit_and(self)`.
    fn bit_and(self) -> Aggregate<Self::Scope, Option<Base<Self::Type>>>
    where
        Base<Self::Type>: crate::types::Integer,
    {
        one(self, "bit_and(", "")
    }

    /// The bits that any has: `bit_or(self)`.
    fn bit_or(self) -> Aggregate<Self::Scope, Option<Base<Self::Type>>>
    where
        Base<Self::Type>: crate::types::Integer,
    {
        one(self, "bit_or(", "")
    }

    /// The bits that an odd number of them have: `bit_xor(self)`.
    fn bit_xor(self) -> Aggregate<Self::Scope, Option<Base<Self::Type>>>
    where
        Base<Self::Type>: crate::types::Integer,
    {
        one(self, "bit_xor(", "")
    }
}

impl<L: Lookups> Aggregates for L {}

fn one<L: Lookups, T>(value: L, function: &'static str, cast: &'static str) -> Aggregate<L::Scope, T> {
    Aggregate::new(aggregate(function, vec![value.into_expr()], cast, true))
}

fn aggregate(
    function: &'static str,
    arguments: Vec<ast::Expr>,
    cast: &'static str,
    nullable: bool,
) -> ast::Expr {
    ast::Expr::aggregate(ast::Aggregation {
        function,
        arguments,
        distinct: false,
        order: Vec::new(),
        filter: ast::Condition::Empty,
        cast,
        nullable,
    })
}

/// How many rows there are: `count(*)`, of the query that the handles belong to.
pub fn count_all<H: Handles>(_of: H) -> Aggregate<<H::Path as Path>::Scope, i64> {
    Aggregate::new(aggregate("count(", Vec::new(), "", false))
}

/// How many rows of a model there are, by a column that is never NULL.
pub(crate) fn count_of_key<S>(model: &'static ModelMeta) -> Aggregate<S, i64> {
    let key = ast::ColumnRef { trail: None, column: model.key_column() };
    Aggregate::new(aggregate("count(", vec![ast::Expr::Column(key)], "", false))
}

/// `count(value)`, and of several `count((value, …)) FILTER (WHERE value IS NOT NULL …)`: a row of NULLs counts for
/// PostgreSQL.
pub(super) fn count_of<S>(values: Vec<ast::Expr>) -> Aggregate<S, i64> {
    let count = |value| Aggregate::new(aggregate("count(", value, "", false));
    if values.len() == 1 {
        return count(values);
    }
    let there = values.iter().cloned().map(ast::Condition::IsNotNull);
    let filter = there.fold(ast::Condition::Empty, ast::Condition::and);
    count(vec![ast::Expr::row(values, ast::NullRule::Strict)]).filtered(filter)
}

impl<P: Path, R: Relation> Related<P, R> {
    /// How many related rows there are: `count` of their keys.
    pub fn count(self) -> Aggregate<P::Scope, i64> {
        count_of(ast::Expr::key_columns(R::To::META, Via::<P, R>::TRAIL))
    }
}

impl<S, T: Value> Aggregate<S, T> {
    /// Of the rows that fulfil a condition only: `FILTER (WHERE …)`. A negation, too, speaks of the row that is aggregated.
    pub fn filter<C: Condition<S>>(self, condition: C) -> Self {
        self.filtered(condition.condition())
    }

    fn filtered(self, condition: ast::Condition) -> Self {
        self.each(&|aggregate| {
            let before = std::mem::replace(&mut aggregate.filter, ast::Condition::Empty);
            aggregate.filter = before.and(condition.clone());
        })
    }

    /// Of different values only: `count(DISTINCT …)`.
    pub fn distinct(self) -> Self {
        self.each(&|aggregate| aggregate.distinct = true)
    }

    /// In this order, for [`array_agg`](Aggregates::array_agg) and [`string_agg`](Aggregates::string_agg).
    pub fn order_by<O: Ordering<S>>(self, keys: O) -> Self {
        let mut order = Vec::new();
        keys.keys(&mut order);
        self.each(&|aggregate| aggregate.order = order.clone())
    }

    /// This value in place of NULL, of no rows: `coalesce(…, value)`.
    pub fn default<V: DefiniteOperand<S, Base<T>, Widening>>(self, value: V) -> Aggregate<S, Base<T>> {
        let arguments = vec![self.into_tree(), value.definite()];
        Aggregate::new(ast::Expr::call(ast::Function::with("coalesce(", ast::NullRule::Coalesce), arguments))
    }
}

impl<S, T: Value> Aggregate<S, T> {
    /// A function of it: `p.price.avg().map(|average| average.round(2))` is `round(avg("price"), $1)`.
    ///
    /// [`filter`](Aggregate::filter), [`distinct`](Aggregate::distinct) and [`order_by`](Aggregate::order_by) stand
    /// before it.
    pub fn map<U: Value>(self, function: impl FnOnce(Expr<S, T>) -> Expr<S, U>) -> Aggregate<S, U> {
        Aggregate::new(function(Expr::new(self.into_tree())).into_tree())
    }
}

/// Beside another aggregate; a condition that uses one is refused where rows are not grouped.
#[diagnostic::do_not_recommend]
impl<S, B, K, N: Is<S>, T: Value> Operand<S, B, K> for Aggregate<N, T>
where
    Base<T>: Suits<B, K>,
{
    type Null = Null<T>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.into_tree()
    }
}

macro_rules! operators {
    ($($op:ident $method:ident $operation:ident;)*) => { $(
        impl<S, T: Value, V: Term<$operation, S, Base<T>>> ops::$op<V> for Aggregate<S, T> {
            type Output = Aggregate<S, Make<Or<Null<T>, V::Null>, V::Made>>;
            fn $method(self, other: V) -> Self::Output {
                Aggregate::new(other.beside(self.into_tree()))
            }
        }
    )* };
}

operators! {
    Add add Add;
    Sub sub Subtract;
    Mul mul Multiply;
    Div div Divide;
    Rem rem Modulo;
}

/// What an aggregate can be compared with in a `filter`: nothing. Methods exist to say so.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot be compared in a filter",
    label = "stands beside an aggregate",
    note = "name it first: `.annotate(|c| c.products.count()).filter(|(c, n)| n.gt(3))`"
)]
pub trait Comparable<A> {}

impl<S, T> Aggregate<S, T> {
    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn eq<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }

    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn ne<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }

    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn gt<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }

    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn gte<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }

    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn lt<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }

    /// An aggregate is compared once it is an annotation; this does not compile.
    #[doc(hidden)]
    pub fn lte<V: Comparable<Self>>(self, _: V) -> Q<S> {
        Q::all()
    }
}
