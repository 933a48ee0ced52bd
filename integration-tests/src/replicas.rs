//! Processes that migrate one database at the same time, some of which are killed.

mod files;
mod process;

use std::fmt;
use std::process::Command;
use std::time::{Duration, Instant};

use querent::{Db, Result};
use querent_migrate::Migrate;
use querent_testkit::TestServer;

use crate::meaning::Dice;
use files::{FUNCTIONS, LINES, graph};
pub use process::replica;
use process::{Line, Process};

/// How many start at the same time.
const PROCESSES: usize = 8;

/// What was seen of processes that migrate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Replicas {
    /// Databases that were migrated.
    pub rounds: usize,
    /// Processes that were started.
    pub processes: usize,
    /// Processes that were killed before they had ended.
    pub killed: usize,
    /// Of these, those that were at work at that moment.
    pub killed_at_work: usize,
    /// Migrations that a process has told to have applied.
    pub applied: usize,
    /// The longest that a round took.
    pub slowest: Duration,
}

/// Lets eight processes migrate a database, so many times. Each `command` starts one, which calls [`replica`].
///
/// Every other database is half migrated at first, and of each two rounds one has a process that is killed: at a random moment,
/// or a random while after it has told that it began to work.
///
/// # Panics
///
/// If a process fails that was not killed, or if the database is not as one process would have made it.
pub async fn rounds(times: usize, command: impl Fn() -> Command) -> Result<Replicas> {
    let server = TestServer::start().await.expect("there is a server to migrate");
    let db = Db::builder().url(server.url()).connect().await?;
    let mut dice = Dice::new(0x8_0dd5);
    let mut seen = Replicas::default();
    for round in 0..times {
        db.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await?;
        if round % 2 == 1 {
            let half = Migrate::new(&db, Ok(graph()), FUNCTIONS).to("shop.0002_stock");
            half.await.expect("one process can migrate");
        }
        let began = Instant::now();
        let mut processes: Vec<_> = (0..PROCESSES).map(|_| Process::start(command(), server.url())).collect();
        seen.processes += processes.len();
        let victim = match round % 4 {
            0 => victim_at_work(&processes, &mut dice).await,
            3 => Some(victim_at_any_time(&mut dice).await),
            _ => None,
        };
        if let Some(victim) = victim
            && processes[victim].kill()
        {
            seen.killed += 1;
            seen.killed_at_work += usize::from(processes[victim].is_at_work());
        }
        for (number, process) in processes.iter_mut().enumerate() {
            let outcome = process.end().await;
            assert!(
                outcome.is_ok() || victim == Some(number),
                "round {round}, process {number}: {outcome:?}"
            );
            seen.applied += process.lines().iter().filter(|line| matches!(line, Line::Finished)).count();
        }
        seen.slowest = seen.slowest.max(began.elapsed());
        check(&db, round).await?;
        seen.rounds += 1;
    }
    Ok(seen)
}

/// Some process, after some time.
async fn victim_at_any_time(dice: &mut Dice) -> usize {
    tokio::time::sleep(Duration::from_millis(dice.below(1_000) as u64)).await;
    dice.below(PROCESSES)
}

/// The first process that begins to work, some time after that.
async fn victim_at_work(processes: &[Process], dice: &mut Dice) -> Option<usize> {
    let pause = Duration::from_millis(dice.below(150) as u64);
    for _ in 0..10_000 {
        if let Some(at_work) = processes.iter().position(Process::is_at_work) {
            tokio::time::sleep(pause).await;
            return Some(at_work);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    None
}

/// Whether everything was applied, and once.
async fn check(db: &Db, round: usize) -> Result<()> {
    let (lines, rows, valid) = db
        .with_client(async |client| -> Result<_> {
            let lines = client.query("SELECT line FROM diary ORDER BY line", &[]).await?;
            let rows = client.query("SELECT state FROM querent_migrations", &[]).await?;
            let valid = client.query("SELECT indisvalid FROM pg_index WHERE NOT indisvalid", &[]).await?;
            Ok((lines, rows, valid.is_empty()))
        })
        .await?;
    let lines: Vec<&str> = lines.iter().map(|row| row.get(0)).collect();
    assert_eq!(lines, LINES, "round {round}");
    assert_eq!(rows.len(), graph().plan().count(), "round {round}");
    assert!(rows.iter().all(|row| row.get::<_, &str>(0) == "applied"), "round {round}");
    assert!(valid, "round {round}: an index is not valid");
    Ok(())
}

impl fmt::Display for Replicas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Replicas { rounds, processes, killed, killed_at_work, applied, slowest } = self;
        write!(
            f,
            "{rounds} databases by {processes} processes, of which {killed} were killed, {killed_at_work} of them at work; \
             {applied} migrations told as applied, each once in every database; the slowest round took {slowest:.1?}"
        )
    }
}
