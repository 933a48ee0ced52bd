//! What each of the chosen migrations takes.

use std::ops::Range;

use querent_schema::{Migration, MigrationName, Operation, State};

use super::choice::Choice;
use super::planned::{Planned, PlannedOperation, Wanted, Way};
use crate::ddl::{self, Change, Step};
use crate::error::{Error, Kind, Result};
use crate::event::{Direction, Place};
use crate::function::Function;
use crate::history::History;

/// The chosen migrations with what each of them takes, in the order in which that happens.
pub(super) fn write(history: &History<'_>, choice: Choice<'_>, wanted: &Wanted<'_>) -> Result<Vec<Planned>> {
    let Choice { direction, mut migrations } = choice;
    if migrations.is_empty() {
        return Ok(Vec::new());
    }
    let mut state = others(history, &migrations)?;
    // Models are replayed forwards either way.
    if direction == Direction::Backwards {
        migrations.reverse();
    }
    let each = migrations.into_iter().map(|migration| {
        let done = history.operations_done(migration);
        let known = history.row(&migration.name).map(|row| row.state);
        let operations = operations(
            &mut state,
            migration,
            concerned(migration, direction, done),
            (direction, wanted.way),
        )?;
        Ok(Planned {
            migration: migration.clone(),
            direction,
            operations_done: done,
            state: known,
            operations,
        })
    });
    let mut planned = each.collect::<Result<Vec<_>>>()?;
    if direction == Direction::Backwards {
        planned.reverse();
    }
    check(&planned, wanted.functions)?;
    Ok(planned)
}

/// The operations that are left to do, or that are there to be undone.
fn concerned(migration: &Migration, direction: Direction, done: usize) -> Range<usize> {
    match direction {
        Direction::Forwards => done..migration.operations.len(),
        Direction::Backwards => 0..done,
    }
}

/// What the concerned operations take, in the order in which that happens. The state is then that after the last of them.
fn operations(
    state: &mut State,
    migration: &Migration,
    concerned: Range<usize>,
    (direction, way): (Direction, Way),
) -> Result<Vec<PlannedOperation>> {
    let mut planned = Vec::new();
    for (index, operation) in migration.operations.iter().enumerate().take(concerned.end) {
        let place = Place::of(migration, index);
        let before = (way == Way::Run && concerned.contains(&index)).then(|| state.clone());
        apply(state, &place, operation)?;
        if let Some(before) = before {
            let change = Change { before: &before, after: state, app: &migration.name.app, operation };
            planned.push(plan(place, &change, direction)?);
        }
    }
    if direction == Direction::Backwards {
        planned.reverse();
    }
    Ok(planned)
}

/// The models as all other migrations have left them.
fn others(history: &History<'_>, chosen: &[&Migration]) -> Result<State> {
    let mut state = State::default();
    let is_chosen = |name: &MigrationName| chosen.iter().any(|migration| migration.name == *name);
    for migration in history.graph().plan().filter(|migration| !is_chosen(&migration.name)) {
        let done = history.operations_done(migration);
        for (index, operation) in migration.operations.iter().enumerate().take(done) {
            apply(&mut state, &Place::of(migration, index), operation)?;
        }
    }
    Ok(state)
}

fn apply(state: &mut State, place: &Place, operation: &Operation) -> Result<()> {
    let applied = state.apply(&place.migration.app, operation);
    applied.map_err(|error| Error::from(error).within(place))
}

fn plan(place: Place, change: &Change<'_>, direction: Direction) -> Result<PlannedOperation> {
    let steps = match direction {
        Direction::Forwards => ddl::forwards(change),
        Direction::Backwards => ddl::backwards(change),
    };
    let steps = steps.map_err(|error| error.within(&place))?;
    let is_own = matches!(change.operation, Operation::RunSql { .. } | Operation::RunRust { .. });
    Ok(PlannedOperation { place, steps, is_own })
}

/// What would only be noticed once some of it is done.
fn check(planned: &[Planned], functions: &[(&str, Function)]) -> Result<()> {
    for planned in planned {
        for operation in &planned.operations {
            if planned.is_one_transaction() && !operation.in_transaction() {
                return Err(Error::new(
                    Kind::NotAtomic,
                    format!(
                        "{}: it cannot run in a transaction, and its migration is one; write `atomic = false` into the file, \
                         best with this operation alone",
                        operation.place
                    ),
                ));
            }
            for step in &operation.steps {
                if let Step::Rust { path } = step
                    && !functions.iter().any(|(name, _)| name == path)
                {
                    return Err(Error::new(
                        Kind::UnknownFunction,
                        format!(
                            "{}: it runs `{path}`, which this program does not have; run the program that has the migrations, \
                             built from the same files",
                            operation.place
                        ),
                    ));
                }
            }
        }
    }
    Ok(())
}
