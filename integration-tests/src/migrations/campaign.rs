//! Many changes by chance.

use std::collections::BTreeMap;
use std::fmt;

use querent::Db;
use querent_schema::{Migration, MigrationName, Operation, State, quote_identifier};

use super::failure::Failure;
use super::notation::Step;
use super::random::Change;
use super::trip::{Back, Trip};
use crate::meaning::Dice;

/// What was seen of changes by chance.
#[derive(Debug, Default)]
pub struct Figures {
    /// The changes.
    pub changes: usize,
    /// The operations, by name.
    pub operations: BTreeMap<&'static str, usize>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} changes", self.changes)?;
        self.operations.iter().try_for_each(|(name, count)| write!(f, ", {count} {name}"))
    }
}

/// Makes so many changes of up to eight operations, each there and back.
///
/// # Errors
///
/// The smallest change that was found to go wrong, as a migration, and how.
pub async fn changes(db: &Db, seed: u64, amount: usize) -> Result<Figures, Failure> {
    let mut dice = Dice::new(seed);
    let mut figures = Figures::default();
    while figures.changes < amount {
        let change = Change::random(&mut dice, 8);
        if let Err(failure) = travel(db, &change).await {
            return Err(smallest(db, change, failure).await.during(format!("change {}", figures.changes)));
        }
        figures.changes += 1;
        for step in &change.steps {
            *figures.operations.entry(step.operation.name()).or_default() += 1;
        }
    }
    Ok(figures)
}

async fn travel(db: &Db, change: &Change) -> Result<(), Failure> {
    let Some(after) = change.after() else { return Ok(()) };
    let migrations: Vec<Vec<Step>> = change.steps.iter().map(|step| vec![step.clone()]).collect();
    let back = if keeps_rows(&change.steps) { String::new() } else { empty(&after)? };
    let trip = Trip {
        before: &change.before,
        after: &after,
        migrations: &migrations,
        prepare: "",
        back: Back::Prepared(&back),
    };
    trip.travel(db).await
}

/// Whether what is taken away can come back to tables with rows: a key, or a value that is there once, cannot.
fn keeps_rows(steps: &[Step]) -> bool {
    steps
        .iter()
        .all(|step| !matches!(step.operation, Operation::RemoveField { .. } | Operation::DeleteModel { .. }))
}

/// `TRUNCATE` of all tables.
fn empty(state: &State) -> Result<String, Failure> {
    let tables: Vec<_> = state.schema()?.tables.iter().map(|table| quote_identifier(&table.name)).collect();
    Ok(if tables.is_empty() { String::new() } else { format!("TRUNCATE {}", tables.join(", ")) })
}

/// Leaves out operations for as long as it goes wrong without them.
async fn smallest(db: &Db, mut change: Change, mut failure: Failure) -> Failure {
    'smaller: loop {
        for smaller in change.smaller().collect::<Vec<_>>() {
            if let Err(its) = travel(db, &smaller).await {
                (change, failure) = (smaller, its);
                continue 'smaller;
            }
        }
        let models = change.before.models.into_iter();
        let models = models
            .map(|(name, definition)| Operation::CreateModel { model: name.name, definition })
            .collect();
        let before = file("0001_initial", models);
        let own = file("0002_random", change.steps.into_iter().map(|step| step.operation).collect());
        return failure.during(format!("{before}\n{own}"));
    }
}

fn file(name: &str, operations: Vec<Operation>) -> String {
    let name = MigrationName::new("shop", name);
    Migration { name, after: Vec::new(), atomic: true, operations }.to_toml()
}
