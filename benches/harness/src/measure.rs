//! What a turn costs.

use std::alloc::System;
use std::fs;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::Runtime;

/// Counts what is asked of the system's allocator; it costs the same for each allocation of every contestant.
///
/// It is a contestant's alone ([`contestant`](crate::contestant)): the counts are shared by all threads, which a program of
/// several would wait for.
pub static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The type of [`ALLOCATOR`].
pub type Allocator = &'static StatsAlloc<System>;

/// What a turn cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    wall: Duration,
    cpu: Duration,
    allocations: usize,
    bytes: usize,
}

impl Cost {
    /// As the driver of the benches reads it.
    pub(crate) fn to_json(self) -> Value {
        json!({
            "wall_ns": self.wall.as_nanos() as u64,
            "cpu_ns": self.cpu.as_nanos() as u64,
            "allocations": self.allocations,
            "bytes": self.bytes,
        })
    }
}

/// Runs a turn on `runtime`; its output and what it cost.
pub(crate) fn measured<F: Future>(runtime: &Runtime, turn: F) -> (F::Output, Cost) {
    let region = Region::new(ALLOCATOR);
    let (cpu, start) = (ProcessTime::now(), Instant::now());
    let output = counted_turn(runtime, turn);
    let (wall, cpu, allocated) = (start.elapsed(), cpu.elapsed(), region.change());
    end_of_a_turn();
    let cost = Cost {
        wall,
        cpu,
        allocations: allocated.allocations + allocated.reallocations,
        bytes: allocated.bytes_allocated,
    };
    (output, cost)
}

/// callgrind is told the name of this function: what is below it is counted, the tasks of the driver included.
#[inline(never)]
fn counted_turn<F: Future>(runtime: &Runtime, turn: F) -> F::Output {
    runtime.block_on(turn)
}

/// callgrind is told the name of this function: it ends a count.
#[inline(never)]
fn end_of_a_turn() {
    black_box(());
}

/// The most memory that this process has ever had in use, in KiB.
///
/// # Errors
///
/// If the system does not tell, which Linux does.
pub fn peak_kib() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
    peak.ok_or_else(|| io::Error::other("no VmHWM is told"))
}
