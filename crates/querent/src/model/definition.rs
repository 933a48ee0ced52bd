//! The traits that hold each other: models, their handles, paths between them, and relations.

use crate::ast::Order;
use crate::error::Result;
use crate::meta::{ModelMeta, RelationMeta, Trail};
use crate::types::{Nullability, Param};
use crate::watch::Origin;

use super::key::Key;
use super::reader::Reader;
use super::slot::Slot;

/// A struct whose values are rows of a table. Derive it with `#[derive(Model)]`.
///
/// The derive writes the constants and small functions of this trait, `ProductFields` with the handles that closures
/// receive, `ProductDraft` for new rows, and the inherent functions `objects`, `draft` and `fields`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "models are structs with `#[derive(Model)]`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// The type of the primary key; a tuple where it is several columns.
    type Key: Key;
    /// The handles of its columns and relations, seen along a path.
    type Fields<P: Path>: Handles<Path = P>;
    /// Its table, columns and relations.
    const META: &'static ModelMeta;

    /// The primary key.
    fn key(&self) -> Self::Key;

    /// The model's own ordering at the end of a path, empty where it has none.
    #[doc(hidden)]
    fn ordering<P: Path<Model = Self>>(_keys: &mut Vec<Order>) {}
    /// Reads an instance from the next columns of a row.
    #[doc(hidden)]
    fn decode(reader: &mut Reader<'_>) -> Result<Self>;
    /// The value of a column, by its index; `None` if it is deferred and not loaded.
    #[doc(hidden)]
    fn param(&self, column: usize) -> Option<Param>;
    /// Reads the columns that a row has of the model, all of them or, if one cannot be read, none.
    #[doc(hidden)]
    fn assign(&mut self, reader: &mut Reader<'_>) -> Result<()>;
    /// Where its row comes from, as its relations or deferred fields know.
    #[doc(hidden)]
    fn origin(&self) -> Option<&Origin> {
        None
    }
    /// The slot of a relation, by its index.
    #[doc(hidden)]
    fn slot(&self, relation: usize) -> &dyn Slot;
}

/// The way from a query's model to the model whose columns a handle stands for.
///
/// A reusable condition is a function over the path:
/// `fn cheap<P: Path<Model = Product>>(p: ProductFields<P>) -> Q<P::Scope>`.
pub trait Path: Copy + Send + Sync + 'static {
    /// What conditions along this path are conditions on.
    type Scope: OfAQuery + 'static;
    /// The model at the end of the path.
    type Model: Model;
    /// Whether the path can lead to no row.
    type Null: Nullability;
    /// The steps as data.
    const TRAIL: Trail;
}

/// The scopes of queries.
pub trait OfAQuery {}

/// The struct of handles that the derive makes for a model.
///
/// It is a constant: a relation's handle leads to the related model's handles without storing anything.
pub trait Handles: Copy + 'static {
    /// The path that the handles stand at the end of.
    type Path: Path;
    /// The handles.
    const NEW: Self;
    /// The handles, to refer to.
    const REF: &'static Self;
}

/// A relation between two models, as a type without a value.
pub trait Relation: Copy + Send + Sync + 'static {
    /// The model that has the relation.
    type From: Model;
    /// The model it leads to.
    type To: Model;
    /// Whether it can lead to no row.
    type Null: Nullability;
    /// What the key on this side points at: `T` or `Option<T>`; `()` where the other side has the key.
    type Stored;
    /// The relation as data.
    const META: &'static RelationMeta;
    /// For a filtered relation, its place among those of the query.
    #[doc(hidden)]
    const FILTERED: Option<u16> = None;
}

/// The relation at a place among a model's relations: how the struct of handles names its type.
///
/// The slot is an argument so that the relation of a private field may lead to a model that nobody else can see.
pub trait RelationAt<const N: usize, Slot>: Model {
    /// The relation.
    type Relation: Relation<From = Self>;
}
