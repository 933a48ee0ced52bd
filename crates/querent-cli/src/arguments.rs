//! What can be written on the command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::style::HELP;

/// Changes the database as the models change.
#[derive(Debug, Parser)]
#[command(name = "manage", styles = HELP, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Everywhere {
    /// Print one JSON document for machines
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The folder of the migrations, where it is not the project's own
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) migrations: Option<PathBuf>,
    /// The database, as postgres://user@host/name
    // Its value may hold a password, so the help does not show it.
    #[arg(long, global = true, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<Address>,
}

impl Everywhere {
    /// The database's address; a variable that is set to nothing names none.
    pub(crate) fn address(&self) -> Option<Address> {
        self.database_url.clone().filter(|Address(address)| !address.is_empty())
    }
}

/// The address of a database, which is never printed: it may hold a password.
#[derive(Clone)]
pub(crate) struct Address(pub(crate) String);

impl From<&str> for Address {
    fn from(text: &str) -> Self {
        Address(text.to_owned())
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address")
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write migrations for what changed in the models
    #[command(name = "makemigrations")]
    MakeMigrations(Box<MakeMigrations>),
    /// Bring the database to a migration, the newest ones unless another one is named
    Migrate(Migrate),
    /// List the migrations and whether they are applied
    #[command(name = "showmigrations")]
    ShowMigrations(ShowMigrations),
    /// Print the SQL of a migration
    #[command(name = "sqlmigrate")]
    SqlMigrate(SqlMigrate),
    /// Replay the migrations without a database, and compare the models with them
    Check,
}

#[derive(Debug, Args)]
pub(crate) struct MakeMigrations {
    /// Only these applications
    #[arg(value_name = "APP")]
    pub(crate) apps: Vec<String>,
    /// What the new migrations are called after their number
    #[arg(long, short, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Write nothing; exit with 2 if a migration is missing
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print the files that would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write a migration without operations, to fill in by hand
    #[arg(long, value_name = "APP", conflicts_with_all = ["apps", "merge", "check"])]
    pub(crate) empty: Option<String>,
    /// Join the branches of an application whose operations do not depend on their order
    #[arg(long, conflicts_with = "check")]
    pub(crate) merge: bool,
    #[command(flatten)]
    pub(crate) answers: Answers,
}

/// The answers to what cannot be seen from the models; a run that needs one prints it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Answers")]
pub(crate) struct Answers {
    /// A model was renamed
    #[arg(long, value_name = "APP.OLD:NEW")]
    pub(crate) rename_model: Vec<String>,
    /// A field was renamed
    #[arg(long, value_name = "APP.MODEL.OLD:NEW")]
    pub(crate) rename: Vec<String>,
    /// A field is the same one, with other values from now on
    #[arg(long, value_name = "APP.MODEL.FIELD")]
    pub(crate) keep: Vec<String>,
    /// A model or a field goes, with its data
    #[arg(long, value_name = "APP.MODEL[.FIELD]")]
    pub(crate) drop: Vec<String>,
    /// The values of a field may lose something
    #[arg(long, value_name = "APP.MODEL.FIELD")]
    pub(crate) lossy: Vec<String>,
    /// What the rows that are there get, in SQL
    #[arg(long, value_name = "APP.MODEL.FIELD=SQL")]
    pub(crate) one_off: Vec<String>,
    /// How a value of the old type becomes one of the new type, in SQL
    #[arg(long, value_name = "APP.MODEL.FIELD=SQL")]
    pub(crate) using: Vec<String>,
    /// A label of an enum was renamed
    #[arg(long, value_name = "ENUM.OLD:NEW")]
    pub(crate) rename_value: Vec<String>,
    /// A label of an enum goes; no row has it
    #[arg(long, value_name = "ENUM.LABEL")]
    pub(crate) drop_value: Vec<String>,
    /// All models of an application go, with their data
    #[arg(long, value_name = "APP")]
    pub(crate) delete_app: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only this application, and what it depends on
    #[arg(value_name = "APP")]
    pub(crate) app: Option<String>,
    /// The last migration that stays applied; `zero` takes back all of the application's
    #[arg(value_name = "MIGRATION", requires = "app")]
    pub(crate) migration: Option<String>,
    /// Print what would be done, and do nothing
    #[arg(long, conflicts_with_all = ["fake", "check"])]
    pub(crate) plan: bool,
    /// Note the migrations as applied, or as taken back, without running them
    #[arg(long)]
    pub(crate) fake: bool,
    /// Do nothing; exit with 2 if there is something to do
    #[arg(long, conflicts_with = "fake")]
    pub(crate) check: bool,
    /// How long to wait while another process migrates
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub(crate) wait: Duration,
    /// Exit with 4 at once if another process migrates
    #[arg(long, conflicts_with = "wait")]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowMigrations {
    /// Only these applications
    #[arg(value_name = "APP")]
    pub(crate) apps: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SqlMigrate {
    /// The application
    #[arg(value_name = "APP")]
    pub(crate) app: String,
    /// The migration, or how it begins: `0002`
    #[arg(value_name = "MIGRATION")]
    pub(crate) migration: String,
    /// What takes it back
    #[arg(long)]
    pub(crate) backwards: bool,
}

/// A time as `500ms`, `60s` or `5m`; a number alone is seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number: Option<u64> = number.parse().ok();
    let duration = match unit {
        "ms" => number.map(Duration::from_millis),
        "" | "s" => number.map(Duration::from_secs),
        "m" => number.and_then(|minutes| minutes.checked_mul(60)).map(Duration::from_secs),
        _ => None,
    };
    duration.ok_or_else(|| "write a number and `ms`, `s` or `m`: `60s`".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definitions_of_the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_time_has_a_unit_or_is_seconds() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("60s"), Ok(Duration::from_secs(60)));
        assert_eq!(duration("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(duration("7"), Ok(Duration::from_secs(7)));
        for text in ["", "s", "-1s", "1h", "1.5s", "99999999999999999999s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_is_in_no_text() {
        let url = ["manage", "check", "--database-url", "postgres://ada:secret@localhost/shop"];
        let arguments = Arguments::try_parse_from(url).unwrap();
        assert!(!format!("{arguments:?}").contains("secret"));
    }
}
