//! Processes that use a server: this program once more, with one of the tests below.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use querent_testkit::{Setup, Tables, TestDb, dev_database};

use crate::eventually;

/// Asks a process to go on until its standard input ends.
const WAIT: &str = "QUERENT_TEST_WAIT";

/// What a process does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Dev,
    Test,
}

/// A cache of its own, so that the servers are nobody else's.
pub(crate) struct Cache(PathBuf);

impl Cache {
    pub(crate) fn new(name: &str) -> Self {
        // Where root's stand-in can go.
        Cache(PathBuf::from(format!("/tmp/querent-cache-{}-{name}", std::process::id())))
    }

    pub(crate) fn command(&self, role: Role) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let test = match role {
            Role::Dev => "process::a_program_has_a_database_to_develop_with",
            Role::Test => "process::a_program_has_a_database_to_test_with",
        };
        command
            .args(["--exact", test, "--nocapture"])
            .env("QUERENT_CACHE_DIR", &self.0)
            .env_remove("DATABASE_URL");
        command
    }

    pub(crate) fn process(&self, role: Role) -> Process {
        Process::spawn(self.command(role))
    }

    /// Waits until the server at `url` has stopped, and removes what it leaves on purpose.
    pub(crate) async fn clear(self, url: &str) {
        stopped(url).await;
        let folder = folder(url);
        eventually(async || fs::remove_dir(folder).is_ok() || !folder.exists()).await;
        for extension in ["lock", "data-lock", "log"] {
            let _ = fs::remove_file(folder.with_extension(extension));
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A process that is starting or has its server, and does not outlive this value.
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn spawn(mut command: Command) -> Self {
        command.env(WAIT, "").stdin(Stdio::piped()).stdout(Stdio::piped());
        Process(command.spawn().unwrap())
    }

    /// Waits until the process has its server; returns its address.
    pub(crate) fn url(&mut self) -> String {
        let mut lines = BufReader::new(self.0.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
        lines.find_map(|line| Some(line.strip_prefix("url=")?.to_owned())).expect("the process has no server")
    }

    /// Lets the process end by itself.
    pub(crate) fn end(mut self) {
        drop(self.0.stdin.take());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Process {
    /// As `kill -9` does.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a process says that gets no server.
pub(crate) fn failure(mut command: Command) -> String {
    let Output { status, stderr, stdout } = command.output().unwrap();
    assert!(!status.success());
    format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr))
}

/// Waits until the server at `url` has stopped.
pub(crate) async fn stopped(url: &str) {
    eventually(async || !folder(url).join(".s.PGSQL.5432").exists()).await;
}

/// The folder of the server at `url`.
fn folder(url: &str) -> &Path {
    Path::new(url.split_once("?host=").expect("the server has a socket").1)
}

fn wait(url: &str) {
    println!("\nurl={url}");
    if std::env::var_os(WAIT).is_some() {
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    }
}

#[tokio::test]
async fn a_program_has_a_database_to_develop_with() {
    wait(&dev_database("querent_testkit").await.unwrap());
}

#[tokio::test]
async fn a_program_has_a_database_to_test_with() {
    let setup = Setup { name: "a program", tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    let database = TestDb::create(&setup).await.unwrap();
    wait(database.url());
}
