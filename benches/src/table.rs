//! The tables, as they are printed.

use benches_harness::Workload;

use crate::bars::{Judgement, Verdict, interval, judge};
use crate::options::Options;
use crate::programs::{NAMES, QUERENT, RAW};
use crate::results::{Results, Turn};

/// Prints what was found; whether all bars are met.
pub(crate) fn print(options: &Options, results: &Results) -> Verdict {
    println!(
        "Querent / {RAW}: medians of the ratios of {} rounds, with their 95 % intervals",
        results.rounds()
    );
    println!();
    let columns = ["", "wall", "client CPU", "allocations", "flights", "raw, each"];
    let row = |[name, wall, cpu, allocations, flights, raw]: [&str; 6]| {
        println!("{name:<14} {wall:<22} {cpu:<22} {allocations:<22} {flights:<12} {raw}");
    };
    row(columns);
    for workload in options.workloads() {
        let name = workload.to_string();
        let ratio =
            |what| results.ratio(&name, [QUERENT, RAW], what).map_or_else(|| "—".to_owned(), interval);
        let each = |what| results.median(&name, RAW, what).map_or(f64::NAN, |median| median.value / 1e3);
        let raw = format!("{:.1} µs, {:.1} µs of CPU", each(Turn::wall), each(Turn::cpu));
        let allocations =
            both(|who| results.median(&name, who, Turn::allocations).map(|median| median.value));
        let flights = both(|who| results.exact(&name, who).map(|exact| exact.flights));
        row([&name, &ratio(Turn::wall), &ratio(Turn::cpu), &allocations, &flights, &raw]);
    }
    println!();
    println!("wall / {RAW} (client CPU / {RAW})");
    println!();
    for line in all_contestants(options, results) {
        let [name, cells @ ..] = &line[..] else { continue };
        print!("{name:<14}");
        cells.iter().for_each(|cell| print!(" {cell:<15}"));
        println!();
    }
    println!();
    let mut verdict = Verdict::Pass;
    for (workload, Judgement { verdict: judged, bar, found }) in judgements(options, results) {
        println!("{judged}  {workload}: {bar}: {found}");
        if judged == Verdict::Fail {
            verdict = Verdict::Fail;
        }
    }
    verdict
}

/// Every bar, with what was found.
pub(crate) fn judgements(options: &Options, results: &Results) -> Vec<(Workload, Judgement)> {
    let of =
        |workload| judge(options, results, workload).into_iter().map(move |judgement| (workload, judgement));
    options.workloads().into_iter().flat_map(of).collect()
}

/// The figures of Querent and of raw.
pub(crate) fn both(of: impl Fn(&str) -> Option<f64>) -> String {
    let text = |who| of(who).map_or_else(|| "—".to_owned(), |value| format!("{value:.1}"));
    format!("{} / {}", text(QUERENT), text(RAW)).replace(".0", "")
}

/// A head and a line for each workload: how each contestant that was measured compares with raw.
pub(crate) fn all_contestants(options: &Options, results: &Results) -> Vec<Vec<String>> {
    let others = NAMES.into_iter().filter(|name| *name != RAW);
    let others: Vec<_> =
        others.filter(|name| results.turns.iter().any(|turn| turn.contestant == *name)).collect();
    let head = [String::new()].into_iter().chain(others.iter().copied().map(str::to_owned)).collect();
    let mut lines = vec![head];
    for workload in options.workloads() {
        let name = workload.to_string();
        let cell = |other: &&str| {
            let ratio = |what| results.ratio(&name, [other, RAW], what);
            match (ratio(Turn::wall), ratio(Turn::cpu)) {
                (Some(wall), Some(cpu)) => format!("{:.2} ({:.2})", wall.value, cpu.value),
                _ => "—".to_owned(),
            }
        };
        let cells: Vec<_> = others.iter().map(cell).collect();
        lines.push([name].into_iter().chain(cells).collect());
    }
    lines
}
