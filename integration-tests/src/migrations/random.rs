//! Models and changes of them by chance.
//!
//! They are chosen so that a database with the rows of [`put_rows`](super::put_rows) takes every change: what fails, fails by our
//! fault.

mod possible;
mod fields;
mod models;
mod operations;

use querent_schema::State;

use possible::is_possible;

use super::notation::Step;
use crate::meaning::Dice;

/// Models, and operations that change them one behind the other.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The models before.
    pub(super) before: State,
    /// The operations.
    pub(super) steps: Vec<Step>,
}

impl Change {
    /// Some models and up to `most` operations.
    pub(super) fn random(dice: &mut Dice, most: usize) -> Change {
        let mut state = models::state(dice);
        let before = state.clone();
        let mut steps = Vec::new();
        for _ in 0..=dice.below(most) {
            if let Some((step, next)) = operations::step(dice, &state) {
                state = next;
                steps.push(step);
            }
        }
        Change { before, steps }
    }

    /// The models afterwards; none if the operations do not fit.
    pub(super) fn after(&self) -> Option<State> {
        let mut state = self.before.clone();
        for step in &self.steps {
            state.apply(&step.app, &step.operation).ok()?;
            if !is_possible(&state) {
                return None;
            }
        }
        Some(state)
    }

    /// The same with one operation less, for each of them.
    pub(super) fn smaller(&self) -> impl Iterator<Item = Change> {
        (0..self.steps.len()).map(|left_out| {
            let mut smaller = self.clone();
            smaller.steps.remove(left_out);
            smaller
        })
    }
}
