//! The table, and the bars.

use benches::kept::Table;

use crate::work::{Found, Kind};

/// Whether the bars are met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
}

/// How much more a row may take of many rows than of some, in time and memory.
const MORE: f64 = 1.5;

/// The most that a stream may take, in KiB, however many rows it has.
const STREAM_KIB: u64 = 4 * 1024;

/// The statements of a prefetch, however many parents there are.
const PREFETCH_STATEMENTS: usize = 2;

pub(crate) fn head(table: &mut Table) {
    table.line(format_args!(
        "{:<10} {:>10} {:>12} {:>12} {:>14} {:>11}",
        "", "rows", "ns a row", "KiB in all", "bytes a row", "statements"
    ));
}

pub(crate) fn row(table: &mut Table, kind: Kind, found: &Found) {
    table.line(format_args!(
        "{:<10} {:>10} {:>12.0} {:>12} {:>14.0} {:>11}",
        kind.name(),
        found.rows,
        time(found),
        found.kib,
        memory(found),
        found.statements
    ));
}

/// Judges the figures of one kind, those of the fewest rows first: what each query costs by itself counts there, so the second
/// ones are what the last ones are held against.
pub(crate) fn judged(table: &mut Table, kind: Kind, found: &[Found]) -> Verdict {
    let ([_, some, ..], [.., many]) = (found, found) else { return Verdict::Fail };
    let constant = |what: &str, ratio: f64| {
        (
            ratio <= MORE,
            format!("{what} of a row of {} / of {}: {ratio:.2}, at most {MORE}", many.rows, some.rows),
        )
    };
    let mut judged = vec![constant("time", time(many) / time(some))];
    match kind {
        Kind::List => judged.push(constant("memory", memory(many) / memory(some))),
        Kind::Stream => {
            let text = format!("{} KiB for {} rows, at most {STREAM_KIB}", many.kib, many.rows);
            judged.push((many.kib <= STREAM_KIB, text));
        }
        Kind::Prefetch => {
            judged.push(constant("memory", memory(many) / memory(some)));
            let text = format!("{} statements, at most {PREFETCH_STATEMENTS}", many.statements);
            judged.push((many.statements <= PREFETCH_STATEMENTS, text));
        }
    }
    let mut verdict = Verdict::Pass;
    for (passed, text) in judged {
        table.judge(passed, format_args!("{}: {text}", kind.name()));
        if !passed {
            verdict = Verdict::Fail;
        }
    }
    verdict
}

fn time(found: &Found) -> f64 {
    found.wall.as_nanos() as f64 / found.rows as f64
}

fn memory(found: &Found) -> f64 {
    found.kib as f64 * 1024.0 / found.rows as f64
}
