//! Relations of which only some rows are joined: Django's `FilteredRelation`.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{Condition, FilteredRelation, Joined, Plan};
use crate::error::Result;
use crate::field::Related;
use crate::meta::RelationMeta;
use crate::model::{Is, Model, Path, Reader, Relation};
use crate::types::Nullable;

use super::annotated::{Aliased, Annotated, Bare};
use super::query_set::QuerySet;
use super::shape::{Along, Awaited, Inside, Member, Nested, Plain, Scope, Shape, Values};

/// A relation `R` of which only some rows are joined, the next such one of a queryset of the shape `S`.
pub struct Filtered<R, S>(PhantomData<fn() -> (R, S)>);

impl<R, S> Clone for Filtered<R, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, S> Copy for Filtered<R, S> {}

impl<R: Relation, S: Filters> Relation for Filtered<R, S> {
    type From = R::From;
    type To = R::To;
    type Null = Nullable;
    type Stored = ();
    const META: &'static RelationMeta = R::META;
    const FILTERED: Option<u16> = Some(S::COUNT);
}

/// Rows of the shape `S`; closures are handed the filtered relation too.
pub struct WithRelation<P, R, S = Plain>(PhantomData<fn() -> (P, R)>, PhantomData<fn() -> S>);

/// How many filtered relations a queryset has.
pub trait Filters: Send + Sync + 'static {
    /// How many.
    const COUNT: u16;
}

macro_rules! none {
    ($([$($generics:ident)*] $shape:ty;)*) => { $(
        impl<$($generics: 'static),*> Filters for $shape {
            const COUNT: u16 = 0;
        }
    )* };
}
none! {
    [] Plain;
    [O] Inside<O>;
    [P R] Along<P, R>;
}

macro_rules! as_before {
    ($($shape:ident)*) => { $(
        impl<A: 'static, S: Filters> Filters for $shape<A, S> {
            const COUNT: u16 = S::COUNT;
        }
    )* };
}
as_before!(Values Annotated Aliased);

impl<P: 'static, R: 'static, S: Filters> Filters for WithRelation<P, R, S> {
    const COUNT: u16 = S::COUNT + 1;
}

/// What only `filter` and `exclude` may have been said of.
const MORE_THAN_A_CONDITION: &str =
    "a filtered relation has conditions on its rows, and no order, limit or annotation";

impl<M: Model, S: Shape<M> + Filters> QuerySet<M, S> {
    /// A relation of which only the rows that fulfil a condition are joined: `LEFT JOIN … ON key AND condition`.
    ///
    /// Rows of the model without such a related row stay. Conditions in every call of `filter` speak of the same joined
    /// row; under a negation, and after an aggregate, they ask whether there is such a row.
    ///
    /// Where later closures were handed `c` they are handed `(c, cheap)`, and `cheap` has the fields of the related model:
    ///
    /// ```
    /// use querent::prelude::*;
    /// # #[derive(Model)] struct Category { id: i64, name: String, #[relation(by = category)] products: HasMany<Product> }
    /// # #[derive(Model)] struct Product { id: i64, name: String, price: i32,
    /// #     #[relation(on_delete = Cascade)] category: ForeignKey<Category> }
    /// # fn example(db: &Db) {
    /// let cheap = Category::objects(db)
    ///     .filtered_relation(|c| c.products.filter(|p| p.price.lt(10)))
    ///     .values(|(c, cheap)| (c.name, cheap.name));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) where the condition speaks of a table beyond the relation, and where the
    /// relation has an order or a limit.
    pub fn filtered_relation<P, R>(
        mut self,
        relation: impl FnOnce(S::Handed) -> QuerySet<R::To, Along<P, R>>,
    ) -> QuerySet<M, WithRelation<P, R, S>>
    where
        P: Path<Scope: Is<Scope<M, S>>>,
        R: Relation,
    {
        let plan = relation(S::handed(&mut 0)).plan;
        self.slice_first();
        if plan.mistake.is_some() || !is_a_condition(&plan) {
            self.plan.mistake = Some(plan.mistake.unwrap_or(MORE_THAN_A_CONDITION));
        }
        let conditions = plan.filters.into_iter().map(|filter| filter.condition);
        let condition = conditions.fold(Condition::Empty, Condition::and);
        self.plan.filtered.push(FilteredRelation { model: R::To::META, condition });
        self.shaped()
    }
}

fn is_a_condition(plan: &Plan) -> bool {
    !plan.is_sliced() && plan.annotations.is_empty() && plan.prefetch_related.is_empty() && !plan.none
}

impl<M: Model, P: Path, R: Relation, S: Shape<M> + Filters> Shape<M> for WithRelation<P, R, S> {
    type Root = S::Root;
    type Handed = (S::Handed, Related<P, Filtered<R, S>>);
    type Row = S::Row;
    fn handed(next: &mut u16) -> Self::Handed {
        (S::handed(next), Related::new())
    }
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<S::Row> {
        S::row(reader, joined)
    }
    fn instance(row: &S::Row) -> Option<&M> {
        S::instance(row)
    }
}

impl<P, R, S> Bare for WithRelation<P, R, S> {}
impl<P, R, S: Awaited> Awaited for WithRelation<P, R, S> {}
impl<P, R, S: Nested> Nested for WithRelation<P, R, S> {
    type Around = S::Around;
}
#[diagnostic::do_not_recommend]
impl<P, R, O, S: Member<O>> Member<O> for WithRelation<P, R, S> {}

impl<R, S> fmt::Debug for Filtered<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filtered")
    }
}

impl<P, R, S> fmt::Debug for WithRelation<P, R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithRelation")
    }
}
