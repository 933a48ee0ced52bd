//! The table, and the bar.

use std::time::Duration;

use benches::kept::Table;
use benches::median::Median;

use crate::cost::Cost;
use crate::found::{Found, MODELS};
use crate::library::Library;

/// Whether the bar is met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
}

/// Prints what was found; whether the bar is met.
pub(crate) fn print(table: &mut Table, all: &[Found]) -> Verdict {
    let [few, many] = MODELS;
    table.line("Seconds on a processor, user and system; in brackets until it was done");
    table.line("");
    table.line(format_args!(
        "{:<14} {:>7} {:>18} {:>24} {:>24}",
        "",
        "crates",
        "cold build",
        format!("touch, check {few} models"),
        format!("touch, check {many} models")
    ));
    for Found { library, crates, cold, checks: [few, many] } in all {
        let cold = format!("{:.1} ({:.1})", cold.cpu.as_secs_f64(), cold.wall.as_secs_f64());
        let (name, few, many) = (library.name(), medians(few), medians(many));
        table.line(format_args!("{name:<14} {crates:>7} {cold:>18} {few:>24} {many:>24}"));
    }
    table.line("");
    judged(table, all)
}

/// To check a touched crate of many models costs less with Querent than with the ORMs that do as much.
fn judged(table: &mut Table, all: &[Found]) -> Verdict {
    let of = |library| {
        let found = all.iter().find(|found| found.library == library)?;
        Some(median(&found.checks[1], |cost| cost.cpu))
    };
    let Some(querent) = of(Library::Querent) else { return Verdict::Pass };
    let mut verdict = Verdict::Pass;
    for library in [Library::Diesel, Library::SeaOrm] {
        let Some(other) = of(library) else { continue };
        let passed = querent < other;
        let (models, name) = (MODELS[1], library.name());
        let text = format!("touch and check of {models} models: less than {name}");
        table.judge(passed, format_args!("{text}: {querent:.2} s against {other:.2} s"));
        if !passed {
            verdict = Verdict::Fail;
        }
    }
    verdict
}

fn medians(costs: &[Cost]) -> String {
    format!("{:.2} ({:.2})", median(costs, |cost| cost.cpu), median(costs, |cost| cost.wall))
}

fn median(costs: &[Cost], what: impl Fn(&Cost) -> Duration) -> f64 {
    Median::of(costs.iter().map(|cost| what(cost).as_secs_f64())).value
}
