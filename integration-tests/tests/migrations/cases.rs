//! Changes of models and the operations that they are.
//!
//! The changes are those that Django's autodetector is tested by, and some that only PostgreSQL has. The operations are ours.

mod models;
mod adding;
mod removing;
mod altering;
mod relations;
mod renaming;
mod renaming_models;
mod apps;
mod indexes;
mod keys;
mod enums;
mod names;

use crate::case::Case;

/// The cases of one subject.
pub struct Group {
    /// The subject.
    pub name: &'static str,
    /// The cases.
    pub cases: &'static [Case],
}

/// All cases.
pub const GROUPS: &[Group] = &[
    Group { name: "models", cases: models::CASES },
    Group { name: "adding", cases: adding::CASES },
    Group { name: "removing", cases: removing::CASES },
    Group { name: "altering", cases: altering::CASES },
    Group { name: "relations", cases: relations::CASES },
    Group { name: "renaming", cases: renaming::CASES },
    Group { name: "renaming_models", cases: renaming_models::CASES },
    Group { name: "apps", cases: apps::CASES },
    Group { name: "indexes", cases: indexes::CASES },
    Group { name: "keys", cases: keys::CASES },
    Group { name: "enums", cases: enums::CASES },
    Group { name: "names", cases: names::CASES },
];

/// Django's cases that mean nothing here, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("alter.help_text", "forms are no part of a model"),
    ("alter.validators", "what is validated before a write is no part of the schema"),
    ("constraint.check_message_only", "the text of an error is the caller's"),
    ("opt.ordering_state_only", "an order is no part of the schema"),
    ("opt.proxy_create", "a second struct for a table is no change of the table"),
    ("opt.mti_field_moves_to_child", "structs do not inherit"),
];
