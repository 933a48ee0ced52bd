//! The processes that are measured.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use benches_harness::{Result, Workload};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A contestant's program.
#[derive(Clone, Debug)]
pub struct Program {
    /// What the contestant goes by in tables.
    pub name: &'static str,
    /// The command and its arguments before the workload.
    command: Vec<PathBuf>,
    /// Its arguments after the workload.
    options: &'static [&'static str],
}

impl Program {
    /// The contestant whose program is at `path`.
    pub fn new(name: &'static str, path: impl Into<PathBuf>) -> Program {
        Program { name, command: vec![path.into()], options: &[] }
    }

    /// The program, told these options, too.
    pub fn with_options(self, options: &'static [&'static str]) -> Program {
        Program { options, ..self }
    }

    /// The program, run by another one, such as an interpreter.
    pub fn run_by(mut self, command: impl IntoIterator<Item = PathBuf>) -> Program {
        self.command.splice(0..0, command);
        self
    }

    /// Starts it; `None` if it has no way to do `workload`.
    ///
    /// # Errors
    ///
    /// If it does not start, or cannot connect to the database at `url`.
    pub fn start(&self, workload: Workload, url: &str) -> Result<Option<Contestant>> {
        let [program, arguments @ ..] = &self.command[..] else { return Err("there is no command".into()) };
        let mut command = Command::new(program);
        command.args(arguments).arg(workload.to_string()).args(self.options).env("BENCH_URL", url);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let answers = BufReader::new(process.stdout.take().ok_or("a process without output")?);
        let mut contestant = Contestant { name: self.name, process, answers };
        let Connected { ready, unsupported } = contestant.answer()?;
        match (ready, unsupported) {
            (true, _) => Ok(Some(contestant)),
            (_, true) => Ok(None),
            _ => Err(format!("{} does not say whether it is ready", self.name).into()),
        }
    }
}

/// A process that has connected, and ends with this value.
#[derive(Debug)]
pub struct Contestant {
    /// What it goes by in tables.
    pub name: &'static str,
    process: Child,
    answers: BufReader<ChildStdout>,
}

/// What so many iterations cost together; what a language cannot count is missing.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Cost {
    /// Nanoseconds until the work was done.
    pub wall_ns: u64,
    /// Nanoseconds of the process on a processor, user and system.
    pub cpu_ns: u64,
    /// Calls to the allocator for new or larger memory.
    pub allocations: Option<u64>,
    /// Bytes that were asked for.
    pub bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Connected {
    #[serde(default)]
    ready: bool,
    #[serde(default)]
    unsupported: bool,
}

#[derive(Deserialize)]
struct Checked {
    checksum: u64,
}

#[derive(Deserialize)]
struct Memory {
    peak_kib: u64,
}

#[derive(Deserialize)]
struct Failed {
    error: String,
}

impl Contestant {
    /// Runs one iteration; the checksum of what it has read.
    ///
    /// # Errors
    ///
    /// Those of the contestant, and its end.
    pub fn check(&mut self) -> Result<u64> {
        Ok(self.told::<Checked>("check")?.checksum)
    }

    /// Runs so many iterations.
    ///
    /// # Errors
    ///
    /// Those of the contestant, and its end.
    pub fn run(&mut self, iterations: u64) -> Result<Cost> {
        self.told(&format!("run {iterations}"))
    }

    /// The most memory that it has ever had in use.
    ///
    /// # Errors
    ///
    /// Those of the contestant, and its end.
    pub fn peak_kib(&mut self) -> Result<u64> {
        Ok(self.told::<Memory>("memory")?.peak_kib)
    }

    fn told<T: DeserializeOwned>(&mut self, line: &str) -> Result<T> {
        let input = self.process.stdin.as_mut().ok_or("a process without input")?;
        writeln!(input, "{line}")?;
        self.answer()
    }

    fn answer<T: DeserializeOwned>(&mut self) -> Result<T> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(format!("{} has ended: {}", self.name, self.process.wait()?).into());
        }
        if let Ok(Failed { error }) = serde_json::from_str(&line) {
            return Err(format!("{}: {error}", self.name).into());
        }
        serde_json::from_str(&line)
            .map_err(|error| format!("{} answers `{}`: {error}", self.name, line.trim()).into())
    }
}

impl Drop for Contestant {
    fn drop(&mut self) {
        drop(self.process.stdin.take()); // which it waits for
        let _ = self.process.wait();
    }
}
