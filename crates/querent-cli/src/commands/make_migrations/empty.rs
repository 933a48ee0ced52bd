//! `makemigrations --empty`: a migration that is written by hand.

use std::fs;

use querent_migrate::querent_schema::{Folder, Graph, Migration, MigrationName, next_number};

use super::report::Report;
use crate::arguments::MakeMigrations;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::resolve;
use crate::run::Running;

/// What a file that is to be filled in by hand says.
const BY_HAND: &str = r#"
# What it does, such as:
#
# [[op]]
# op = "run_sql"
# sql = "UPDATE product SET sku = 'none' WHERE sku = ''"
# reverse = ""                      # what undoes it: nothing has to
#
# [[op]]
# op = "run_rust"
# run = "crate::data::fill_sku"     # an `async fn` of a `&Db`
# reverse = "noop"
"#;

/// Writes a migration of `app` without operations.
pub(super) fn run(
    running: &mut Running<'_, '_>,
    folder: &mut Folder,
    graph: &Graph,
    app: &str,
    options: &MakeMigrations,
) -> Result<Exit> {
    resolve::check_app(graph, app)?;
    let heads: Vec<MigrationName> = graph.heads(app).into_iter().cloned().collect();
    let (number, name) = (next_number(heads.last()), options.name.as_deref().unwrap_or("by_hand"));
    let name = MigrationName::new(app, format!("{number:04}_{name}"));
    let migration = Migration { name, after: heads, atomic: true, operations: Vec::new() };
    let mut report = Report::of(std::slice::from_ref(&migration), folder, options);
    if report.written {
        let path = running.subject.write(folder, &migration)?;
        let text = migration.to_toml() + BY_HAND;
        let written = fs::write(&path, text);
        written.map_err(|error| Failure::told(format!("`{}` cannot be written: {error}", path.display())))?;
        report.migrations[0].path = path.display().to_string();
    }
    running.print(&report)?;
    Ok(Exit::Done)
}
