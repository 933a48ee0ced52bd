//! Shapes with annotations: each `annotate` adds one element to the rows and to what closures are handed.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Joined;
use crate::error::Result;
use crate::lookup::{Decode, Selection};
use crate::model::{Model, Reader};

use super::shape::{Along, Awaited, Inside, Member, Nested, Plain, Scope, Shape, Values};

/// Rows of the shape `S` with an element for each of the annotations `A`.
pub struct Annotated<A, S = Plain>(PhantomData<fn() -> (A, S)>);

/// Rows of the shape `S`; closures are handed the annotation `A` too.
pub struct Aliased<A, S = Plain>(PhantomData<fn() -> (A, S)>);

/// The shape that another `annotate` makes of this one.
#[diagnostic::on_unimplemented(
    message = "this queryset has as many annotations as one may have",
    label = "one annotation too many",
    note = "one `annotate` takes a tuple of up to twelve values"
)]
pub trait Grow<M: Model, A>: Shape<M> {
    /// The shape.
    type Grown: Shape<M>;
}

/// Shapes whose rows are one value, to which the first annotation is a second.
pub trait Bare {}
impl Bare for Plain {}
impl<O> Bare for Inside<O> {}
impl<P, R> Bare for Along<P, R> {}
impl<V, S> Bare for Values<V, S> {}
impl<A, S> Bare for Aliased<A, S> {}

#[diagnostic::do_not_recommend]
impl<M: Model, A: Selection<Scope<M, S>> + 'static, S: Bare + Shape<M>> Grow<M, A> for S {
    type Grown = Annotated<(A,), S>;
}

macro_rules! annotated {
    ($(($($a:ident)*);)*) => { $(
        impl<M: Model, S: Shape<M>, $($a: Selection<Scope<M, S>> + 'static),*> Shape<M> for Annotated<($($a,)*), S> {
            type Root = S::Root;
            type Handed = (S::Handed, $($a::Named),*);
            type Row = (S::Row, $($a::Row),*);
            fn handed(next: &mut u16) -> Self::Handed {
                (S::handed(next), $($a::named(next)),*)
            }
            fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<Self::Row> {
                let row = S::row(reader, joined)?;
                reader.enter_values();
                Ok((row, $($a::Row::decode(reader)?),*))
            }
            fn instance(row: &Self::Row) -> Option<&M> {
                S::instance(&row.0)
            }
        }
    )* };
}

annotated! {
    (A);
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
    (A B C D E F G);
    (A B C D E F G H);
}

macro_rules! grown {
    ($(($($a:ident)*);)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M: Model, S: Shape<M>, Z, $($a: Selection<Scope<M, S>> + 'static),*> Grow<M, Z>
            for Annotated<($($a,)*), S>
        where
            Z: Selection<Scope<M, S>> + 'static,
        {
            type Grown = Annotated<($($a,)* Z,), S>;
        }
    )* };
}

grown! {
    (A);
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
    (A B C D E F G);
}

impl<M: Model, A: Selection<Scope<M, S>> + 'static, S: Shape<M>> Shape<M> for Aliased<A, S> {
    type Root = S::Root;
    type Handed = (S::Handed, A::Named);
    type Row = S::Row;
    fn handed(next: &mut u16) -> Self::Handed {
        (S::handed(next), A::named(next))
    }
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<S::Row> {
        S::row(reader, joined)
    }
    fn instance(row: &S::Row) -> Option<&M> {
        S::instance(row)
    }
}

macro_rules! as_before {
    ($($name:ident)*) => { $(
        impl<A, S: Awaited> Awaited for $name<A, S> {}
        impl<A, S: Nested> Nested for $name<A, S> {
            type Around = S::Around;
        }
        #[diagnostic::do_not_recommend]
        impl<A, O, S: Member<O>> Member<O> for $name<A, S> {}
        impl<A, S> fmt::Debug for $name<A, S> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )* };
}
as_before!(Annotated Aliased);
