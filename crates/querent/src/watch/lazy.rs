//! What is loaded for one row of a result after another.

use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::allow::Allowed;
use super::asked::Asked;
use super::bits::Bits;
use super::counts::Counts;
use super::few::place_of;
use super::problem::Problem;
use super::site::{Site, is_same};
use super::tally::{Extent, Tally};
use super::thresholds::Thresholds;

/// What is loaded: a relation by its place in the model, or a field by its column.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lazy {
    Relation(usize, Asked),
    Field(&'static str),
}

/// What it is to load for the same row again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The same query.
    Same,
    /// Perhaps another one: a manager's conditions differ.
    Another,
}

/// What is known of the loads of one relation or field.
#[derive(Default)]
pub(super) struct Loads {
    lines: Vec<(Site, Bits)>,
    /// The rows of all lines, once there are several.
    rows: Bits,
    counts: Counts,
    /// What they are counted for.
    scope: u64,
    repeated: Option<Box<Repeated>>,
    /// What nobody else tells the totals of.
    pub(super) own: Vec<Arc<Problem>>,
}

/// What is known of loads for rows that the same line had loaded it for before.
#[derive(Default)]
struct Repeated {
    /// How often for each row since the last write, the first time included.
    rows: FxHashMap<u32, u32>,
    /// How many writes there had been.
    writes: u64,
    counts: Counts,
}

/// A load for a row.
pub(super) struct Load {
    pub(super) row: u32,
    pub(super) lazy: Lazy,
    pub(super) again: Again,
    pub(super) site: Site,
    /// What expects it.
    pub(super) allowed: Option<Arc<Allowed>>,
}

impl Load {
    pub(super) fn is_expected(&self) -> bool {
        self.allowed.is_some()
    }
}

/// What a load is one of.
pub(super) struct Among {
    /// How many rows there are, as far as is known.
    pub(super) rows: u32,
    /// Whether there is one where there could have been several.
    pub(super) is_alone: bool,
    /// Whether they were found one by one.
    pub(super) are_looked_up: bool,
    /// The number of the scope that it runs in.
    pub(super) scope: u64,
    /// How often something was written there; `None` outside of scopes, where nobody knows what was.
    pub(super) writes: Option<u64>,
}

/// A load that was noted.
pub(super) struct Noted {
    pub(super) counted: Counted,
    /// What it would be one too many of.
    pub(super) of: TooMany,
    /// Whether its line had not loaded it for that row.
    pub(super) is_new: bool,
}

/// What a load is counted with.
pub(super) struct Counted {
    pub(super) tally: Arc<Tally>,
    pub(super) is_too_many: bool,
}

/// What there are too many loads of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TooMany {
    /// One for each of many rows.
    Rows,
    /// One after another for the same row.
    OfOne,
}

impl Loads {
    /// Notes a load, and what there are too many of if it is the one too many.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn note(
        &mut self,
        load: &Load,
        among: &Among,
        thresholds: &Thresholds,
        now: Instant,
    ) -> Noted {
        if self.scope != among.scope {
            // Rows may live through many requests, and one load in each of them is none too many.
            *self = Loads { scope: among.scope, own: std::mem::take(&mut self.own), ..Loads::default() };
        }
        let at = place_of(&self.lines, |(line, _)| is_same(line, load.site))
            .unwrap_or_else(|| self.begin_line(load.site));
        let is_only_line = self.lines.len() == 1;
        let of_line = &mut self.lines[at].1;
        let is_new = of_line.insert(load.row);
        if !is_new
            && load.again == Again::Same
            && let Some(writes) = among.writes
        {
            let counted = self.repeated.get_or_insert_default().note(load.row, writes, thresholds, now);
            return Noted { counted, of: TooMany::OfOne, is_new };
        }
        let of_line = of_line.count();
        let distinct = if is_only_line { of_line } else { self.rows.add(load.row) };
        let (siblings, spread) = match among.are_looked_up {
            true => (thresholds.repeats, thresholds.spread.max(thresholds.repeats)), // as of their queries
            false => (thresholds.siblings, thresholds.spread),
        };
        let enough = of_line >= siblings || distinct >= spread || among.is_alone && thresholds.single_rows;
        let extent = Extent { distinct, siblings: among.rows };
        let counted = Counted::of(&mut self.counts, extent, enough, thresholds, now);
        Noted { counted, of: TooMany::Rows, is_new }
    }

    #[cold]
    fn begin_line(&mut self, site: Site) -> usize {
        if let [(_, rows)] = &self.lines[..] {
            self.rows = rows.clone();
        }
        self.lines.reserve_exact(1); // mostly it stays the only one
        self.lines.push((site, Bits::default()));
        self.lines.len() - 1
    }
}

impl Counted {
    #[inline(always)] // as `Counts::begin`
    fn of(
        counts: &mut Counts,
        extent: Extent,
        is_enough: bool,
        thresholds: &Thresholds,
        now: Instant,
    ) -> Counted {
        let is_too_many = counts.begin(extent, is_enough, thresholds, now);
        Counted { tally: counts.share().clone(), is_too_many }
    }
}

impl Repeated {
    fn note(&mut self, row: u32, writes: u64, thresholds: &Thresholds, now: Instant) -> Counted {
        if self.writes != writes {
            self.writes = writes;
            self.rows.clear();
        }
        let times = self.rows.entry(row).or_insert(1);
        if *times == 1 {
            self.counts.count_earlier();
        }
        *times += 1;
        let is_enough = *times >= thresholds.redundant;
        let extent = Extent { distinct: self.rows.len() as u32, siblings: 0 };
        Counted::of(&mut self.counts, extent, is_enough, thresholds, now)
    }
}
