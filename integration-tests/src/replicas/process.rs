//! One of the processes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use querent::Db;
use querent_migrate::{Event, Migrate};

use super::files::{FUNCTIONS, graph};

/// The address of the database that a process migrates.
const ADDRESS: &str = "QUERENT_TEST_REPLICA";

/// What a process tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A migration begins.
    Began,
    /// A migration has ended.
    Finished,
    /// Anything else.
    Other(String),
}

/// A process that migrates, which does not outlive this value.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    lines: Arc<Mutex<Vec<Line>>>,
    reader: Option<thread::JoinHandle<()>>,
}

/// Migrates the database that the environment names, and exits; nothing, if it names none.
///
/// # Panics
///
/// If the database cannot be migrated.
pub async fn replica() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let tell = |event: &Event| {
        let line = match event {
            Event::Began { .. } => "began".to_owned(),
            Event::Finished { .. } => "finished".to_owned(),
            other => other.to_string(),
        };
        // Whoever listens may be gone.
        let _ = writeln!(std::io::stdout(), "\nreplica: {line}");
    };
    let db = Db::connect(&address).await.expect("the server runs");
    let migrated = Migrate::new(&db, Ok(graph()), FUNCTIONS).progress(tell).await;
    if let Err(error) = migrated {
        panic!("{error}: {:?}", std::error::Error::source(&error));
    }
}

impl Process {
    pub(super) fn start(mut command: Command, address: &str) -> Process {
        command.env(ADDRESS, address).stdout(Stdio::piped()).stdin(Stdio::null());
        let mut child = command.spawn().expect("this program can be started once more");
        let stdout = child.stdout.take().expect("its output is piped");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let noted = lines.clone();
        let reader = thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok).filter(|line| !line.is_empty()) {
                let line = match line.strip_prefix("replica: ") {
                    Some("began") => Line::Began,
                    Some("finished") => Line::Finished,
                    _ => Line::Other(line),
                };
                noted.lock().expect("nobody panics who has it").push(line);
            }
        });
        Process { child, lines, reader: Some(reader) }
    }

    /// What it has told so far.
    pub(super) fn lines(&self) -> Vec<Line> {
        self.lines.lock().expect("nobody panics who has it").clone()
    }

    /// Whether it has begun a migration and not ended it.
    pub(super) fn is_at_work(&self) -> bool {
        self.lines().iter().rfind(|line| !matches!(line, Line::Other(_))) == Some(&Line::Began)
    }

    /// Kills it by SIGKILL. Whether it had not ended before.
    pub(super) fn kill(&mut self) -> bool {
        let runs = matches!(self.child.try_wait(), Ok(None));
        let _ = self.child.kill();
        runs
    }

    /// Waits until it has ended.
    pub(super) async fn end(&mut self) -> Result<(), Vec<Line>> {
        let status = loop {
            match self.child.try_wait().expect("it is a child of this process") {
                Some(status) => break status,
                None => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        };
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        if status.success() { Ok(()) } else { Err(self.lines()) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
