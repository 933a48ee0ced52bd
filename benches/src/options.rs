//! What the command is told.

use std::time::Duration;

use benches_harness::Workload;
use clap::Parser;

/// Querent beside the bare driver, and beside its peers.
#[derive(Clone, Debug, Parser)]
pub(crate) struct Options {
    /// Builds the peers, too, and measures them.
    #[arg(long)]
    pub(crate) peers: bool,

    /// How many rounds there are.
    #[arg(long, default_value_t = 41)]
    pub(crate) rounds: u32,

    /// A round-trip time to add, such as `1ms` or `500us`.
    #[arg(long, value_parser = time)]
    pub(crate) rtt: Option<Duration>,

    /// The workloads to measure; nothing is written then but the table.
    #[arg(long, value_delimiter = ',', value_parser = workload)]
    pub(crate) only: Vec<Workload>,

    /// Measures nothing: prints the table of the last run, and writes the page.
    #[arg(long)]
    pub(crate) page: bool,
}

impl Options {
    /// The workloads to measure.
    pub(crate) fn workloads(&self) -> Vec<Workload> {
        Workload::ALL.into_iter().filter(|one| self.only.is_empty() || self.only.contains(one)).collect()
    }

    /// Whether its results are worth to be kept: those of fewer rounds prove nothing.
    pub(crate) fn is_whole(&self) -> bool {
        self.only.is_empty() && self.rounds >= 30
    }

    /// What the results go by.
    pub(crate) fn name(&self) -> String {
        self.rtt.map_or_else(|| "local".to_owned(), |rtt| format!("rtt_{}us", rtt.as_micros()))
    }
}

fn time(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.trim_end_matches(char::is_alphabetic).len());
    let number: f64 = number.parse().map_err(|_| format!("`{number}` is no number"))?;
    match unit {
        "ms" => Ok(Duration::from_secs_f64(number / 1e3)),
        "us" | "µs" => Ok(Duration::from_secs_f64(number / 1e6)),
        _ => Err("say `ms` or `us`".to_owned()),
    }
}

fn workload(name: &str) -> Result<Workload, String> {
    Workload::named(name).ok_or_else(|| {
        let names: Vec<_> = Workload::ALL.iter().map(ToString::to_string).collect();
        format!("there are {}", names.join(", "))
    })
}
