//! Instructions per query, with the N+1 watch compiled out, off and on:
//! `cargo run --release -p benches --bin watch_cost`.
//!
//! callgrind runs this program once for each variant, which then does the work and nothing else.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod counted;
mod variant;
mod work;
mod callgrind;
mod table;

use std::env;
use std::process::ExitCode;

use benches::Result;
use benches::models::{Category, Product, ROWS, Review, Tag};
use querent::prelude::*;
use querent_testkit::{Setup, Tables, TestDb};
use tokio::runtime::{Builder, Runtime};

use crate::callgrind::Callgrind;
use crate::table::Verdict;
use crate::variant::Variant;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [variant, url] => counted_run(variant, url).map(|()| Verdict::Pass),
        _ => measure_all(),
    };
    match result {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            eprintln!("error: {}", causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")));
            ExitCode::FAILURE
        }
    }
}

/// Everything happens on one thread, in the same order each time.
fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// What callgrind runs.
fn counted_run(variant: &str, url: &str) -> Result<()> {
    let variant = Variant::named(variant).ok_or_else(|| format!("there is no variant `{variant}`"))?;
    variant.listen();
    runtime()?.block_on(work::run(variant, url))?;
    Ok(())
}

fn measure_all() -> Result<Verdict> {
    let callgrind = Callgrind::prepare()?;
    let setup = Setup {
        name: "watch_cost",
        tables: Tables::Models(vec![Category::META, Product::META, Review::META, Tag::META]),
        sql: vec![ROWS],
        worker_threads: 0,
    };
    let runtime = runtime()?;
    let database = runtime.block_on(TestDb::create(&setup))?;
    let counts = Variant::ALL.map(|variant| callgrind.count(variant, database.url()));
    drop(runtime); // and with it the connections, before the database is dropped
    let mut columns = Vec::new();
    for counts in counts {
        columns.push(counts?);
    }
    Ok(table::print(&columns))
}
