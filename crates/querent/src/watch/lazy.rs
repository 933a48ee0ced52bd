//! What is loaded for one row of a result after another.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::asked::Asked;
use super::bits::Bits;
use super::problem::Problem;
use super::site::Site;
use super::tally::{Tally, UnderWay};
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
    rows: Bits,
    tally: Arc<Tally>,
    is_told: bool,
    repeated: Repeated,
    /// What nobody else tells the totals of.
    pub(super) own: Vec<Arc<Problem>>,
}

/// What is known of loads for rows that the same line had loaded it for before.
#[derive(Default)]
struct Repeated {
    /// How often for each row, the first time included.
    rows: FxHashMap<u32, u32>,
    tally: Arc<Tally>,
    is_told: bool,
}

/// One load that is under way.
pub(super) struct Noted {
    pub(super) under_way: UnderWay,
    /// What it is one too many of, with how many there were.
    pub(super) too_many: Option<(TooMany, Arc<Tally>)>,
}

/// What there are too many loads of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMany {
    /// One for each of many rows.
    Rows,
    /// One after another for the same row.
    OfOne,
}

impl Loads {
    /// Notes a load for one of `rows`. `alone`: it is the only one, where there could have been several.
    pub(super) fn note(
        &mut self,
        row: u32,
        rows: u32,
        site: Site,
        alone: bool,
        again: Again,
        thresholds: &Thresholds,
    ) -> Noted {
        let at = match self.lines.iter().position(|(line, _)| *line == site) {
            Some(at) => at,
            None => {
                self.lines.push((site, Bits::default()));
                self.lines.len() - 1
            }
        };
        let of_line = &mut self.lines[at].1;
        if !of_line.insert(row) && again == Again::Same {
            return self.repeated.note(row, thresholds);
        }
        self.rows.insert(row);
        let enough = of_line.count() >= thresholds.siblings
            || self.rows.count() >= thresholds.spread
            || alone && thresholds.single_rows;
        let is_too_many = enough && !self.is_told && self.tally.wall() >= thresholds.wall;
        self.is_told |= is_too_many;
        self.tally.set_distinct(self.rows.count().into());
        self.tally.set_siblings(rows.into());
        let under_way = self.tally.begin();
        Noted { under_way, too_many: is_too_many.then(|| (TooMany::Rows, self.tally.clone())) }
    }
}

impl Repeated {
    fn note(&mut self, row: u32, thresholds: &Thresholds) -> Noted {
        let times = self.rows.entry(row).or_insert(1);
        if *times == 1 {
            self.tally.count_earlier();
        }
        *times += 1;
        let is_too_many =
            *times >= thresholds.redundant && !self.is_told && self.tally.wall() >= thresholds.wall;
        self.is_told |= is_too_many;
        self.tally.set_distinct(self.rows.len() as u64);
        let under_way = self.tally.begin();
        Noted { under_way, too_many: is_too_many.then(|| (TooMany::OfOne, self.tally.clone())) }
    }
}
