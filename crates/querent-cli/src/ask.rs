//! Questions to the one at the terminal.
//!
//! They are lines, numbered and answered by a number, as Django's are: that works in every terminal and with a screen reader,
//! needs no library that draws, and is tested by handing the answers over.

use querent_migrate::detect::{Answer, Question};

use crate::console::Console;
use crate::failure::Result;
use crate::style::{FAINT, HEADING};

/// Asks a question. There may be nobody to ask, or no answer.
pub(crate) fn ask(console: &mut Console<'_>, question: &Question) -> Result<Option<Answer>> {
    if !console.can_ask() {
        return Ok(None);
    }
    console.tell(format_args!("{HEADING}{question}{HEADING:#}"));
    match question {
        Question::OneOff { .. } => expression(console, question, None),
        Question::Using { suggestion, .. } => expression(console, question, suggestion.as_deref()),
        _ => choice(console, question),
    }
}

/// One of a few answers, by its number.
fn choice(console: &mut Console<'_>, question: &Question) -> Result<Option<Answer>> {
    let answers = question.answers();
    for (number, answer) in (1..).zip(&answers) {
        console.tell(format_args!(" {number}) {} {FAINT}{answer}{FAINT:#}", meaning(answer)));
    }
    loop {
        let prompt = format!("a number, or nothing to write no migration {HEADING}>{HEADING:#} ");
        let Some(line) = console.line(prompt)?.filter(|line| !line.is_empty()) else { return Ok(None) };
        let place = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.and_then(|place| answers.get(place)) {
            Some(answer) => return Ok(Some(answer.clone())),
            None => console.tell(format_args!("`{line}` is none of the numbers 1 to {}", answers.len())),
        }
    }
}

/// An expression of SQL.
fn expression(
    console: &mut Console<'_>,
    question: &Question,
    suggestion: Option<&str>,
) -> Result<Option<Answer>> {
    if let Some(sql) = suggestion {
        console.tell(format_args!(" such as {sql}"));
    }
    let prompt = format!("SQL, or nothing to write no migration {HEADING}>{HEADING:#} ");
    let sql = console.line(prompt)?.filter(|sql| !sql.is_empty());
    Ok(sql.and_then(|sql| match question {
        Question::OneOff { field, .. } => Some(Answer::OneOff { field: field.clone(), sql }),
        Question::Using { field, .. } => Some(Answer::Using { field: field.clone(), sql }),
        _ => None,
    }))
}

/// What an answer means, in the words of the question.
fn meaning(answer: &Answer) -> String {
    match answer {
        Answer::RenameModel { to, .. } | Answer::Rename { to, .. } | Answer::RenameValue { to, .. } => {
            format!("it was renamed to `{to}`")
        }
        Answer::Keep(_) => "it is the same field".to_owned(),
        Answer::DropModel(_) => "it goes, with all its rows".to_owned(),
        Answer::DropField(_) => "it goes, with all its values".to_owned(),
        Answer::DropValue { .. } => "it goes".to_owned(),
        Answer::Lossy(_) => "yes".to_owned(),
        Answer::OneOff { sql, .. } | Answer::Using { sql, .. } => sql.clone(),
    }
}

/// Asks for a yes, which silence is not.
pub(crate) fn confirm(console: &mut Console<'_>, question: &str) -> Result<bool> {
    let line = console.line(format_args!("{HEADING}{question}{HEADING:#} [y/N] "))?;
    Ok(line.is_some_and(|line| ["y", "yes"].contains(&line.to_lowercase().as_str())))
}
