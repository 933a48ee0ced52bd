//! What the models say now, and what they say of their past.

use std::collections::BTreeMap;

use querent_schema::State;
use querent_schema::state::ModelName;

/// The models as they are now: where migrations are to lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The models.
    pub state: State,
    /// What they were called before.
    pub hints: Hints,
}

/// What models and fields were called before: `renamed_from`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The name that a model's struct had.
    pub models: BTreeMap<ModelName, String>,
    /// The name that a field had, by its model and its name now.
    pub fields: BTreeMap<(ModelName, String), String>,
}
