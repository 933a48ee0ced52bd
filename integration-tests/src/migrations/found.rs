//! What is detected between models, with answers by chance.

use querent_migrate::Target;
use querent_migrate::detect::{Answer, Detected, FieldName, Question, detect};
use querent_schema::state::{Field, Kind, ModelName};
use querent_schema::{Operation, State};

use super::failure::Failure;
use super::notation::Step;
use crate::meaning::Dice;

/// Operations that were detected.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The operations, by migrations.
    pub(super) migrations: Vec<Vec<Step>>,
    /// Whether all values can be what they are to become, whatever they are.
    pub(super) takes_rows: bool,
    /// Whether PostgreSQL knows how values become again what they were.
    pub(super) goes_back: bool,
}

/// Detects what leads from some models to others.
///
/// There may be nothing: a change that must be made in two steps is refused.
pub(super) fn find(dice: &mut Dice, before: &State, after: &State) -> Result<Option<Found>, Failure> {
    let target = Target { state: after.clone(), ..Target::default() };
    let mut answers = Vec::new();
    let (mut takes_rows, mut goes_back) = (true, true);
    loop {
        match detect(before, &target, &answers) {
            Err(error) if error.to_string().contains("fault of Querent") => return Err(error.into()),
            Err(_) => return Ok(None),
            Ok(Detected::Undecided(questions)) => {
                let Some(question) = questions.first().filter(|_| answers.len() < 50) else {
                    return Err(Failure::new(format!("asked without end, at last {questions:?}")));
                };
                takes_rows &= !is_about_values(question);
                goes_back &= !matches!(question, Question::Using { .. });
                answers.push(answer(dice, question, after));
            }
            Ok(Detected::Changes(changes)) => {
                let steps = |app: String, operations: Vec<Operation>| {
                    operations.into_iter().map(|operation| Step { app: app.clone(), operation }).collect()
                };
                let migrations =
                    changes.drafts.into_iter().map(|draft| steps(draft.app, draft.operations)).collect();
                return Ok(Some(Found { migrations, takes_rows, goes_back }));
            }
        }
    }
}

/// Whether it depends on the values that are there if they can become the new ones.
fn is_about_values(question: &Question) -> bool {
    !matches!(
        question,
        Question::RemovedModel { .. } | Question::RemovedField { .. } | Question::MovedField { .. }
    )
}

/// One of the answers that there are; any value where SQL is asked for.
fn answer(dice: &mut Dice, question: &Question, after: &State) -> Answer {
    let sql = |field: &FieldName| value(after, field).unwrap_or_else(|| "NULL".to_owned());
    match question {
        Question::OneOff { field, .. } => Answer::OneOff { field: field.clone(), sql: sql(field) },
        Question::Using { field, .. } => Answer::Using { field: field.clone(), sql: sql(field) },
        other => dice.one_of(&other.answers()).clone(),
    }
}

/// NULL as a value of the field's type: without rows any expression of that type will do.
fn value(state: &State, name: &FieldName) -> Option<String> {
    let field = field(state, &name.model, &name.field)?;
    match &field.kind {
        Kind::Plain(plain) => Some(format!("NULL::{}", plain.sql_type)),
        Kind::ForeignKey(_) | Kind::ManyToMany(_) => None,
    }
}

fn field<'s>(state: &'s State, model: &ModelName, field: &str) -> Option<&'s Field> {
    state.models.get(model)?.field(field)
}
