//! Many changes by chance.

use std::collections::BTreeMap;
use std::fmt;

use querent::Db;
use querent_schema::state::{Model, ModelName};
use querent_schema::{Migration, MigrationName, Operation, State, quote_identifier};

use super::failure::Failure;
use super::found::find;
use super::notation::Step;
use super::random::Change;
use super::trip::{Back, Rows, Trip};
use crate::meaning::Dice;

/// What was seen of changes by chance.
#[derive(Debug, Default)]
pub struct Figures {
    /// The changes.
    pub changes: usize,
    /// The operations, by name.
    pub operations: BTreeMap<&'static str, usize>,
    /// The changes that cannot be made in one go, and are refused.
    pub refused: usize,
}

impl Figures {
    fn add<'s>(&mut self, steps: impl IntoIterator<Item = &'s Step>) {
        self.changes += 1;
        for step in steps {
            *self.operations.entry(step.operation.name()).or_default() += 1;
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} changes, {} refused", self.changes, self.refused)?;
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
        figures.add(&change.steps);
    }
    Ok(figures)
}

/// Detects so many changes between models by chance, and makes each there and back.
///
/// # Errors
///
/// The first change that goes wrong, as a migration, and how.
pub async fn detections(db: &Db, seed: u64, amount: usize) -> Result<Figures, Failure> {
    let mut dice = Dice::new(seed);
    let mut figures = Figures::default();
    while figures.changes < amount {
        let change = Change::random(&mut dice, 8);
        let Some(after) = change.after() else { continue };
        let wrong = |failure: Failure| failure.during(told(&change.before, &change.steps));
        let Some(found) = find(&mut dice, &change.before, &after).map_err(wrong)? else {
            figures.refused += 1;
            continue;
        };
        // What is given back to rows that have lost it may not be unique, or refer to nothing.
        let back = empty(&after)?;
        let trip = Trip {
            before: &change.before,
            after: &after,
            migrations: &found.migrations,
            rows: if found.takes_rows { Rows::Three } else { Rows::None },
            prepare: "",
            back: if found.goes_back { Back::Prepared(&back) } else { Back::None },
        };
        let steps = found.migrations.concat();
        trip.travel(db).await.map_err(|failure| {
            failure.during(format!("change {}, {}", figures.changes, told(&change.before, &steps)))
        })?;
        figures.add(&steps);
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
        rows: Rows::Three,
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
        return failure.during(told(&change.before, &change.steps));
    }
}

/// The models and operations as migration files.
fn told(before: &State, steps: &[Step]) -> String {
    let model = |(name, definition): (&ModelName, &Model)| Operation::CreateModel {
        model: name.name.clone(),
        definition: definition.clone(),
    };
    let before = file("0001_initial", before.models.iter().map(model).collect());
    format!("{before}\n{}", file("0002_random", steps.iter().map(|step| step.operation.clone()).collect()))
}

fn file(name: &str, operations: Vec<Operation>) -> String {
    let name = MigrationName::new("shop", name);
    Migration { name, after: Vec::new(), atomic: true, operations }.to_toml()
}
