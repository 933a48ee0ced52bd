//! From when on something is worth reporting.

use std::time::Duration;

/// From when on something is worth reporting.
///
/// [`development`](Thresholds::development) is what a debug build begins with, [`production`](Thresholds::production)
/// what a release build does.
///
/// ```
/// use querent::watch::Thresholds;
///
/// let mut patient = Thresholds::development();
/// patient.siblings = 4;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Thresholds {
    /// For how many different rows of one result one line may load a relation or field before it is a finding; the
    /// finding is made with this one.
    pub siblings: u32,
    /// As `siblings`, whatever the lines are.
    pub spread: u32,
    /// With how many different values one line sends one query, and for how many of the rows that it looks up so one line
    /// loads a relation or field.
    pub repeats: u32,
    /// How often one line sends one query with the same values.
    pub redundant: u32,
    /// How many rows one line writes; `None` where writes are not watched.
    pub writes: Option<u32>,
    /// In how many results of one line nobody has looked at what was loaded eagerly, before it is reported; once somebody
    /// has, it is not any more. With 1 each is: a test has one result.
    pub unused: u32,
    /// Findings that have taken less time than this are not reported.
    pub wall: Duration,
    /// Whether one row is enough where the query could have found several: what a test with one row misses otherwise.
    pub single_rows: bool,
}

impl Thresholds {
    /// The second row is reported, and the third eager load that nobody looks at: for development, where tables are small.
    pub const fn development() -> Self {
        Thresholds {
            siblings: 2,
            spread: 5,
            repeats: 5,
            redundant: 5,
            writes: None,
            unused: 3,
            wall: Duration::ZERO,
            single_rows: false,
        }
    }

    /// As [`development`](Self::development), with queries in a loop reported at the third, and eager loads at the first: for
    /// tests.
    pub const fn test() -> Self {
        Thresholds { repeats: 3, unused: 1, ..Thresholds::development() }
    }

    /// What has cost 10 ms or more, and eager loads that nobody looked at in twenty results.
    pub const fn production() -> Self {
        Thresholds {
            siblings: 5,
            spread: 10,
            repeats: 10,
            redundant: 10,
            writes: None,
            unused: 20,
            wall: Duration::from_millis(10),
            single_rows: false,
        }
    }
}

/// [`development`](Thresholds::development) in a debug build, else [`production`](Thresholds::production).
impl Default for Thresholds {
    fn default() -> Self {
        if cfg!(debug_assertions) { Thresholds::development() } else { Thresholds::production() }
    }
}
