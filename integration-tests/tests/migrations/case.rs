//! A change of the models, and the operations that it is.

use integration_tests::migrations::Back;
use integration_tests::migrations::notation::{self, Step};
use querent_schema::State;

/// A change of the models in the notation of [`integration_tests::migrations::notation`].
#[derive(Clone, Copy)]
pub struct Case {
    /// Its name, which a failure tells.
    pub id: &'static str,
    /// The models before.
    pub before: &'static str,
    /// The models afterwards.
    pub after: &'static str,
    /// The flags that answer what is asked.
    pub answers: &'static [&'static str],
    /// The operations; a migration ends where the application changes, and at `---`.
    pub expected: &'static [&'static str],
    /// What is done to the rows before they meet the new tables, in SQL.
    pub prepare: &'static str,
    /// The way back.
    pub back: Back<'static>,
}

impl Case {
    /// A change without operations, questions and demands on the rows.
    pub const fn new(id: &'static str, before: &'static str, after: &'static str) -> Self {
        Case { id, before, after, answers: &[], expected: &[], prepare: "", back: Back::Prepared("") }
    }

    /// The case with answers.
    pub const fn answered(self, answers: &'static [&'static str]) -> Self {
        Case { answers, ..self }
    }

    /// The case with operations.
    pub const fn is(self, expected: &'static [&'static str]) -> Self {
        Case { expected, ..self }
    }

    /// The case whose rows need to be prepared.
    pub const fn prepare(self, prepare: &'static str) -> Self {
        Case { prepare, ..self }
    }

    /// The case whose rows cannot simply go back: what was removed has no value for them.
    pub const fn prepare_back(self, prepare: &'static str) -> Self {
        Case { back: Back::Prepared(prepare), ..self }
    }

    /// The case whose values cannot become again what they were.
    pub const fn one_way(self) -> Self {
        Case { back: Back::None, ..self }
    }
}

impl Case {
    /// The models before.
    pub fn before(&self) -> State {
        self.state(self.before)
    }

    /// The models afterwards.
    pub fn after(&self) -> State {
        self.state(self.after)
    }

    /// The operations that are expected, by migrations.
    pub fn migrations(&self) -> Vec<Vec<Step>> {
        let mut state = self.before();
        let mut migrations: Vec<Vec<Step>> = Vec::new();
        let mut is_new = true;
        for text in self.expected {
            if *text == "---" {
                is_new = true;
                continue;
            }
            let step = notation::operation(text, &state);
            let step = step.unwrap_or_else(|fault| panic!("{}: {text}: {fault}", self.id));
            // What does not fit is told by the test that replays, and leaves the models as they were.
            let mut next = state.clone();
            if next.apply(&step.app, &step.operation).is_ok() {
                state = next;
            }
            match migrations.last_mut() {
                Some(last) if !is_new && last[0].app == step.app => last.push(step),
                _ => migrations.push(vec![step]),
            }
            is_new = false;
        }
        migrations
    }

    fn state(&self, text: &str) -> State {
        notation::state(text).unwrap_or_else(|fault| panic!("{}: {fault}", self.id))
    }
}
