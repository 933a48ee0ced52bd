//! What was seen.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// What writers have seen while something went wrong.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// How often something was made to go wrong.
    pub faults: usize,
    /// Writes that were acknowledged, all of which are there.
    pub acknowledged: usize,
    /// The rows that they and those found have left.
    pub rows: usize,
    /// Writes that were refused for sure, none of which is there.
    pub refused: usize,
    /// Writes whose outcome was open, and which were found.
    pub found: usize,
    /// Writes whose outcome was open, and which were not found.
    pub void: usize,
    /// Writes that nobody waited for any longer; among those whose outcome was open.
    pub abandoned: usize,
    /// The errors, by their kind.
    pub kinds: BTreeMap<String, usize>,
    /// How long it took after each fault until every writer had written again.
    pub recoveries: Vec<Duration>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} faults; {} writes acknowledged and there once ({} rows with those found)",
            self.faults, self.acknowledged, self.rows,
        )?;
        writeln!(
            f,
            "{} refused and not there; outcome open: {} there, {} not",
            self.refused, self.found, self.void
        )?;
        let kinds: Vec<_> = self.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        writeln!(f, "errors: {}; {} given up after their time", kinds.join(", "), self.abandoned)?;
        let mut sorted = self.recoveries.clone();
        sorted.sort_unstable();
        match (sorted.get(sorted.len() / 2), sorted.last()) {
            (Some(median), Some(slowest)) => write!(
                f,
                "every writer wrote again after {median:.0?} (median), {slowest:.0?} at most, of {} times",
                sorted.len(),
            ),
            _ => f.write_str("no recovery was measured"),
        }
    }
}
