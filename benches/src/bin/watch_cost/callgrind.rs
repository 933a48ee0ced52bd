//! Runs of this program under callgrind.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::counted::{COUNTED, END};
use crate::variant::Variant;
use crate::work::{COUNTS, WORKLOADS};
use benches::Result;
use benches::build::{build_again, own_target, succeed};
use benches::callgrind::{instructions, of_allocator};

/// Callgrind, with what it runs.
pub(crate) struct Callgrind {
    /// This program, optimized as a whole.
    program: PathBuf,
    /// The same without the watch.
    unwatched: PathBuf,
    /// The folder that takes what is counted.
    counts: PathBuf,
}

/// The instructions of one query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Count {
    pub(crate) all: u64,
    /// Those in which the allocator serves it.
    pub(crate) allocator: u64,
}

/// The instructions of one query of each workload.
pub(crate) type Counts = [Count; WORKLOADS.len()];

impl Callgrind {
    /// Builds this program as the contestants are built, with the watch, and without it in a target folder of its own.
    pub(crate) fn prepare() -> Result<Callgrind> {
        let target = own_target()?;
        eprintln!("building it as a whole program, with the watch and without it");
        let program = build_again("watch_cost", &target, "")?;
        let unwatched = build_again("watch_cost", &target.join("unwatched"), "--cfg querent_unwatched")?;
        let counts = target.join("watch_cost");
        fs::create_dir_all(&counts)?;
        Ok(Callgrind { program, unwatched, counts })
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
            let of_one = |of_all: u64| of_all.div_ceil(workload.times as u64);
            let count = |part| {
                let (all, allocator) = (instructions(&file, part)?, of_allocator(&file, part)?);
                Ok(Count { all: of_one(all), allocator: of_one(allocator) })
            };
            let mut all = parts.map(count).collect::<Result<Vec<_>>>()?;
            all.sort_unstable();
            counts[number] = all[all.len() / 2];
        }
        Ok(counts)
    }
}
