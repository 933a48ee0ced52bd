//! What was written, or what is missing.

use std::fmt;
use std::path::Path;

use querent_migrate::querent_schema::{Folder, Migration};
use serde::Serialize;

use crate::arguments::MakeMigrations;
use crate::describe::{self, Line};
use crate::style::{CAUTION, FAINT, GOOD};

/// What was written, or what is missing.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Whether the files are there now.
    pub(super) written: bool,
    #[serde(skip)]
    dry_run: bool,
    pub(super) migrations: Vec<Written>,
}

/// A migration and its file.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    migration: String,
    pub(super) path: String,
    operations: Vec<Operation>,
    /// The text of the file, where it is not written.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct Operation {
    operation: &'static str,
    text: String,
    #[serde(skip)]
    line: String,
}

impl Report {
    /// A report of migrations that are about to be written, if the options say so.
    pub(super) fn of(migrations: &[Migration], folder: &Folder, options: &MakeMigrations) -> Self {
        let written = !(options.check || options.dry_run);
        let own = |migration: &Migration| Written {
            migration: migration.name.to_string(),
            path: folder.path_of(&migration.name).display().to_string(),
            operations: migration
                .operations
                .iter()
                .map(|operation| Operation {
                    operation: operation.name(),
                    text: describe::text(operation),
                    line: Line(operation).to_string(),
                })
                .collect(),
            text: options.dry_run.then(|| migration.to_toml()),
        };
        let migrations = migrations.iter().map(own).collect();
        Report { written, dry_run: options.dry_run, migrations }
    }
}

/// A path as it is shown to people: from the current folder, if it is below it.
pub(in crate::commands) fn from_here(path: &str) -> String {
    let here = std::env::current_dir();
    let below = here.ok().and_then(|here| Path::new(path).strip_prefix(here).ok().map(Path::to_owned));
    below.map_or_else(|| path.to_owned(), |below| below.display().to_string())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.migrations.is_empty() {
            return writeln!(f, "{FAINT}no changes{FAINT:#}");
        }
        for Written { path, operations, text, .. } in &self.migrations {
            let path = from_here(path);
            match (self.written, self.dry_run) {
                (true, _) => writeln!(f, "{GOOD}wrote{GOOD:#} {path}")?,
                (false, true) => writeln!(f, "{CAUTION}would write{CAUTION:#} {path}")?,
                (false, false) => writeln!(f, "{CAUTION}missing{CAUTION:#} {path}")?,
            }
            for operation in operations {
                writeln!(f, "  {}", operation.line)?;
            }
            if let Some(text) = text {
                writeln!(f, "\n{}", text.trim_end())?;
            }
        }
        Ok(())
    }
}
