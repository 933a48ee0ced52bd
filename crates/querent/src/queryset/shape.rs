//! What closures are handed, and what a row is.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Joined;
use crate::error::Result;
use crate::lookup::Decode;
use crate::model::{Handles, Model, Path, Reader, Relation, Root};

/// The shape of a queryset on `M`.
///
/// A helper for querysets of any shape is generic over it:
/// `fn page<M: Model, S: Shape<M>>(q: QuerySet<M, S>, n: u64) -> QuerySet<M, S>`.
pub trait Shape<M: Model>: Send + Sync + 'static {
    /// The root of paths in closures.
    type Root: Path<Model = M>;
    /// What closures are handed.
    type Fields: Handles<Path = Self::Root>;
    /// What a row is.
    type Row: Send + 'static;

    /// Reads a row.
    #[doc(hidden)]
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<Self::Row>;
    /// Reads a row to the end of `rows`; behind an error they are as they were.
    #[doc(hidden)]
    fn read(reader: &mut Reader<'_>, joined: &[Joined], rows: &mut Vec<Self::Row>) -> Result<()> {
        rows.push(Self::row(reader, joined)?);
        Ok(())
    }
    /// The instances that relations are prefetched into, if rows are instances.
    #[doc(hidden)]
    fn instances(rows: &[Self::Row]) -> &[M];
}

/// What conditions on a queryset are conditions on.
pub type Scope<M, S> = <<S as Shape<M>>::Root as Path>::Scope;

/// Shapes that can be awaited.
#[diagnostic::on_unimplemented(
    message = "this queryset stands for the rows of a relation and cannot be awaited",
    label = "not a query of its own",
    note = "hand it to `prefetch_related`; to query the related rows of one instance, start with its \
            `.objects(&db)`"
)]
pub trait Awaited {}

/// Rows are instances.
#[derive(Debug)]
pub enum Plain {}

/// Rows are values.
pub struct Values<V, S = Plain>(PhantomData<fn() -> (V, S)>);

/// Rows are the instances that a relation leads to, as a step of a prefetch.
pub struct Along<P, R>(PhantomData<fn() -> (P, R)>);

impl Awaited for Plain {}
impl<V> Awaited for Values<V, Plain> {}

impl<M: Model> Shape<M> for Plain {
    type Root = Root<M>;
    type Fields = M::Fields<Root<M>>;
    type Row = M;
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<M> {
        instance(reader, joined)
    }
    fn read(reader: &mut Reader<'_>, joined: &[Joined], rows: &mut Vec<M>) -> Result<()> {
        read_instance(reader, joined, rows)
    }
    fn instances(rows: &[M]) -> &[M] {
        rows
    }
}

impl<M: Model, P: Path, R: Relation<To = M>> Shape<M> for Along<P, R> {
    type Root = Root<M>;
    type Fields = M::Fields<Root<M>>;
    type Row = M;
    fn row(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<M> {
        instance(reader, joined)
    }
    fn read(reader: &mut Reader<'_>, joined: &[Joined], rows: &mut Vec<M>) -> Result<()> {
        read_instance(reader, joined, rows)
    }
    fn instances(rows: &[M]) -> &[M] {
        rows
    }
}

impl<M: Model, V: Decode, S: Shape<M>> Shape<M> for Values<V, S> {
    type Root = S::Root;
    type Fields = S::Fields;
    type Row = V;
    fn row(reader: &mut Reader<'_>, _: &[Joined]) -> Result<V> {
        reader.enter_values();
        V::decode(reader)
    }
    fn instances(_: &[V]) -> &[M] {
        &[]
    }
}

/// Reads an instance and the to-one rows that were joined to it.
pub(crate) fn instance<M: Model>(reader: &mut Reader<'_>, joined: &[Joined]) -> Result<M> {
    let instance = M::decode(reader)?;
    read_joined(&instance, reader, joined)?;
    Ok(instance)
}

/// As [`instance`], to the end of `instances`: an instance is large, and each function that returns it copies it.
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

impl<P, R> fmt::Debug for Along<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Along")
    }
}
