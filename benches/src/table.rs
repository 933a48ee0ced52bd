//! The table of ratios.

use benches::median::Median;

use crate::measure::{Cost, ROUNDS, Round};

/// Prints the heads of the columns.
pub(crate) fn head() {
    println!(
        "Querent / the driver by hand: medians of the ratios of {ROUNDS} rounds, with their 95 % intervals"
    );
    println!();
    println!("{:<14} {:<22} {:<22} {:<22} by hand, each run", "", "wall", "client CPU", "allocations");
}

/// Prints the row of one workload.
pub(crate) fn row(name: &str, rounds: &[Round]) {
    let wall = ratio(rounds, |cost| cost.wall);
    let cpu = ratio(rounds, |cost| cost.cpu);
    let allocations = ratio(rounds, |cost| cost.allocations);
    let by_hand = |what: fn(&Cost) -> f64| Median::of(rounds.iter().map(|round| what(&round.by_hand))).value;
    println!(
        "{name:<14} {wall:<22} {cpu:<22} {allocations:<22} {:.0} µs, {:.0} µs of CPU, {:.0} allocations",
        1e6 * by_hand(|cost| cost.wall),
        1e6 * by_hand(|cost| cost.cpu),
        by_hand(|cost| cost.allocations),
    );
}

fn ratio(rounds: &[Round], what: fn(&Cost) -> f64) -> String {
    let Median { value, low, high } =
        Median::of(rounds.iter().map(|round| what(&round.by_querent) / what(&round.by_hand)));
    format!("{value:.3} [{low:.3}, {high:.3}]")
}
