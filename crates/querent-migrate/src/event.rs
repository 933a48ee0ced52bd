//! What is told while a database is migrated.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use querent_schema::{Migration, MigrationName};

/// What happens while a database is migrated.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Another process migrates, and is waited for.
    Waiting {
        /// For how long so far.
        elapsed: Duration,
    },
    /// A migration begins, or goes on where it was interrupted.
    Began {
        /// Its name.
        migration: MigrationName,
        /// Whether it is applied or undone.
        direction: Direction,
    },
    /// An operation begins.
    Operation(Place),
    /// An operation goes on; reported every few seconds.
    StillRunning {
        /// The operation.
        place: Place,
        /// For how long it has run.
        elapsed: Duration,
        /// How far an index is that is built while writes go on.
        index: Option<IndexProgress>,
    },
    /// Others use the tables of a migration, which is tried again after a while.
    Busy {
        /// The migration.
        migration: MigrationName,
        /// How often it was tried.
        tries: u32,
    },
    /// The connection was lost, and another one is made: what the database says was applied decides how it goes on.
    ConnectionLost,
    /// A migration is done.
    Finished {
        /// Its name.
        migration: MigrationName,
        /// Whether it was applied or undone.
        direction: Direction,
        /// How long it took.
        elapsed: Duration,
    },
}

/// Whether a migration is applied or undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It is applied.
    Forwards,
    /// It is undone.
    Backwards,
}

/// An operation of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The migration.
    pub migration: MigrationName,
    /// The operation's number in the file, from 1.
    pub number: usize,
    /// The operation's name: `add_field`.
    pub operation: &'static str,
}

/// How far an index is that is being built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexProgress {
    /// What the server does, in its words: `building index: scanning table`.
    pub phase: String,
    /// How many blocks of the table it has read.
    pub blocks_done: i64,
    /// How many blocks of the table it has to read.
    pub blocks_total: i64,
    /// How many transactions it has waited for.
    pub lockers_done: i64,
    /// How many transactions it has to wait for.
    pub lockers_total: i64,
}

/// Whom events are told to: the log, and whoever asks for them.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Tell>>);

type Tell = dyn Fn(&Event) + Send + Sync;

impl Listener {
    pub(crate) fn new(tell: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Listener(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, event: &Event) {
        match event {
            Event::Operation(_) | Event::Waiting { .. } => {
                tracing::debug!(target: "querent::migrate", "{event}")
            }
            Event::ConnectionLost => tracing::warn!(target: "querent::migrate", "{event}"),
            _ => tracing::info!(target: "querent::migrate", "{event}"),
        }
        if let Some(tell) = &self.0 {
            tell(event);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "None" })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Waiting { elapsed } => {
                write!(f, "another process migrates the database; waiting for {elapsed:.0?}")
            }
            Event::Began { migration, direction } => write!(f, "{} {migration}", direction.doing()),
            Event::Operation(place) => write!(f, "{place}"),
            Event::StillRunning { place, elapsed, index: None } => {
                write!(f, "{place} runs for {elapsed:.0?}")
            }
            Event::StillRunning { place, elapsed, index: Some(index) } => {
                write!(f, "{place} runs for {elapsed:.0?}: {index}")
            }
            Event::Busy { migration, tries } => {
                write!(f, "others use the tables of {migration}, which is tried again (try {tries})")
            }
            Event::ConnectionLost => f.write_str("the connection was lost while the database was migrated"),
            Event::Finished { migration, direction, elapsed } => {
                write!(f, "{} {migration} in {elapsed:.1?}", direction.done())
            }
        }
    }
}

impl Direction {
    fn doing(self) -> &'static str {
        match self {
            Direction::Forwards => "applying",
            Direction::Backwards => "unapplying",
        }
    }

    /// What has happened: `applied`.
    pub(crate) fn done(self) -> &'static str {
        match self {
            Direction::Forwards => "applied",
            Direction::Backwards => "unapplied",
        }
    }
}

impl Place {
    /// The place of a migration's operation, which is counted from 0 here.
    pub(crate) fn of(migration: &Migration, index: usize) -> Place {
        let operation = migration.operations.get(index).map_or("", |operation| operation.name());
        Place { migration: migration.name.clone(), number: index + 1, operation }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, operation {} ({})", self.migration, self.number, self.operation)
    }
}

impl fmt::Display for IndexProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.phase)?;
        if self.blocks_total > 0 {
            write!(f, ", {} of {} blocks", self.blocks_done, self.blocks_total)?;
        }
        if self.lockers_total > 0 {
            write!(f, ", {} of {} transactions waited for", self.lockers_done, self.lockers_total)?;
        }
        Ok(())
    }
}
