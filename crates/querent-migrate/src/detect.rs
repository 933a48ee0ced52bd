//! What has changed between two states of the models.
//!
//! It is a function of the two and of answers. What cannot be known is asked, and the caller asks again with one more
//! answer: a terminal, a flag or a hint in the source, it is all the same here.

mod answer;
mod answers;
mod question;
mod likeness;
mod renamed;
mod work;
mod room;
mod labels;
mod enums;
mod renaming;
mod named;
mod keys;
mod values;
mod fields;
mod rekeying;
mod models;
mod touched;
mod drafts;
mod numbered;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use querent_schema::State;

use crate::error::{Error, Result};
use crate::target::Target;

use answers::Answers;
use fields::Turn;
use renamed::Renamed;
use work::Work;

pub use answer::{Answer, FieldName};
pub use drafts::Draft;
pub use numbered::{lead_to, named};
pub use question::{OneOffReason, Question};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// The changes, in an order in which they can be applied; there may be none.
    Changes(Changes),
    /// The author must say more. With the answers there may be other questions.
    Undecided(Vec<Question>),
}

/// What leads from one state to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The migrations to write.
    pub drafts: Vec<Draft>,
    /// What is not wrong, and should be known.
    pub warnings: Vec<String>,
    /// The answers that nothing has asked for.
    pub unused: Vec<Answer>,
}

/// Finds what leads from the models `before`, as migrations have them, to those of `target`.
///
/// Nothing that loses data is decided here: it is a [`Question`].
///
/// # Errors
///
/// [`Kind::Model`](crate::Kind::Model) if hints or answers contradict each other or the models, or a change cannot be made in
/// one migration; [`Kind::Schema`](crate::Kind::Schema) if the models are not whole.
pub fn detect(before: &State, target: &Target, answers: &[Answer]) -> Result<Detected> {
    let answers = Answers::of(answers);
    let renamed = Renamed::find(before, target, &answers)?;
    if !renamed.questions.is_empty() {
        return Ok(Detected::Undecided(renamed.questions));
    }
    let mut work = Work {
        state: before.clone(),
        target: &target.state,
        answers: &answers,
        renamed: &renamed,
        operations: Vec::new(),
        questions: Vec::new(),
    };
    named::hand_over(&mut work)?;
    room::make_way(&mut work)?;
    enums::create(&mut work)?;
    renaming::models(&mut work)?;
    fields::make_room(&mut work)?;
    renaming::fields(&mut work)?;
    named::remove(&mut work)?;
    fields::replace(&mut work)?;
    enums::replace(&mut work)?;
    models::create(&mut work)?;
    fields::add(&mut work, Turn::Written)?;
    fields::alter(&mut work)?;
    fields::add(&mut work, Turn::Computed)?;
    rekeying::alter(&mut work)?;
    fields::loosen(&mut work)?;
    fields::add(&mut work, Turn::Last)?;
    fields::remove(&mut work)?;
    enums::create_for_others(&mut work)?;
    named::alter(&mut work)?;
    named::add(&mut work)?;
    models::delete(&mut work)?;
    enums::drop(&mut work)?;
    let Work { state, operations, questions, .. } = work;
    if !questions.is_empty() {
        return Ok(Detected::Undecided(questions));
    }
    if state.canonical() != target.state.clone().canonical() {
        return Err(Error::model(
            "the changes that were found do not lead to the models; this is a fault of Querent, please report it with both \
             versions of the models"
                .to_owned(),
        ));
    }
    let drafts = drafts::divide(before, operations)?;
    let unused = answers.unused();
    Ok(Detected::Changes(Changes { drafts, warnings: renamed.warnings, unused }))
}

/// Whether no application has been lost from the project.
///
/// The models of an application that is not listed are not there, which would be taken for their end.
///
/// # Errors
///
/// [`Kind::Model`](crate::Kind::Model) if an application has models by its migrations and is not listed, or has none in the
/// program and is not among `deleted`.
pub fn check_apps(before: &State, target: &State, listed: &[&str], deleted: &[String]) -> Result<()> {
    let apps: BTreeSet<&str> = before.models.keys().map(|model| model.app.as_str()).collect();
    for app in apps {
        let deleted = deleted.iter().any(|own| own == app);
        if !listed.contains(&app) && !deleted {
            return Err(Error::model(format!(
                "the application `{app}` has migrations and is not listed; list it in `project!(apps: […])`, or let it go with all \
                 its tables: `--delete-app {app}`"
            )));
        }
        if !deleted && target.models.keys().all(|model| model.app != app) {
            return Err(Error::model(format!(
                "the application `{app}` has no model any more; is its module still compiled? let it go with all its tables: \
                 `--delete-app {app}`"
            )));
        }
    }
    Ok(())
}
