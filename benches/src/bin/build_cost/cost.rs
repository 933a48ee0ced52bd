//! What a command costs.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use benches::Result;
use benches::build::succeed;

/// What the system counts such times in.
const TICK: Duration = Duration::from_millis(10);

/// The time that a command took, and all programs that it started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// On a processor, user and system.
    pub(crate) cpu: Duration,
    /// Until it was done.
    pub(crate) wall: Duration,
}

impl Cost {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Result<Cost> {
        let (cpu, start) = (of_children()?, Instant::now());
        succeed(command)?;
        Ok(Cost { wall: start.elapsed(), cpu: of_children()? - cpu })
    }
}

/// What all programs that have ended have spent, those that they started included: `cutime` and `cstime` of Linux' `proc`, the 14th and
/// the 15th field after the program's name.
fn of_children() -> Result<Duration> {
    let all = fs::read_to_string("/proc/self/stat")?;
    let (_, behind_the_name) = all.rsplit_once(')').ok_or("no times of a process are told")?;
    let ticks = behind_the_name.split_whitespace().skip(13).take(2).map(str::parse::<u32>);
    Ok(TICK * ticks.sum::<std::result::Result<u32, _>>()?)
}
