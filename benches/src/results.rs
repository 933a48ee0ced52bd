//! What was measured, and the files that keep it.

use std::path::Path;

use benches::Result;
use benches::median::Median;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What one contestant's turn in one round cost, all iterations together.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Turn {
    pub(crate) workload: String,
    pub(crate) contestant: String,
    pub(crate) round: u32,
    pub(crate) iterations: u64,
    pub(crate) wall_ns: u64,
    pub(crate) cpu_ns: u64,
    pub(crate) allocations: Option<u64>,
    pub(crate) bytes: Option<u64>,
}

impl Turn {
    /// Nanoseconds until an iteration was done.
    pub(crate) fn wall(&self) -> Option<f64> {
        Some(self.wall_ns as f64 / self.iterations as f64)
    }

    /// Nanoseconds of the process on a processor for an iteration.
    pub(crate) fn cpu(&self) -> Option<f64> {
        Some(self.cpu_ns as f64 / self.iterations as f64)
    }

    /// Allocations of an iteration.
    pub(crate) fn allocations(&self) -> Option<f64> {
        Some(self.allocations? as f64 / self.iterations as f64)
    }
}

/// What does not vary between rounds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Exact {
    pub(crate) workload: String,
    pub(crate) contestant: String,
    /// Flights of an iteration.
    pub(crate) flights: f64,
    /// The most memory that the process ever had in use.
    pub(crate) peak_kib: u64,
}

/// Everything that a run has measured.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) turns: Vec<Turn>,
    pub(crate) exact: Vec<Exact>,
}

impl Results {
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Results> {
        let turns = rows(&folder.join(format!("{name}.csv")))?;
        Ok(Results { turns, exact: rows(&folder.join(format!("{name}_exact.csv")))? })
    }

    pub(crate) fn write(&self, folder: &Path, name: &str) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        write_rows(&folder.join(format!("{name}.csv")), &self.turns)?;
        write_rows(&folder.join(format!("{name}_exact.csv")), &self.exact)
    }

    /// How many rounds there were.
    pub(crate) fn rounds(&self) -> u32 {
        self.turns.iter().map(|turn| turn.round).max().unwrap_or(0)
    }

    /// The turns of one contestant with one workload, in the order of the rounds.
    pub(crate) fn of<'r>(
        &'r self,
        workload: &'r str,
        contestant: &'r str,
    ) -> impl Iterator<Item = &'r Turn> + use<'r> {
        self.turns.iter().filter(move |turn| turn.workload == workload && turn.contestant == contestant)
    }

    pub(crate) fn exact(&self, workload: &str, contestant: &str) -> Option<&Exact> {
        self.exact.iter().find(|exact| exact.workload == workload && exact.contestant == contestant)
    }

    /// The median of what an iteration cost; `None` if the contestant does not do that, or does not count it.
    pub(crate) fn median(
        &self,
        workload: &str,
        contestant: &str,
        what: fn(&Turn) -> Option<f64>,
    ) -> Option<Median> {
        let sample: Vec<f64> = self.of(workload, contestant).filter_map(what).collect();
        (!sample.is_empty()).then(|| Median::of(sample))
    }

    /// The median of the rounds' ratios of one contestant's cost to another's.
    pub(crate) fn ratio(
        &self,
        workload: &str,
        [contestant, other]: [&str; 2],
        what: fn(&Turn) -> Option<f64>,
    ) -> Option<Median> {
        let both = self.of(workload, contestant).zip(self.of(workload, other));
        let sample: Vec<f64> = both.filter_map(|(one, other)| Some(what(one)? / what(other)?)).collect();
        (!sample.is_empty()).then(|| Median::of(sample))
    }
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(reader.deserialize().collect::<std::result::Result<_, _>>()?)
}

fn write_rows<T: Serialize>(path: &Path, rows: &[T]) -> Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    rows.iter().try_for_each(|row| writer.serialize(row))?;
    Ok(writer.flush()?)
}
