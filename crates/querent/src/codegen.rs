//! What the derive and the attributes refer to. Not for use by hand: it changes without notice.

mod column;
mod keys;
mod order;

pub use crate::ast::Order;
pub use crate::error::Result;
pub use crate::exec::{Db, Run};
pub use crate::field::{Column, Related};
pub use crate::lookup::Literal;
pub use crate::meta::{DefaultMeta, JoinTable, Link, ModelMeta, OnDelete, RelationMeta};
pub use crate::model::{
    Fields, Handles, Model, OwnerKey, Path, Reader, Relation, RelationAt, Slot, ToMany, ToOne,
};
pub use crate::queryset::{Along, Instances, QuerySet, Shape};
pub use crate::relation::{KeyFor, RelationType};
pub use crate::types::{Param, Value};
pub use crate::verbs::{Draft, DraftRow, Given, IsSet, Missing, create};
pub use column::{ColumnOptions, clock, column, no_column, no_relation};
pub use keys::{
    ForeignKeyRelation, ForeignKeyTo, KeyOf, ManyToManyRelation, ManyToManyWith, ModelOf, OneToOneRelation,
    OneToOneTo, foreign_key_to, meta_of, one_to_one_to, pairs_with, through,
};
pub use order::{ascending, descending};
pub use querent_macros::test;
