//! What a command found or did, for people and for machines.

use std::fmt;

use serde::Serialize;

use crate::arguments::Everywhere;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// In which form results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines for people.
    Text,
    /// One JSON document.
    Json,
}

impl Format {
    /// The form that a command line asks for.
    pub(crate) fn of(everywhere: &Everywhere) -> Self {
        if everywhere.json { Format::Json } else { Format::Text }
    }

    /// Prints what a command found or did.
    pub(crate) fn print(
        self,
        console: &mut Console<'_>,
        report: &(impl Serialize + fmt::Display),
    ) -> Result<()> {
        match self {
            Format::Text => console.print(report)?,
            Format::Json => console.print(format_args!("{}\n", json(report)?))?,
        }
        Ok(())
    }

    /// Tells why a command failed, and says how it ends.
    pub(crate) fn fail(self, console: &mut Console<'_>, failure: &Failure) -> Exit {
        if failure.exit() != Exit::Done {
            console.fail(failure);
        }
        let questions = match failure {
            Failure::Unanswered(questions) => questions.as_slice(),
            _ => &[],
        };
        for question in questions {
            console.tell(format_args!("\n{question}"));
        }
        if self == Format::Json && !matches!(failure, Failure::Output(_)) {
            let told = Told { error: failure.to_string(), questions };
            // The failure is told already, and its exit code tells it once more.
            let _ = json(&told).and_then(|text| Ok(console.print(format_args!("{text}\n"))?));
        }
        failure.exit()
    }
}

/// A failure, for machines.
#[derive(Serialize)]
struct Told<'a> {
    error: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    questions: &'a [String],
}

fn json(report: &impl Serialize) -> Result<String> {
    serde_json::to_string_pretty(report).map_err(|error| Failure::Output(error.into()))
}
