//! What is loaded for one row of a result after another.

use std::sync::Arc;

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

/// What is known of the loads of one relation or field.
#[derive(Default)]
pub(super) struct Loads {
    lines: Vec<(Site, Bits)>,
    rows: Bits,
    tally: Arc<Tally>,
    pub(super) problem: Option<Arc<Problem>>,
    /// Whether nobody else tells the totals.
    pub(super) tells_totals: bool,
}

/// One load that is under way.
pub(super) struct Noted {
    pub(super) under_way: UnderWay,
    /// Whether it is the one with which there are too many.
    pub(super) is_too_many: bool,
}

impl Loads {
    /// Notes a load for one of `rows`. `alone`: it is the only one, where there could have been several.
    pub(super) fn note(
        &mut self,
        row: u32,
        rows: u32,
        site: Site,
        alone: bool,
        thresholds: &Thresholds,
    ) -> Noted {
        let at = match self.lines.iter().position(|(line, _)| *line == site) {
            Some(at) => at,
            None => {
                self.lines.push((site, Bits::default()));
                self.lines.len() - 1
            }
        };
        self.rows.insert(row);
        let of_line = &mut self.lines[at].1;
        of_line.insert(row);
        let enough = of_line.count() >= thresholds.siblings
            || self.rows.count() >= thresholds.spread
            || alone && thresholds.single_rows;
        let is_too_many = enough && self.problem.is_none() && self.tally.wall() >= thresholds.wall;
        self.tally.set_distinct(self.rows.count().into());
        self.tally.set_siblings(rows.into());
        Noted { under_way: self.tally.begin(), is_too_many }
    }

    pub(super) fn tally(&self) -> Arc<Tally> {
        self.tally.clone()
    }
}
