//! The direction in which everything depends.
//!
//! Between crates the arrows are a table. Inside a crate the `mod` lines of a file list its modules lowest first, and a
//! module uses only those above it; the file itself stands below its modules, and its test modules below the file.

mod fault;
mod manifest;
mod arrows;
mod tokens;
mod tree;
mod visit;
mod read;
mod resolve;
mod judge;

use std::fs;
use std::path::{Path, PathBuf};

pub use fault::Fault;

/// Everything in the workspace at `root` that looks down the page, in the order of files and lines.
pub fn faults(root: &Path) -> Vec<Fault> {
    let mut faults = Vec::new();
    let aliases = manifest::aliases(root);
    for folder in packages(root) {
        match manifest::read(root, &folder, &aliases) {
            Ok(package) => {
                faults.extend(arrows::check(&package));
                faults.extend(check_sources(root, &folder, &package.name));
            }
            Err(fault) => faults.push(fault),
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// The folders of the packages, relative to the root of the workspace.
fn packages(root: &Path) -> Vec<PathBuf> {
    let crates = fs::read_dir(root.join("crates")).into_iter().flatten().flatten();
    let crates = crates.map(|entry| Path::new("crates").join(entry.file_name()));
    let all = crates.chain(["integration-tests", "benches/harness", "benches"].map(PathBuf::from));
    all.filter(|folder| root.join(folder).join("Cargo.toml").is_file()).collect()
}

fn check_sources(root: &Path, folder: &Path, package: &str) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut reached = Vec::new();
    let sources = read::sources(root, &folder.join("src"));
    for entry in sources.iter().filter(|file| read::is_entry(folder, file)) {
        let is_library = entry.ends_with("src/lib.rs");
        let mut tree = if is_library { tree::Tree::of_library(package) } else { tree::Tree::of_binary() };
        found.extend(read::tree(root, entry, &mut tree));
        found.extend(judge::check(&tree));
        reached.extend(tree.files);
    }
    let lost = sources.into_iter().filter(|file| !reached.contains(file));
    found.extend(
        lost.map(|file| Fault::new(&file, 1, "no `mod` line leads to this file, so nothing holds it")),
    );
    found
}
