//! Querent beside the bare driver, and beside its peers with `--peers`: `cargo run --release -p benches`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod options;
mod programs;
mod results;
mod rounds;
mod bars;
mod table;
mod chart;
mod page;

use std::path::Path;
use std::process::ExitCode;

use benches::Result;
use benches::database::Database;
use benches::kept::folder;
use clap::Parser;

use crate::options::Options;
use crate::results::Results;

fn main() -> ExitCode {
    match measured(&Options::parse()) {
        Ok(ExitCode::SUCCESS) => ExitCode::SUCCESS,
        Ok(code) => code,
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            eprintln!("error: {}", causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")));
            ExitCode::FAILURE
        }
    }
}

fn measured(options: &Options) -> Result<ExitCode> {
    let results = if options.page {
        Results::read(&folder(), &options.name())?
    } else {
        let programs = programs::all(options.peers)?;
        let database = Database::create("benches")?;
        let results = rounds::measured(options, &programs, &database)?;
        if options.is_whole() {
            results.write(&folder(), &options.name())?;
        }
        results
    };
    let verdict = table::print(options, &results);
    if options.is_whole() || options.page {
        page::write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs"))?;
    }
    Ok(verdict.into())
}
