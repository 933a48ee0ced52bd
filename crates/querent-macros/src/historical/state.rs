//! The models at a point, by a replay of the files that come before it.

use std::path::PathBuf;

use querent_schema::{Graph, MigrationName, Source, State};
use syn::{Error, Result};

use super::argument::Arguments;
use crate::migrations_folder;

/// The models at a point.
pub(super) struct Past {
    pub(super) state: State,
    /// The files that say so.
    pub(super) files: Vec<PathBuf>,
}

/// Replays what comes before the point; what is wrong is told where the point is written.
///
/// Files that come later, or beside, are not read: a mistake in one of them must not keep this crate from being built.
pub(super) fn at(arguments: &Arguments) -> Result<Past> {
    let folder = migrations_folder::open(&arguments.folder)?;
    let told = |error: querent_schema::Error| Error::new(arguments.place, error);
    let name = &arguments.point.migration;
    if folder.source().text(name).is_none() {
        return Err(Error::new(arguments.place, unknown(folder.source(), name)));
    }
    let mut history = folder.source().history(name).map_err(told)?;
    let files = history.iter().map(|migration| folder.path_of(&migration.name)).collect();
    for migration in history.iter_mut().filter(|migration| migration.name == *name) {
        let all = migration.operations.len();
        match arguments.point.operations {
            Some(behind) if behind > all => {
                let message =
                    format!("`{name}` has {all} operations, and this is to be after {behind} of them");
                return Err(Error::new(arguments.place, message));
            }
            behind => migration.operations.truncate(behind.unwrap_or(all)),
        }
    }
    let state = Graph::of(history).and_then(|graph| graph.state()).map_err(told)?;
    Ok(Past { state, files })
}

/// So similar are names of which one may be a slip of the other, from 0 to 1.
const SIMILAR: f64 = 0.8;

/// So many names are listed.
const LISTED: usize = 4;

fn unknown(source: &Source, name: &MigrationName) -> String {
    let written = name.to_string();
    let mut near: Vec<(f64, String)> = source
        .files()
        .map(|(known, _)| (strsim::jaro_winkler(&written, &known.to_string()), known.to_string()))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let near: Vec<String> = near.iter().take(LISTED).map(|(_, name)| format!("`{name}`")).collect();
    match near.is_empty() {
        true => format!("there is no migration `{written}`"),
        false => format!("there is no migration `{written}`; like it are {}", near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use querent_schema::{MigrationName, Source};

    use super::unknown;

    #[test]
    fn names_like_the_one_that_is_missed_are_listed_the_nearest_first() {
        let name = |name| MigrationName::new("shop", name);
        let files = ["0001_initial", "0002_product_title_sku", "0003_product_title", "x"];
        let source = Source::new(None, files.map(|file| (name(file), "")));
        assert_eq!(
            unknown(&source, &name("0002_product_titel")),
            "there is no migration `shop.0002_product_titel`; like it are `shop.0003_product_title`, \
             `shop.0002_product_title_sku`, `shop.0001_initial`"
        );
        assert_eq!(unknown(&source, &MigrationName::new("blog", "9")), "there is no migration `blog.9`");
    }
}
