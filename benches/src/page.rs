//! The page of the documentation, written from the results that are kept.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use benches::Result;
use benches::kept::{folder, kept};
use clap::Parser;

use crate::bars::interval;
use crate::chart::{Group, draw};
use crate::options::Options;
use crate::programs::{NAMES, QUERENT, RAW};
use crate::results::{Results, Turn};
use crate::table::{all_contestants, both, judgements};

const HEAD: &str = "# What Querent costs

Querent beside tokio-postgres by hand (*raw*), and beside its peers, in one run: `cargo run --release -p benches -- --peers`
measures and writes this page, [its README](../benches/README.md) says how to read it, and
[the harness's](../benches/harness/README.md) what each workload is. Every contestant is a process of its own that was proved by a
checksum to read the same; the raw rounds are in [benches/results](../benches/results).

*raw* is written as well as one can: statements prepared once and found by their place, the connection used last, rows decoded by
position as they come, related rows of one level in one flight, many new rows as one array for each column. *raw, plain* awaits in
sequence, and inserts by VALUES, as most people write it. A ratio of 1.05 is 5 % more. In brackets is the interval that holds the
median with 95 % confidence.
";

/// What was found out about bars that are not met.
const WHY: &str = include_str!("../why.md");

/// The tables of other commands, by the names that they are kept under.
const KEPT: [(&str, &str, &str); 3] = [
    (
        "instructions",
        "Instructions",
        "What an iteration takes of the processor, the driver's task and the runtime included, the kernel left out:",
    ),
    ("growth", "Growth", "Each figure is that of a process of its own:"),
    (
        "build_cost",
        "What a build costs",
        "Each library with the same models, whose crate is touched and checked:",
    ),
];

/// Writes the page and its charts, of everything that is kept.
pub(crate) fn write(docs: &Path) -> Result<()> {
    let mut text = HEAD.to_owned();
    fs::create_dir_all(docs.join("pictures"))?;
    for (rtt, title) in
        [(None, "On one machine"), (Some(Duration::from_millis(1)), "With 1 ms of round trip added")]
    {
        let options = Options { rtt, ..Options::try_parse_from(["benches"])? };
        let Ok(found) = Results::read(&folder(), &options.name()) else { continue };
        let picture = format!("performance_{}.svg", options.name());
        fs::write(docs.join("pictures").join(&picture), chart(title, &options, &found))?;
        section(&mut text, title, &picture, &options, &found)?;
    }
    for (name, title, what) in KEPT {
        if let Some(table) = kept(name) {
            let command = format!("cargo run --release -p benches --bin {name}");
            write!(text, "\n## {title}\n\n`{command}`. {what}\n\n```text\n{table}```\n")?;
        }
    }
    text.push_str(WHY);
    Ok(fs::write(docs.join("performance.md"), text)?)
}

fn section(text: &mut String, title: &str, picture: &str, options: &Options, found: &Results) -> Result<()> {
    writeln!(text, "\n## {title}\n\n{} rounds.\n", found.rounds())?;
    writeln!(text, "![Wall time of each contestant as a ratio to raw's](pictures/{picture})\n")?;
    writeln!(text, "Querent / raw; allocations and flights of an iteration are Querent's / raw's:\n")?;
    writeln!(text, "| workload | wall | client CPU | allocations | flights | raw, µs (of CPU) |")?;
    writeln!(text, "|---|---|---|---|---|---|")?;
    for workload in options.workloads() {
        let name = workload.to_string();
        let ratio = |what| found.ratio(&name, [QUERENT, RAW], what).map_or_else(|| "—".to_owned(), interval);
        let each = |what| found.median(&name, RAW, what).map_or(f64::NAN, |median| median.value / 1e3);
        let allocations = both(|who| found.median(&name, who, Turn::allocations).map(|median| median.value));
        let flights = both(|who| found.exact(&name, who).map(|exact| exact.flights));
        let (wall, cpu) = (ratio(Turn::wall), ratio(Turn::cpu));
        let (raw, raw_cpu) = (each(Turn::wall), each(Turn::cpu));
        writeln!(text, "| {name} | {wall} | {cpu} | {allocations} | {flights} | {raw:.1} ({raw_cpu:.1}) |")?;
    }
    writeln!(text, "\nEveryone's wall time / raw's (client CPU / raw's):\n")?;
    for (number, line) in all_contestants(options, found).iter().enumerate() {
        writeln!(text, "| {} |", line.join(" | "))?;
        if number == 0 {
            writeln!(text, "|{}", "---|".repeat(line.len()))?;
        }
    }
    let peaks = NAMES.into_iter().filter_map(|name| {
        let exact = found.exact("stream", name)?;
        Some(format!("{name} {:.1}", exact.peak_kib as f64 / 1024.0))
    });
    let peaks: Vec<_> = peaks.collect();
    if !peaks.is_empty() {
        writeln!(text, "\nThe most memory while a million rows are streamed, in MiB: {}.", peaks.join(", "))?;
    }
    writeln!(text, "\nThe bars:\n\n| workload | bar | found | |\n|---|---|---|---|")?;
    for (workload, judgement) in judgements(options, found) {
        writeln!(text, "| {workload} | {} | {} | {} |", judgement.bar, judgement.found, judgement.verdict)?;
    }
    Ok(())
}

fn chart(title: &str, options: &Options, found: &Results) -> String {
    let series: Vec<_> = NAMES
        .into_iter()
        .filter(|name| *name != RAW && found.turns.iter().any(|turn| turn.contestant == *name))
        .collect();
    let groups = options.workloads().into_iter().map(|workload| {
        let name = workload.to_string();
        let ratio = |other: &&str| found.ratio(&name, [other, RAW], Turn::wall).map(|ratio| ratio.value);
        Group { ratios: series.iter().map(ratio).collect(), name }
    });
    let groups: Vec<_> = groups.collect();
    draw(&format!("{title}: wall time / raw's"), &series, &groups)
}
