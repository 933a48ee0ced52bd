//! All scenarios, again and again.

use std::fmt;

use querent::{Db, Result};

use super::models::{ROWS, restore};
use super::scenario::Scenario;

/// What was seen of all scenarios.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rounds {
    /// How often each was run.
    pub rounds: usize,
    /// How many scenarios there are.
    pub scenarios: usize,
    /// What was found in one round.
    pub findings: usize,
    /// What was sent in one round.
    pub statements: usize,
}

impl fmt::Display for Rounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rounds { rounds, scenarios, findings, statements } = self;
        write!(
            f,
            "{scenarios} scenarios, {rounds} times each: the same {findings} findings and {statements} statements in each \
             round"
        )
    }
}

/// Runs all scenarios so many times; the tables are empty.
///
/// # Errors
///
/// Those that a scenario does not expect.
///
/// # Panics
///
/// At the first scenario of which anything else is seen than is expected.
pub async fn rounds(db: &Db, scenarios: &[&Scenario], rounds: usize) -> Result<Rounds> {
    let mut figures = Rounds { rounds, scenarios: scenarios.len(), ..Rounds::default() };
    db.batch_execute(ROWS).await?;
    for round in 1..=rounds {
        (figures.findings, figures.statements) = (0, 0);
        for scenario in scenarios {
            let seen = scenario.run(db).await?;
            if let Some(difference) = scenario.difference(&seen) {
                panic!("in round {round}, {difference}");
            }
            figures.findings += seen.findings.len();
            figures.statements += seen.statements.len();
            if seen.has_written() {
                restore(db).await?;
            }
        }
    }
    Ok(figures)
}
