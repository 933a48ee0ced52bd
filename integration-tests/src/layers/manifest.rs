//! The dependencies that a package declares, with the lines that declare them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;

/// The sections that name dependencies; none of them is an exception.
const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// A package and what it depends on.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) file: PathBuf,
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
}

/// A dependency on a package, under whatever name.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) package: String,
    pub(super) line: usize,
}

/// The packages behind the names that the workspace gives to its dependencies.
pub(super) fn aliases(root: &Path) -> HashMap<String, String> {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let Ok(manifest) = DeTable::parse(&text) else { return HashMap::new() };
    let shared =
        table(manifest.get_ref(), "workspace").and_then(|workspace| table(workspace, "dependencies"));
    let entries = shared.into_iter().flatten();
    entries.map(|(name, entry)| (name.get_ref().to_string(), package_of(name.get_ref(), entry))).collect()
}

/// Reads the manifest of the package in `folder`.
pub(super) fn read(root: &Path, folder: &Path, aliases: &HashMap<String, String>) -> Result<Package, Fault> {
    let file = folder.join("Cargo.toml");
    let text =
        fs::read_to_string(root.join(&file)).map_err(|error| Fault::new(&file, 1, error.to_string()))?;
    let manifest = DeTable::parse(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(&text, span.start));
        Fault::new(&file, line, error.message())
    })?;
    let manifest = manifest.get_ref();
    let name = table(manifest, "package").and_then(|package| text_of(package, "name"));
    let name = name.ok_or_else(|| Fault::new(&file, 1, "the package has no name"))?.to_owned();
    let platforms = table(manifest, "target").into_iter().flatten();
    let platforms = platforms.filter_map(|(_, platform)| platform.get_ref().as_table());
    let dependencies = std::iter::once(manifest)
        .chain(platforms)
        .flat_map(|owner| SECTIONS.iter().filter_map(|section| table(owner, section)))
        .flatten()
        .map(|(name, entry)| {
            let package = package_of(name.get_ref(), entry);
            let package = aliases.get(&package).cloned().unwrap_or(package);
            Dependency { package, line: line(&text, name.span().start) }
        })
        .collect();
    Ok(Package { file, name, dependencies })
}

/// The package that an entry stands for: its own name unless it says `package = "…"`.
fn package_of(name: &str, entry: &Spanned<DeValue<'_>>) -> String {
    let renamed = entry.get_ref().as_table().and_then(|entry| text_of(entry, "package"));
    renamed.unwrap_or(name).to_owned()
}

fn table<'t, 'i>(owner: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    owner.get(key)?.get_ref().as_table()
}

fn text_of<'t>(owner: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    owner.get(key)?.get_ref().as_str()
}

fn line(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}
