//! What closures are handed, and what a row is.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Joined;
use crate::error::Result;
use crate::lookup::Decode;
use crate::model::{Handles, Inner, Is, Model, Path, Reader, Relation, Root};

/// The shape of a queryset on `M`.
///
/// A helper for querysets of any shape is generic over it:
/// `fn page<M: Model, S: Shape<M>>(q: QuerySet<M, S>, n: u64) -> QuerySet<M, S>`.
pub trait Shape<M: Model>: Send + Sync + 'static {
    /// The root of paths in closures.
    type Root: Path<Model = M>;
    /// What closures are handed: the model's handles, or a tuple of these and of the annotations.
    type Handed;
    /// What a row is.
    type Row: Send + 'static;

    /// What closures are handed, annotations being numbered from `next` on.
    #[doc(hidden)]
    fn handed(next: &mut u16) -> Self::Handed;
    /// Reads a row.
    #[doc(hidden)]
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<Self::Row>;
    /// Reads a row to the end of `rows`; after an error they are as they were.
    #[doc(hidden)]
    fn read(reader: &mut Reader<'_>, joined: &[Joined], rows: &mut Vec<Self::Row>) -> Result<()> {
        rows.push(Self::row(reader, joined)?);
        Ok(())
    }
    /// The instance that relations are prefetched into, if a row has one.
    #[doc(hidden)]
    fn instance(row: &Self::Row) -> Option<&M>;
}

/// What conditions on a queryset are conditions on.
pub type Scope<M, S> = <<S as Shape<M>>::Root as Path>::Scope;

/// The handles of the model of a queryset.
pub type FieldsOf<M, S> = <M as Model>::Fields<<S as Shape<M>>::Root>;

/// Shapes that can be awaited.
#[diagnostic::on_unimplemented(
    message = "this queryset stands for the rows of a relation and cannot be awaited",
    label = "not a query of its own",
    note = "hand it to `prefetch_related`, `exists` or `subquery`; to query the related rows of one instance, start \
            with its `.objects(&db)`"
)]
pub trait Awaited {}

/// Shapes of querysets that stand inside a query and may use its values.
pub trait Nested {
    /// The scope of the query around it.
    type Around;
}

/// Shapes of querysets that may be sets in a query of the scope `S`.
pub trait Member<S> {}

/// Rows are instances.
#[derive(Debug)]
pub enum Plain {}

/// Rows are instances, in a query inside one of the scope `O`.
pub struct Inside<O>(PhantomData<fn() -> O>);

/// Rows are values.
pub struct Values<V, S = Plain>(PhantomData<fn() -> (V, S)>);

/// Rows are the instances that a relation leads to, as a step of a prefetch or a query inside another one.
pub struct Along<P, R>(PhantomData<fn() -> (P, R)>);

impl Awaited for Plain {}
impl<V, S: Awaited> Awaited for Values<V, S> {}

impl<O> Nested for Inside<O> {
    type Around = O;
}
impl<P: Path, R> Nested for Along<P, R> {
    type Around = P::Scope;
}
impl<V, S: Nested> Nested for Values<V, S> {
    type Around = S::Around;
}

#[diagnostic::do_not_recommend]
impl<S> Member<S> for Plain {}
#[diagnostic::do_not_recommend]
impl<S, O: Is<S>> Member<S> for Inside<O> {}
#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Is<S>>, R> Member<S> for Along<P, R> {}
#[diagnostic::do_not_recommend]
impl<S, V, T: Member<S>> Member<S> for Values<V, T> {}

macro_rules! rows_are_instances {
    ($([$($generics:tt)*] $shape:ty, $root:ty;)*) => { $(
        impl<M: Model, $($generics)*> Shape<M> for $shape {
            type Root = $root;
            type Handed = M::Fields<$root>;
            type Row = M;
            fn handed(_: &mut u16) -> Self::Handed {
                Handles::NEW
            }
            fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<M> {
                instance(reader, joined)
            }
            fn read(reader: &mut Reader<'_>, joined: &[Joined], rows: &mut Vec<M>) -> Result<()> {
                read_instance(reader, joined, rows)
            }
            fn instance(row: &M) -> Option<&M> {
                Some(row)
            }
        }
    )* };
}

rows_are_instances! {
    [] Plain, Root<M>;
    [O: 'static] Inside<O>, Inner<O, M>;
    [P: Path, R: Relation<To = M>] Along<P, R>, Root<M>;
}

impl<M: Model, V: Decode, S: Shape<M>> Shape<M> for Values<V, S> {
    type Root = S::Root;
    type Handed = S::Handed;
    type Row = V;
    fn handed(next: &mut u16) -> S::Handed {
        S::handed(next)
    }
    fn row(reader: &mut Reader<'_>, _: &[Joined]) -> Result<V> {
        reader.enter_values();
        V::decode(reader)
    }
    fn instance(_: &V) -> Option<&M> {
        None
    }
}

/// Reads an instance and the to-one rows that were joined to it.
///
/// An instance is large, and is copied where it is taken out of a result.
pub(crate) fn instance<M: Model>(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<M> {
    let decoded = M::decode(reader);
    if let Ok(instance) = &decoded {
        read_joined(instance, reader, joined)?;
    }
    decoded
}

/// As [`instance`], to the end of `instances`, whose place it needs no other copy for.
pub(crate) fn read_instance<M: Model>(
    reader: &mut Reader<'_>,
    joined: &[Joined],
    instances: &mut Vec<M>,
) -> Result<()> {
    match M::decode(reader) {
        Ok(instance) => instances.push(instance),
        Err(error) => return Err(error),
    }
    let read = instances.last().map_or(Ok(()), |instance| read_joined(instance, reader, joined));
    if read.is_err() {
        instances.pop();
    }
    read
}

fn read_joined<M: Model>(instance: &M, reader: &mut Reader<'_>, joined: &[Joined]) -> Result<()> {
    joined.iter().try_for_each(|step| instance.slot(step.relation.index).read_joined(step, reader))
}

impl<V, S> fmt::Debug for Values<V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Values")
    }
}

impl<O> fmt::Debug for Inside<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inside")
    }
}

impl<P, R> fmt::Debug for Along<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Along")
    }
}
