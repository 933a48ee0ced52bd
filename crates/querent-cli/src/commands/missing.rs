//! What changed in the models since the last migration.

use querent_migrate::detect::{Answer, Changes, Detected, Question, check_apps, detect};
use querent_migrate::querent_schema::State;

use crate::arguments::Answers;
use crate::ask::ask;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::subject::Models;

/// Who is asked what the models do not tell.
pub(super) enum Asked<'a, 'c> {
    Nobody,
    /// Whoever sits there, if somebody does.
    Console(&'a mut Console<'c>),
}

/// The operations that lead from the models `before`, as migrations have them, to those of the program.
pub(super) fn changes(
    before: &State,
    models: &Models,
    given: &Answers,
    mut asked: Asked<'_, '_>,
) -> Result<Changes> {
    let apps: Vec<&str> = models.apps.iter().map(String::as_str).collect();
    check_apps(before, &models.target.state, &apps, &given.delete_app)?;
    let flags = flagged(given)?;
    let deleted = before.models.keys().filter(|model| given.delete_app.contains(&model.app));
    let mut answers = flags.clone();
    answers.extend(deleted.map(|model| Answer::DropModel(model.clone())));
    loop {
        let questions = match detect(before, &models.target, &answers)? {
            Detected::Changes(changes) => return all_used(changes, &flags),
            Detected::Undecided(questions) => questions,
        };
        // One at a time: an answer may take other questions with it.
        let answer = match (&mut asked, questions.first()) {
            (Asked::Console(console), Some(question)) => ask(console, question)?,
            _ => None,
        };
        match answer {
            Some(answer) => answers.push(answer),
            None => return Err(Failure::Unanswered(questions.iter().map(with_flags).collect())),
        }
    }
}

/// A question with the flags that answer it.
fn with_flags(question: &Question) -> String {
    let flags = question.answers().into_iter().map(|answer| format!("\n  {answer}"));
    flags.fold(question.to_string(), |text, flag| text + &flag)
}

/// The changes, if each flag says something of them: a name that is written wrong is no answer, and no reason to go on.
fn all_used(changes: Changes, flags: &[Answer]) -> Result<Changes> {
    let unused: Vec<_> =
        flags.iter().filter(|flag| changes.unused.contains(flag)).map(Answer::to_string).collect();
    if unused.is_empty() {
        return Ok(changes);
    }
    Err(Failure::told(format!(
        "nothing that has changed asks for this, so that nothing is written; correct the name, or leave it out: {}",
        unused.join(", ")
    )))
}

/// The answers that are given on the command line.
fn flagged(given: &Answers) -> Result<Vec<Answer>> {
    type Read = fn(&str) -> querent_migrate::Result<Answer>;
    let flags: [(&str, &[String], Read); 9] = [
        ("rename-model", &given.rename_model, Answer::rename_model),
        ("rename", &given.rename, Answer::rename),
        ("keep", &given.keep, Answer::keep),
        ("drop", &given.drop, Answer::drop),
        ("lossy", &given.lossy, Answer::lossy),
        ("one-off", &given.one_off, Answer::one_off),
        ("using", &given.using, Answer::using),
        ("rename-value", &given.rename_value, Answer::rename_value),
        ("drop-value", &given.drop_value, Answer::drop_value),
    ];
    let mut answers = Vec::new();
    for (flag, values, read) in flags {
        for value in values {
            let answer = read(value);
            answers.push(answer.map_err(|error| Failure::told(format!("--{flag} {value}: {error}")))?);
        }
    }
    Ok(answers)
}
