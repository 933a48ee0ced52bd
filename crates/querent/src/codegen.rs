//! What the derive and the attributes refer to. Not for use by hand: it changes without notice.

mod apps;
mod column;
mod keys;
mod order;
mod values;

pub use crate::app::{RegisteredApp, RegisteredModel};
pub use crate::ast::{Expr, Order};
pub use crate::deferred::Deferred;
pub use crate::error::Result;
pub use crate::exec::{Db, Run};
pub use crate::field::{Column, Related};
pub use crate::lookup::{Decode, KeyItem, KeyOperand, NewValue, Selection, Totals, Valued};
pub use crate::meta::{
    CheckMeta, DefaultMeta, ElementMeta, ExcludeMeta, FieldOptions, IndexMeta, JoinTable, Link, ModelMeta,
    ModelOptions, OnDelete, RelationMeta, UniqueMeta,
};
pub use crate::model::{
    Fields, Handles, Key, Model, OwnerKey, Path, Reader, Relation, RelationAt, Slot, StoredKey, ToMany, ToOne,
};
pub use crate::queryset::{Along, Instances, QuerySet, Shape};
pub use crate::relation::{KeyFor, RelationType, Target};
pub use crate::types::{
    Choices, ColumnType, Enumeration, Label, Labelled, Param, UnknownChoice, Unread, Value, choice,
};
pub use crate::verbs::{
    Draft, DraftBehind, DraftRow, Given, GivenOrKey, IsSet, Missing, RequiredKey, Upserted, create, upsert,
};
pub use crate::watch::Origin;
pub use column::{
    ColumnOptions, choice_literal, clock, column, deferred_param, identity, no_column, no_relation,
};
pub use inventory;
pub use keys::{
    ForeignKeyRelation, ForeignKeyTo, KeyColumn, KeyOf, ManyToManyRelation, ManyToManyWith, ModelOf,
    OneToOneRelation, OneToOneTo, foreign_key_to, key_tree, meta_of, one_to_one_to, pairs_with, target_of,
    through,
};
pub use order::{ascending, descending};
pub use querent_macros::{historical, project, test};
pub use values::Gives;

/// Any JSON. An alias, since rustc names a type by its path once another public one has its name.
pub type JsonValue = serde_json::Value;
