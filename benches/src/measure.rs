//! Two ways of one piece of work, measured in turns.

use std::alloc::System;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use querent::Result;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// Counts what both ways ask the system's allocator for; it costs the same for each allocation of either.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many rounds there are.
pub(crate) const ROUNDS: usize = 41;

/// About how long one way is run in a round.
const TURN: Duration = Duration::from_millis(40);

/// What one run cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds until the work was done.
    pub(crate) wall: f64,
    /// Seconds of this process on a processor, user and system.
    pub(crate) cpu: f64,
    /// Calls to the allocator for new memory.
    pub(crate) allocations: f64,
}

/// One round: the cost of each way, measured right after one another.
pub(crate) struct Round {
    pub(crate) by_hand: Cost,
    pub(crate) by_querent: Cost,
}

/// Measures both ways, round by round; which one begins alternates.
pub(crate) async fn rounds<H, Q>(
    by_hand: impl AsyncFn() -> Result<H>,
    by_querent: impl AsyncFn() -> Result<Q>,
) -> Result<Vec<Round>> {
    let times = times(&by_hand).await?;
    turn(&by_hand, times).await?;
    turn(&by_querent, times).await?;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for number in 0..ROUNDS {
        let round = if number % 2 == 0 {
            let by_hand = turn(&by_hand, times).await?;
            Round { by_hand, by_querent: turn(&by_querent, times).await? }
        } else {
            let by_querent = turn(&by_querent, times).await?;
            Round { by_hand: turn(&by_hand, times).await?, by_querent }
        };
        rounds.push(round);
    }
    Ok(rounds)
}

/// How many runs make a turn.
async fn times<T>(work: &impl AsyncFn() -> Result<T>) -> Result<u32> {
    let start = Instant::now();
    let mut runs = 0;
    while start.elapsed() < TURN {
        drop(work().await?);
        runs += 1;
    }
    Ok(runs)
}

/// Runs the work so many times; what one run cost on average, its result's end included.
async fn turn<T>(work: &impl AsyncFn() -> Result<T>, times: u32) -> Result<Cost> {
    let region = Region::new(ALLOCATOR);
    let (cpu, start) = (ProcessTime::now(), Instant::now());
    for _ in 0..times {
        drop(std::hint::black_box(work().await?));
    }
    let (wall, cpu, allocated) = (start.elapsed(), cpu.elapsed(), region.change());
    let each = |total: f64| total / f64::from(times);
    Ok(Cost {
        wall: each(wall.as_secs_f64()),
        cpu: each(cpu.as_secs_f64()),
        allocations: each((allocated.allocations + allocated.reallocations) as f64),
    })
}
