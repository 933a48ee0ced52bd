//! Instructions of an iteration, Querent's beside raw's: `cargo run --release -p benches --bin instructions`.
//!
//! Everything that the process does is counted, the driver's task and the runtime included; the kernel is not.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use benches::Result;
use benches::build::build_own;
use benches::callgrind::instructions;
use benches::contestant::Program;
use benches::database::Database;
use benches::kept::Table;
use benches_harness::Workload;

/// The counts of a workload. The first one prepares the statements; the median of the others is told.
const COUNTS: usize = 6;

/// Each workload, how many iterations are counted together, and the most that Querent may take of what raw takes.
const WORKLOADS: [(Workload, u64, Option<f64>); 12] = [
    (Workload::Trivial(1_000), 10, Some(1.05)),
    (Workload::Wide(1_000), 5, Some(1.05)),
    (Workload::Assoc, 2, Some(1.05)),
    (Workload::Rel3, 5, Some(1.05)),
    (Workload::Get, 200, Some(1.10)),
    (Workload::Insert1, 200, Some(1.10)),
    (Workload::Medium, 20, None),
    (Workload::Bulk(1_000), 5, None),
    (Workload::Update, 100, None),
    (Workload::Delete, 100, None),
    (Workload::Conc, 1, None),
    (Workload::Tx, 50, None),
];

fn main() -> ExitCode {
    match counted() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn counted() -> Result<ExitCode> {
    let programs = build_own()?;
    let counts = programs.parent().ok_or("the programs are in no target folder")?.join("instructions");
    fs::create_dir_all(&counts)?;
    let database = Database::create("instructions")?;
    let mut code = ExitCode::SUCCESS;
    let mut table = Table::default();
    table.line(format_args!("{:<14} {:>12} {:>12} {:>8}", "", "raw", "Querent", "ratio"));
    for (workload, times, bar) in WORKLOADS {
        let count = |name| count(&database, &programs, &counts, name, workload, times);
        let (raw, querent) = (count("contestant_raw")?, count("contestant_querent")?);
        let ratio = querent as f64 / raw as f64;
        let judged = match bar {
            Some(bar) if ratio <= bar => format!("PASS, at most {bar:.2}"),
            Some(bar) => {
                code = ExitCode::FAILURE;
                format!("FAIL, at most {bar:.2}")
            }
            None => String::new(),
        };
        let name = workload.to_string();
        table.line(format_args!("{name:<14} {raw:>12} {querent:>12} {ratio:>8.3} {judged}"));
    }
    table.keep("instructions")?;
    println!();
    println!("`callgrind_annotate` of a file of {} tells what costs", counts.display());
    Ok(code)
}

/// The instructions of one iteration of `program`.
fn count(
    database: &Database,
    programs: &Path,
    counts: &Path,
    program: &'static str,
    workload: Workload,
    times: u64,
) -> Result<u64> {
    let file = counts.join(format!("{program}_{workload}"));
    let valgrind = [
        "valgrind".to_owned(),
        "--quiet".to_owned(),
        "--tool=callgrind".to_owned(),
        "--toggle-collect=*counted_turn*".to_owned(),
        "--dump-after=*end_of_a_turn*".to_owned(),
        format!("--callgrind-out-file={}", file.display()),
    ];
    let program = Program::new(program, programs.join(program)).run_by(valgrind.map(PathBuf::from));
    let mut contestant = program.start(workload, database.url())?.ok_or("a workload is not supported")?;
    for _ in 0..COUNTS {
        database.prepare(workload, times)?;
        contestant.run(times)?;
    }
    drop(contestant); // which it writes the last of the files before
    let counts = (2..=COUNTS).map(|part| instructions(&file, part));
    let mut counts = counts.collect::<Result<Vec<_>>>()?;
    counts.sort_unstable();
    Ok(counts[counts.len() / 2].div_ceil(times))
}
