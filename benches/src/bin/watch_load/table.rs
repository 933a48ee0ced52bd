//! The table of ratios.

use benches::median::Median;

use crate::rounds::{Cost, Round};
use crate::state::State;

/// The least throughput with the watch on, as a part of that with the watch off.
const BAR: f64 = 0.98;

/// What the rounds show of the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The whole interval is at the bar or above.
    Pass,
    /// The bar is in the interval: nothing is shown.
    Open,
    /// The whole interval is below.
    Fail,
}

impl Verdict {
    fn of(throughput: Median) -> Verdict {
        match throughput {
            Median { low, .. } if low >= BAR => Verdict::Pass,
            Median { high, .. } if high < BAR => Verdict::Fail,
            _ => Verdict::Open,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Verdict::Pass => "PASS",
            Verdict::Open => "OPEN: the interval spans the bar; run more rounds, or on a quieter machine",
            Verdict::Fail => "FAIL",
        }
    }
}

/// Prints the heads of the columns.
pub(crate) fn head(rounds: usize) {
    println!("with the watch / with the watch off: medians of the ratios of {rounds} rounds, 95 % intervals");
    println!();
    println!("{:<30} {:<22} {:<22} off", "", "throughput", "CPU of the server");
}

/// Prints the rows of the usual pages, and the verdict on the bar.
pub(crate) fn usual(rounds: &[Round]) -> Verdict {
    row("usual pages, ", State::On, rounds);
    row("usual pages, ", State::Keeping, rounds);
    let verdict = Verdict::of(throughput(State::On, rounds));
    println!("{:<30} at least {BAR}: {}", "", verdict.as_str());
    verdict
}

/// Prints the rows of a page with a finding.
pub(crate) fn slow(rounds: &[Round]) {
    row("/products/slow, ", State::On, rounds);
    row("/products/slow, ", State::Keeping, rounds);
}

fn row(pages: &str, state: State, rounds: &[Round]) {
    let cpu = Median::of(rounds.iter().map(|round| round.ratio(state, |cost| cost.cpu)));
    let off =
        |what: fn(&Cost) -> f64| Median::of(rounds.iter().map(|round| round.cost(State::Off, what))).value;
    println!(
        "{:<30} {:<22} {:<22} {:.0} requests a second, {:.0} µs of CPU each",
        format!("{pages}{}", state.name()),
        shown(throughput(state, rounds)),
        shown(cpu),
        1.0 / off(|cost| cost.wall),
        1e6 * off(|cost| cost.cpu),
    );
}

fn throughput(state: State, rounds: &[Round]) -> Median {
    Median::of(rounds.iter().map(|round| 1.0 / round.ratio(state, |cost| cost.wall)))
}

fn shown(Median { value, low, high }: Median) -> String {
    format!("{value:.3} [{low:.3}, {high:.3}]")
}
