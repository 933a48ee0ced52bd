//! Which keys and tables of pairs relations go by.

use crate::ast::Expr;
use crate::field::Related;
use crate::meta::{JoinTable, Link, ModelMeta, RelationMeta};
use crate::model::{Is, Model, Relation, SingleKey, StoredKey};
use crate::relation::Target;
use crate::types::Scalar;

/// The type of the key that points at a `T` or `Option<T>`.
pub type KeyOf<T> = <T as Target>::Key;

/// The type of the column that holds the key that points at a `T` or `Option<T>`.
pub type KeyColumn<T> = <KeyOf<T> as StoredKey>::Column;

/// The model of a `T` or `Option<T>`.
pub type ModelOf<T> = <T as Target>::Model;

/// A key of the user's own type as a value of a query.
pub fn key_tree<K: Scalar>(key: K) -> Expr {
    Expr::Param(key.into_param())
}

/// A model as data.
pub fn meta_of<M: Model>() -> &'static ModelMeta {
    M::META
}

/// A model that a key points at, as data.
pub fn target_of<M: Model<Key: SingleKey<M>>>() -> &'static ModelMeta {
    M::META
}

/// The relations of `ForeignKey` slots.
pub trait ForeignKeyRelation: Relation {}

/// The relations of `OneToOne` slots.
pub trait OneToOneRelation: Relation {}

/// The relations of `ManyToMany` slots that know their table of pairs.
pub trait ManyToManyRelation: Relation {}

/// What the other side of a foreign key to `M` is `by`.
#[diagnostic::on_unimplemented(
    message = "`by` names a field that is not a `ForeignKey` to `{M}`",
    label = "not a `ForeignKey` to `{M}`",
    note = "the other side of a `ForeignKey` is a `HasMany`, that of a `OneToOne` a `HasOne`"
)]
pub trait ForeignKeyTo<M> {
    /// The key.
    const KEY: &'static RelationMeta;
}

#[diagnostic::do_not_recommend]
impl<M, P, R: ForeignKeyRelation<To: Is<M>>> ForeignKeyTo<M> for Related<P, R> {
    const KEY: &'static RelationMeta = R::META;
}

/// What the other side of a one-to-one to `M` is `by`.
#[diagnostic::on_unimplemented(
    message = "`by` names a field that is not a `OneToOne` to `{M}`",
    label = "not a `OneToOne` to `{M}`",
    note = "the other side of a `ForeignKey` is a `HasMany`, that of a `OneToOne` a `HasOne`"
)]
pub trait OneToOneTo<M> {
    /// The key.
    const KEY: &'static RelationMeta;
}

#[diagnostic::do_not_recommend]
impl<M, P, R: OneToOneRelation<To: Is<M>>> OneToOneTo<M> for Related<P, R> {
    const KEY: &'static RelationMeta = R::META;
}

/// What the other side of a many-to-many with `M` is `by`.
#[diagnostic::on_unimplemented(
    message = "`by` names a field that is not a `ManyToMany` of `{M}` with a table of its own",
    label = "not a `ManyToMany` of `{M}`, or `by` another one itself",
    note = "one side of a `ManyToMany` has the table of pairs, the other says `by`"
)]
pub trait ManyToManyWith<M> {
    /// The relation.
    const RELATION: &'static RelationMeta;
}

#[diagnostic::do_not_recommend]
impl<M, P, R: ManyToManyRelation<To: Is<M>>> ManyToManyWith<M> for Related<P, R> {
    const RELATION: &'static RelationMeta = R::META;
}

/// The foreign key of another model that points at `M`.
pub fn foreign_key_to<M, K: ForeignKeyTo<M>>(_: K) -> &'static RelationMeta {
    K::KEY
}

/// The one-to-one of another model that points at `M`.
pub fn one_to_one_to<M, K: OneToOneTo<M>>(_: K) -> &'static RelationMeta {
    K::KEY
}

/// The pairs of another model's relation, seen from `M`.
pub fn pairs_with<M, K: ManyToManyWith<M>>(_: K) -> JoinTable {
    match &K::RELATION.link {
        Link::Through { join, .. } => join().reversed(),
        // The derive makes this the relation of a `ManyToMany`, whose link is the one above.
        Link::Forward { .. } | Link::Reverse { .. } => {
            JoinTable { table: "", from: "", to: "", symmetrical: false, through: None }
        }
    }
}

/// The table of a model `T` that has a key to `M` and one to `To`, as a table of pairs.
///
/// `columns` are the keys' columns where the model has several to one of them. Where it does not say which, the columns
/// are nameless, and the schema is refused.
pub fn through<M: Model, T: Model, To: Model>(
    columns: Option<(&'static str, &'static str)>,
    symmetrical: bool,
) -> JoinTable {
    let keys_to = |model: &'static ModelMeta| -> Vec<&'static str> {
        let to_model = |relation: &RelationMeta| match relation.link {
            Link::Forward { column, .. } if *(relation.target)() == *model => {
                Some(T::META.columns[column].name)
            }
            _ => None,
        };
        T::META.relations.iter().filter_map(to_model).collect()
    };
    let found = match (&*keys_to(M::META), &*keys_to(To::META)) {
        ([from, to], [_, _]) if *M::META == *To::META => (*from, *to),
        ([from], [to]) if from != to => (*from, *to),
        _ => ("", ""),
    };
    let (from, to) = columns.unwrap_or(found);
    JoinTable { table: T::META.table, from, to, symmetrical, through: Some(T::META) }
}
