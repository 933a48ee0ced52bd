//! The operations so far, and the models that they have led to.

use querent_schema::state::{Model, ModelName};
use querent_schema::{Operation, State};

use super::answer::{Answer, FieldName};
use super::answers::Answers;
use super::question::Question;
use super::renamed::Renamed;
use crate::error::{Error, Result};

/// The operations so far, and the models that they have led to.
///
/// Each operation is applied at once, so that the next one is found by comparing with what is there by then: what follows a
/// rename by itself is no change any more.
pub(super) struct Work<'a> {
    pub(super) state: State,
    pub(super) target: &'a State,
    pub(super) answers: &'a Answers<'a>,
    pub(super) renamed: &'a Renamed,
    /// The operations, each with its application.
    pub(super) operations: Vec<(String, Operation)>,
    pub(super) questions: Vec<Question>,
}

impl<'a> Work<'a> {
    pub(super) fn push(&mut self, app: &str, operation: Operation) -> Result<()> {
        self.state.apply(app, &operation)?;
        self.operations.push((app.to_owned(), operation));
        Ok(())
    }

    /// The model as it is by now.
    pub(super) fn model(&self, name: &ModelName) -> Result<&Model> {
        self.state.models.get(name).ok_or_else(|| Error::model(format!("there is no model `{name}`")))
    }

    /// Whether the table of a model is ours by now. The rows of others are left alone, and not asked for.
    pub(super) fn is_ours(&self, name: &ModelName) -> bool {
        self.state.models.get(name).is_some_and(|model| model.managed)
    }

    /// The models that were there before and are there now, by their names now.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&'a ModelName, &'a Model)> + use<'a> {
        let (renamed, target) = (self.renamed, self.target);
        let mut names: Vec<&ModelName> = renamed.models.values().collect();
        names.sort();
        names.into_iter().filter_map(|name| target.models.get_key_value(name))
    }

    /// Whether two names are of one field; the model may be named as before or as now.
    pub(super) fn is_same(&self, said: &FieldName, model: &ModelName, field: &str) -> bool {
        let named = said.model == *model || self.renamed.models.get(&said.model) == Some(model);
        named && said.field == field
    }

    /// The expression that an answer has for a field.
    pub(super) fn sql_of(
        &self,
        model: &ModelName,
        field: &str,
        pick: impl Fn(&Answer) -> Option<(&FieldName, &String)>,
    ) -> Option<String> {
        self.answers.find(|answer| {
            let (said, sql) = pick(answer)?;
            self.is_same(said, model, field).then(|| sql.clone())
        })
    }
}

/// The applications and names of models that are in one state and not in the other.
pub(super) fn missing_in<'s>(one: &'s State, other: &State) -> Vec<&'s ModelName> {
    one.models.keys().filter(|name| !other.models.contains_key(name)).collect()
}
