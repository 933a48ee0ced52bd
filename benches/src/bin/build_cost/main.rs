//! What a build costs, for Querent and its peers: `cargo run --release -p benches --bin build_cost`.
//!
//! It writes crates with 10 and with 100 models for each library into a temporary folder and has Cargo build them. With names of
//! libraries after the command only they are measured.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod library;
mod cost;
mod package;
mod found;
mod table;

use std::env;
use std::process::ExitCode;

use benches::Result;
use benches::kept::Table;

use crate::found::{Found, MODELS};
use crate::library::Library;
use crate::package::{Folder, Package};
use crate::table::Verdict;

/// How often a package is checked.
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    match measured() {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measured() -> Result<Verdict> {
    let folder = Folder::create()?;
    let mut all = Vec::new();
    for library in asked_for()? {
        eprintln!("{}: cold build", library.name());
        let packages = MODELS.map(|models| Package::write(&folder, library, models));
        let packages = packages.into_iter().collect::<Result<Vec<_>>>()?;
        let [few, ..] = &packages[..] else { return Err("there are no packages".into()) };
        few.fetch()?; // the others need nothing more
        let found = Found { library, crates: few.crates()?, cold: few.build()?, checks: Default::default() };
        for package in &packages {
            package.check()?; // what the first check does is not of a touch
        }
        all.push((found, packages));
    }
    for round in 1..=ROUNDS {
        eprintln!("round {round} of touch and check");
        for (found, packages) in &mut all {
            for (package, costs) in packages.iter().zip(&mut found.checks) {
                package.touch()?;
                costs.push(package.check()?);
            }
        }
    }
    let all: Vec<Found> = all.into_iter().map(|(found, _)| found).collect();
    let mut table = Table::default();
    let verdict = table::print(&mut table, &all);
    if all.len() == Library::ALL.len() {
        table.keep("build_cost")?;
    }
    Ok(verdict)
}

/// The libraries that the command names, or all.
fn asked_for() -> Result<Vec<Library>> {
    let names: Vec<String> = env::args().skip(1).collect();
    if let Some(name) = names.iter().find(|name| !Library::ALL.iter().any(|one| one.name() == *name)) {
        return Err(format!("there is no library `{name}`").into());
    }
    let asked = |library: &Library| names.is_empty() || names.iter().any(|name| name == library.name());
    Ok(Library::ALL.into_iter().filter(asked).collect())
}
