//! Columns as constants.

use crate::deferred::Deferred;
use crate::meta::{ColumnMeta, DefaultMeta};
use crate::model::Model;
use crate::types::{Base, ChoiceValue, Choices, Clock, Counted, Null, Nullability, Param, Scalar, Value};

/// What the attributes of a field say of its column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnOptions {
    /// The length of a `varchar`.
    pub max_length: Option<u32>,
    /// The digits and decimal places of a `numeric`.
    pub precision: Option<(u16, u16)>,
    /// Whether values are unique.
    pub unique: bool,
    /// Whether it has an index of its own.
    pub index: bool,
    /// Whether rows are selected without it unless it is asked for.
    pub deferred: bool,
    /// What the database writes without a value.
    pub default: DefaultMeta,
}

/// The column that a field of type `T` stands for.
pub const fn column<T: Value>(field: &'static str, name: &'static str, options: ColumnOptions) -> ColumnMeta {
    ColumnMeta {
        field,
        name,
        ty: Base::<T>::TYPE,
        array: Base::<T>::ARRAY,
        sql: Base::<T>::SQL,
        is_array: Base::<T>::IS_ARRAY,
        enumeration: Base::<T>::ENUMERATION,
        max_length: options.max_length,
        precision: options.precision,
        nullable: Null::<T>::IS_NULLABLE,
        unique: options.unique,
        index: options.index,
        deferred: options.deferred,
        default: options.default,
    }
}

/// The database's clock as a `T`.
pub const fn clock<T: Value<Base: Clock>>() -> &'static str {
    Base::<T>::NOW
}

/// A key whose numbers come from a sequence.
pub const fn identity<T: Counted>() -> DefaultMeta {
    DefaultMeta::Identity
}

/// A choice as a literal of SQL.
pub fn choice_literal<T: Value<Base: Choices>>(choice: Base<T>) -> String {
    choice.value().literal()
}

/// The value of a deferred field as it is bound, if it is in memory.
pub fn deferred_param<T: Value + Clone>(field: &Deferred<T>) -> Option<Param> {
    field.loaded().ok().cloned().map(Value::into_param)
}

/// # Panics
///
/// Always: the caller goes through the model's own columns.
pub fn no_column<M: Model>(index: usize) -> ! {
    panic!("`{}` has no column {index}", M::META.name)
}

/// # Panics
///
/// Always: the caller goes through the model's own relations.
pub fn no_relation<M: Model>(index: usize) -> ! {
    panic!("`{}` has no relation {index}", M::META.name)
}
