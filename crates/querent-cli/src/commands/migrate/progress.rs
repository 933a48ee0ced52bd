//! What is shown while a database is migrated.

use querent_migrate::{Direction, Event};

use crate::console::Console;
use crate::report::Format;
use crate::style::{CAUTION, FAINT, GOOD};

/// The lines of a run, one for each migration: `applying shop.0002_x … ok (0.1 s)`.
pub(super) struct Progress {
    format: Format,
    /// Whether a line has begun that is still to end.
    open: bool,
}

impl Progress {
    pub(super) fn new(format: Format) -> Self {
        Progress { format, open: false }
    }

    /// Shows what happens. Machines wait for the end.
    pub(super) fn show(&mut self, console: &mut Console<'_>, event: &Event) {
        if self.format == Format::Json {
            return;
        }
        match event {
            Event::Began { migration, direction } => {
                self.end(console);
                let doing = match direction {
                    Direction::Forwards => "applying",
                    Direction::Backwards => "unapplying",
                };
                console.show(format_args!("{doing} {migration} …"));
                self.open = true;
            }
            Event::Finished { elapsed, .. } if self.open => {
                let seconds = elapsed.as_secs_f64();
                console.show(format_args!(" {GOOD}ok{GOOD:#} {FAINT}({seconds:.1} s){FAINT:#}\n"));
                self.open = false;
            }
            Event::Operation(_) => {}
            Event::Waiting { .. } | Event::StillRunning { .. } => {
                self.end(console);
                console.show(format_args!("  {FAINT}{event}{FAINT:#}\n"));
            }
            other => {
                self.end(console);
                console.show(format_args!("  {CAUTION}{other}{CAUTION:#}\n"));
            }
        }
    }

    /// Ends a line that has begun.
    pub(super) fn end(&mut self, console: &mut Console<'_>) {
        if std::mem::take(&mut self.open) {
            console.show("\n");
        }
    }
}
