//! The bars that Querent is held against.

use std::fmt;
use std::process::ExitCode;

use benches::median::Median;
use benches_harness::Workload;

use crate::options::Options;
use crate::programs::{DIESEL, QUERENT, RAW, RAW_PLAIN};
use crate::results::{Results, Turn};

/// Whether bars are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
}

impl Verdict {
    fn of(passed: bool) -> Verdict {
        if passed { Verdict::Pass } else { Verdict::Fail }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Pass => "PASS",
            Verdict::Fail => "FAIL",
        })
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> ExitCode {
        match verdict {
            Verdict::Pass => ExitCode::SUCCESS,
            Verdict::Fail => ExitCode::FAILURE,
        }
    }
}

/// One bar, and what was found.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) bar: String,
    pub(crate) found: String,
}

/// How a median with its interval is held against a number.
#[derive(Clone, Copy)]
enum Bar {
    /// The interval contains it or lies below.
    NotShownAbove(f64),
    /// The whole interval lies below.
    ShownBelow(f64),
    /// The median is at most that.
    AtMost(f64),
}

impl Bar {
    fn judge(self, against: &str, ratio: Option<Median>) -> Option<Judgement> {
        let ratio = ratio?;
        let (passed, how, bar) = match self {
            Bar::NotShownAbove(bar) => (ratio.low <= bar, "not shown to be above", bar),
            Bar::ShownBelow(bar) => (ratio.high < bar, "shown to be below", bar),
            Bar::AtMost(bar) => (ratio.value <= bar, "at most", bar),
        };
        let bar = format!("wall against {against} {how} {bar:.2}");
        Some(Judgement { verdict: Verdict::of(passed), bar, found: interval(ratio) })
    }
}

/// A median with its interval, as tables have it.
pub(crate) fn interval(Median { value, low, high }: Median) -> String {
    format!("{value:.3} [{low:.3}, {high:.3}]")
}

/// How Querent does a workload, by each bar that there is for it.
pub(crate) fn judge(options: &Options, results: &Results, workload: Workload) -> Vec<Judgement> {
    let name = workload.to_string();
    let against = |bar: Bar, other| bar.judge(other, results.ratio(&name, [QUERENT, other], Turn::wall));
    if options.rtt.is_some() {
        let bar = matches!(workload, Workload::Rel3 | Workload::Tx).then_some(Bar::AtMost(0.70));
        return bar.and_then(|bar| against(bar, RAW_PLAIN)).into_iter().collect();
    }
    let is_faster = matches!(workload, Workload::Rel3 | Workload::Bulk(_) | Workload::Tx);
    let beats_diesel = is_faster || matches!(workload, Workload::Update | Workload::Assoc);
    let diesel = if beats_diesel { Bar::ShownBelow(1.00) } else { Bar::NotShownAbove(1.00) };
    let judged = [
        against(Bar::NotShownAbove(1.05), RAW),
        is_faster.then(|| against(Bar::ShownBelow(1.00), RAW_PLAIN)).flatten(),
        against(diesel, DIESEL),
        allocations(results, workload),
        flights(results, workload),
    ];
    judged.into_iter().flatten().collect()
}

/// What an iteration may allocate more than the bare driver's: 5 for a query, 2 for each condition, order and relation, and
/// 1 for each joined row.
fn allowance(workload: Workload) -> Option<f64> {
    match workload {
        Workload::Trivial(_) | Workload::Wide(_) => Some(7.0),
        Workload::Medium => Some(5.0 + 4.0 * 2.0 + 50.0),
        Workload::Get | Workload::Get16 | Workload::Insert1 | Workload::Update | Workload::Delete => {
            Some(5.0)
        }
        Workload::Held => Some(5.0 * benches_harness::BY_KEY as f64),
        _ => None,
    }
}

fn allocations(results: &Results, workload: Workload) -> Option<Judgement> {
    let (name, allowance) = (workload.to_string(), allowance(workload)?);
    let of = |contestant| results.median(&name, contestant, Turn::allocations).map(|median| median.value);
    let (querent, raw) = (of(QUERENT)?, of(RAW)?);
    // Neither what the runtime allocates now and then nor how often a buffer grows, which the pieces of an answer decide, is
    // an allocation of the query.
    let passed = querent <= 1.001 * raw + allowance + 0.5;
    let bar = format!("at most {allowance} allocations more than {RAW}");
    Some(Judgement { verdict: Verdict::of(passed), bar, found: format!("{querent:.1} against {raw:.1}") })
}

/// A stream reads through a cursor, in chunks, so that other statements can run meanwhile.
fn flights(results: &Results, workload: Workload) -> Option<Judgement> {
    let name = workload.to_string();
    let of = |contestant| results.exact(&name, contestant).map(|exact| exact.flights);
    let (querent, raw) = (of(QUERENT)?, of(RAW)?);
    (workload != Workload::Stream).then(|| Judgement {
        verdict: Verdict::of(querent <= raw),
        bar: format!("no more flights than {RAW}"),
        found: format!("{querent} against {raw}"),
    })
}
