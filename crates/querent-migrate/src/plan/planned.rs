//! One migration of a plan, and what is asked for.

use querent_schema::Migration;

use super::choice::Goal;
use crate::ddl::Step;
use crate::event::{Direction, Place};
use crate::function::Function;
use crate::ledger::State;

/// A migration that is to be applied or undone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Planned {
    /// All of it.
    pub migration: Migration,
    /// Whether it is applied or undone.
    pub direction: Direction,
    /// How many of its operations are in effect now. It was interrupted if that is neither none nor all of them.
    pub operations_done: usize,
    /// What the database says of it, if it has heard of it.
    pub(crate) state: Option<State>,
    /// The operations that are left to do, in the order in which that happens.
    pub operations: Vec<PlannedOperation>,
}

/// An operation that is to be done or undone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedOperation {
    /// Where it stands.
    pub place: Place,
    /// What that takes.
    pub steps: Vec<Step>,
    /// Whether it is the user's own SQL or function, which may write rows.
    pub(crate) is_own: bool,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) goal: &'a Goal,
    /// The functions that migrations can run.
    pub(crate) functions: &'a [(&'a str, Function)],
    pub(crate) way: Way,
}

/// How the goal is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// By doing what the migrations say.
    #[default]
    Run,
    /// By saying so: the tables are as they shall be.
    Fake,
}

impl Planned {
    /// Whether it is done in one transaction. One that was begun step by step is ended so.
    pub(crate) fn is_one_transaction(&self) -> bool {
        self.migration.atomic && self.state != Some(State::Running)
    }
}

impl PlannedOperation {
    /// Whether all of it can run in a transaction.
    pub(crate) fn in_transaction(&self) -> bool {
        self.steps.iter().all(|step| match step {
            Step::Sql(statement) => statement.transaction,
            Step::Rust { .. } => true,
        })
    }
}
