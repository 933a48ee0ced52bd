//! The models as data: what migrations change and models declare.
//!
//! A [`State`] speaks of models and fields, a [`Schema`](crate::Schema) of tables and columns; the second follows from the first.
//! Only what the database holds is here: orderings, managers and validation are no part of it.

mod name;
mod field;
mod constraint;
mod model;

pub use constraint::{Check, Element, Exclude, Index, Unique};
pub use field::{Field, ForeignKey, Kind, Pairs, PairsBy, Plain};
pub use model::Model;
pub use name::ModelName;

use std::collections::{BTreeMap, BTreeSet};

use crate::enumeration::Enum;

/// The models of every application at one point of their history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The models, by application and name.
    pub models: BTreeMap<ModelName, Model>,
    /// The enums of their fields, by name.
    pub enums: BTreeMap<String, Enum>,
    /// The extensions of PostgreSQL that they need.
    pub extensions: BTreeSet<String>,
}

impl State {
    /// The same state with the fields, constraints and indexes of each model in the order of their names, and without what a
    /// struct does not say: that a table was ours.
    ///
    /// A field that is added to a table comes last there, wherever its struct has it: two states are the same when these
    /// are equal.
    pub fn canonical(mut self) -> Self {
        for model in self.models.values_mut() {
            model.released = false;
            model.fields.sort_by(|one, other| one.name.cmp(&other.name));
            model.unique.sort_by(|one, other| one.name.cmp(&other.name));
            model.checks.sort_by(|one, other| one.name.cmp(&other.name));
            model.excludes.sort_by(|one, other| one.name.cmp(&other.name));
            model.indexes.sort_by(|one, other| one.name.cmp(&other.name));
        }
        self
    }
}
