//! Time and memory of each row, from 1,000 rows to 1,000,000: `cargo run --release -p benches --bin growth`.
//!
//! Each figure is taken in a process of its own, which is this program again: the most memory a process ever had in use cannot
//! be forgotten.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

mod models;
mod work;
mod table;

use std::env;
use std::process::{Command, ExitCode, Stdio};

use benches::Result;
use benches::database::Database;
use benches::kept::Table;
use benches_harness::{NARROW, SCHEMA};
use tokio::runtime::Builder;

use crate::models::PARENTS;
use crate::table::Verdict;
use crate::work::{Found, Kind};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [kind, rows, url] => worked(kind, rows, url).map(|()| Verdict::Pass),
        _ => measured(),
    };
    match result {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a process for one figure does.
fn worked(kind: &str, rows: &str, url: &str) -> Result<()> {
    let kind = Kind::named(kind).ok_or_else(|| format!("there is no `{kind}`"))?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let found = runtime.block_on(work::measured(kind, rows.parse()?, url))?;
    println!("{}", serde_json::to_string(&found)?);
    Ok(())
}

fn measured() -> Result<Verdict> {
    if cfg!(debug_assertions) {
        return Err("a debug build tells nothing; add `--release`".into());
    }
    let database = Database::of("growth", vec![SCHEMA, NARROW, PARENTS])?;
    let mut verdict = Verdict::Pass;
    let mut table = Table::default();
    table::head(&mut table);
    for kind in Kind::ALL {
        let mut found = Vec::new();
        for rows in kind.rows() {
            let of_rows = one(kind, *rows, database.url())?;
            table::row(&mut table, kind, &of_rows);
            found.push(of_rows);
        }
        if table::judged(&mut table, kind, &found) == Verdict::Fail {
            verdict = Verdict::Fail;
        }
    }
    table.keep("growth")?;
    Ok(verdict)
}

fn one(kind: Kind, rows: i64, url: &str) -> Result<Found> {
    let mut command = Command::new(env::current_exe()?);
    command.args([kind.name(), &rows.to_string(), url]).stderr(Stdio::inherit());
    let output = command.output()?;
    if !output.status.success() {
        return Err(
            format!("the process for {} of {rows} rows failed: {}", kind.name(), output.status).into()
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
