//! Rounds, in each of which every contestant has a turn.

use std::time::Duration;

use benches::Result;
use benches::contestant::{Contestant, Program};
use benches::database::Database;
use benches::proxy::Proxy;
use benches_harness::Workload;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::options::Options;
use crate::results::{Exact, Results, Turn};

/// About how long a turn is, behind no proxy.
const TURN: Duration = Duration::from_millis(40);

/// How many rounds have the same processes. Where the system has placed a process and its server's, on one processor or on two, counts
/// for more than a percent, and lasts.
const SITTING: usize = 6;

/// What shuffles the turns is the same each time.
const SEED: u64 = 7;

/// The round trip while flights are counted: long enough for everything that needs no answer to be sent before one comes.
const TO_COUNT: Duration = Duration::from_millis(10);

/// The iterations whose flights are counted, and as many before that prepare statements.
const COUNTED: u64 = 2;

/// Measures the programs, one workload after another.
pub(crate) fn measured(options: &Options, programs: &[Program], database: &Database) -> Result<Results> {
    let delayed = options.rtt.map(|rtt| Proxy::before(database.url(), rtt)).transpose()?;
    let url = delayed.as_ref().map_or(database.url(), Proxy::url);
    let mut results = Results::default();
    let mut dice = StdRng::seed_from_u64(SEED);
    for workload in options.workloads() {
        eprintln!("{workload}");
        let mut peaks = Vec::new();
        for first in (1..=options.rounds).step_by(SITTING) {
            let mut racers = started(programs, workload, url)?;
            agree(database, workload, &mut racers)?;
            for racer in &mut racers {
                racer.calibrate(database, workload)?;
            }
            for round in (first..=options.rounds).take(SITTING) {
                let mut order: Vec<usize> = (0..racers.len()).collect();
                order.shuffle(&mut dice);
                for place in order {
                    results.turns.push(racers[place].turn(database, workload, round)?);
                }
            }
            agree(database, workload, &mut racers)?;
            peaks.clear();
            for racer in &mut racers {
                peaks.push((racer.process.name, racer.process.peak_kib()?));
            }
        }
        for program in programs {
            let peak = peaks.iter().find(|(name, _)| *name == program.name);
            let Some((_, peak_kib)) = peak else { continue };
            results.exact.push(Exact {
                workload: workload.to_string(),
                contestant: program.name.to_owned(),
                flights: flights(program, database, workload)?,
                peak_kib: *peak_kib,
            });
        }
    }
    Ok(results)
}

/// A contestant, and how many iterations its turn has.
struct Racer {
    process: Contestant,
    iterations: u64,
}

impl Racer {
    /// Finds out how many iterations make a turn, and warms up.
    fn calibrate(&mut self, database: &Database, workload: Workload) -> Result<()> {
        loop {
            database.prepare(workload, self.iterations)?;
            let wall = Duration::from_nanos(self.process.run(self.iterations)?.wall_ns);
            let fits = TURN.as_secs_f64() / wall.as_secs_f64() * self.iterations as f64;
            let settled = wall >= TURN / 4;
            // Never many times more at once: the first iterations are the slowest.
            self.iterations = (fits as u64).clamp(1, 4 * self.iterations);
            if settled {
                return Ok(());
            }
        }
    }

    fn turn(&mut self, database: &Database, workload: Workload, round: u32) -> Result<Turn> {
        database.prepare(workload, self.iterations)?;
        let cost = self.process.run(self.iterations)?;
        Ok(Turn {
            workload: workload.to_string(),
            contestant: self.process.name.to_owned(),
            round,
            iterations: self.iterations,
            wall_ns: cost.wall_ns,
            cpu_ns: cost.cpu_ns,
            allocations: cost.allocations,
            bytes: cost.bytes,
        })
    }
}

/// A process of each program that has a way to do `workload`.
fn started(programs: &[Program], workload: Workload, url: &str) -> Result<Vec<Racer>> {
    let mut racers = Vec::new();
    for program in programs {
        racers.extend(program.start(workload, url)?.map(|process| Racer { process, iterations: 1 }));
    }
    Ok(racers)
}

/// The flights of an iteration, by a process of its own behind a proxy that makes them last.
fn flights(program: &Program, database: &Database, workload: Workload) -> Result<f64> {
    let proxy = Proxy::before(database.url(), TO_COUNT)?;
    let mut process = program.start(workload, proxy.url())?.ok_or("a workload is not supported any more")?;
    database.prepare(workload, COUNTED)?;
    process.run(COUNTED)?;
    database.prepare(workload, COUNTED)?;
    let before = proxy.flights();
    process.run(COUNTED)?;
    Ok((proxy.flights() - before) as f64 / COUNTED as f64)
}

/// All have read the same, or nothing is measured.
fn agree(database: &Database, workload: Workload, racers: &mut [Racer]) -> Result<()> {
    let mut sums = Vec::new();
    for racer in racers {
        database.prepare(workload, 1)?;
        sums.push((racer.process.name, racer.process.check()?));
    }
    match sums.iter().all(|(_, sum)| *sum == sums[0].1) {
        true => Ok(()),
        false => Err(format!("{workload}: the contestants have read different rows: {sums:?}").into()),
    }
}
