//! Answers side by side on a terminal.

use crate::ask::Answers;
use crate::line::Line;
use crate::queries::Query;

/// How wide a side is, in characters.
const SIDE: usize = 54;
/// How many lines of a long answer are shown, those that differ not counted.
const SHOWN: usize = 6;

/// Prints a question and both answers.
pub(crate) fn answers(number: usize, query: &Query, answers: &Answers) {
    let verdict = if answers.agree(query) { "same" } else { "DIFFERENT" };
    println!("{number:>2}. {}: {verdict}", query.name);
    for line in wrapped(query.meaning, 2 * SIDE - 1) {
        println!("    {line}");
    }
    let querent = format!("Querent: {}, {}", rows(&answers.querent), statements(answers.statements));
    println!();
    println!("    {querent:<SIDE$}   SQL: {}", rows(&answers.sql));
    println!("    {:-<SIDE$}   {:-<SIDE$}", "", "");
    sides(answers);
    if answers.statements != query.statements {
        println!("    {} were allowed", statements(query.statements));
    }
    println!();
}

/// Prints how it went.
pub(crate) fn verdict(questions: usize, different: usize) {
    match different {
        0 => println!("All {questions} questions have the same answer both ways."),
        different => println!("{different} of {questions} questions have different answers."),
    }
}

fn sides(answers: &Answers) {
    let mut hidden = 0;
    for at in 0..answers.querent.len().max(answers.sql.len()) {
        let (left, right) = (answers.querent.get(at), answers.sql.get(at));
        if left == right && at >= SHOWN {
            hidden += 1;
            continue;
        }
        let sign = if left == right { '=' } else { '≠' };
        println!("    {:<SIDE$} {sign} {}", side(left), side(right));
    }
    if hidden > 0 {
        println!("    {:<SIDE$} =", format!("and {hidden} more"));
    }
}

/// A line within the width of a side.
fn side(line: Option<&Line>) -> String {
    let text = line.map_or_else(|| "nothing".to_owned(), |line| line.join(" · "));
    if text.chars().count() <= SIDE {
        return text;
    }
    text.chars().take(SIDE - 1).chain(['…']).collect()
}

/// A text in lines of at most `width` bytes, but for longer words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn rows(lines: &[Line]) -> String {
    counted(lines.len(), "row")
}

fn statements(count: usize) -> String {
    counted(count, "statement")
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
