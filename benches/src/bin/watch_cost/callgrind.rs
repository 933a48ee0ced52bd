//! Runs of this program under callgrind.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::counted::{COUNTED, END};
use crate::variant::Variant;
use crate::work::{COUNTS, WORKLOADS};
use benches::Result;
use benches::build::succeed;
use benches::callgrind::instructions;

/// Callgrind, with what it runs.
pub(crate) struct Callgrind {
    /// This program.
    program: PathBuf,
    /// This program, built without the watch.
    unwatched: PathBuf,
    /// The folder that takes what is counted.
    counts: PathBuf,
}

/// The instructions of one query of each workload.
pub(crate) type Counts = [u64; WORKLOADS.len()];

impl Callgrind {
    /// Builds this program without the watch, in a target folder of its own.
    pub(crate) fn prepare() -> Result<Callgrind> {
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("the program is not in a target folder")?;
        if cfg!(debug_assertions) {
            return Err("a debug build tells nothing; add `--release`".into());
        }
        let unwatched = target.join("unwatched");
        eprintln!("building it without the watch, in {}", unwatched.display());
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "benches",
            "--bin",
            "watch_cost",
            "--target-dir",
        ]);
        cargo.arg(&unwatched).current_dir(env!("CARGO_MANIFEST_DIR"));
        succeed(cargo.env("RUSTFLAGS", "--cfg querent_unwatched"))?;
        let counts = target.join("watch_cost");
        fs::create_dir_all(&counts)?;
        Ok(Callgrind { unwatched: unwatched.join("release/watch_cost"), counts, program })
    }

    /// Counts the instructions of a variant's queries.
    pub(crate) fn count(&self, variant: Variant, url: &str) -> Result<Counts> {
        let program = match variant {
            Variant::CompiledOut => &self.unwatched,
            _ => &self.program,
        };
        let file = self.counts.join(format!("{}.out", variant.name().replace([' ', ','], "_")));
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", "--tool=callgrind"]);
        valgrind.args([format!("--toggle-collect={COUNTED}"), format!("--dump-after={END}")]);
        valgrind.arg(format!("--callgrind-out-file={}", file.display()));
        succeed(valgrind.arg(program).args([variant.name(), url]))?;
        let mut counts = Counts::default();
        for (number, workload) in WORKLOADS.iter().enumerate() {
            let parts = number * COUNTS + 2..=(number + 1) * COUNTS; // from 1, and without the first
            let mut totals = parts.map(|part| instructions(&file, part)).collect::<Result<Vec<_>>>()?;
            totals.sort_unstable();
            counts[number] = totals[totals.len() / 2].div_ceil(workload.times as u64);
        }
        Ok(counts)
    }
}
