//! The start of a server.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::folders::{claim_for, open_lock};
use super::installation::Installation;
use super::lease::{self, Lease};
use super::new_data::new_data;
use super::places::Places;
use super::user::User;
use crate::announce::announce;
use crate::cluster::Cluster;
use crate::error::{Error, Kind, Result};

/// How long a server may take to start; one that was killed first makes up for what it missed.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long to wait for a server that is stopping, or that uses the data under another name.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(60);

/// How often to look whether something has happened.
const PAUSE: Duration = Duration::from_millis(5);

/// How many seconds a server outlives the last process that used it: long enough for `cargo test` to start its next
/// program, and for somebody to press the key once more.
const GRACE: &str = "2";

/// How much of a log a message repeats.
const LINES_OF_LOG: usize = 12;

/// Starts a detached server and tidies up after it.
const KEEPER: &str = include_str!("keeper.sh");

/// The settings of every server.
const SETTINGS: &[&str] = &[
    // No port, and with it no password: the socket is in a folder of ours.
    "listen_addresses=",
    "port=5432",
    // Test programs run side by side, and so do the tests of each.
    "max_connections=200",
    "shared_buffers=64MB",
    "max_wal_size=128MB",
    // With the data, and gone with them: what a killed server leaves in /dev/shm stays there.
    "dynamic_shared_memory_type=mmap",
    "TimeZone=UTC",
    "log_timezone=UTC",
    // Each new database is one, or two.
    "log_checkpoints=off",
];

/// A crash of the machine loses the last half second, but never the whole.
const DEV_SETTINGS: &[&str] = &["synchronous_commit=off"];

/// Nothing has to survive, so nothing waits for a disk, and nobody looks after tables behind a test's back.
const TEST_SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
];

/// Nothing is lost that was acknowledged, as in production.
const SINGLE_SETTINGS: &[&str] = &[
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    // Before it makes up for what it missed a killed server writes all of its files to the disk: here by one call.
    #[cfg(target_os = "linux")]
    "recovery_init_sync_method=syncfs",
];

/// All that it takes to start a server.
#[derive(Debug)]
pub(super) struct Plan {
    cluster: Cluster,
    user: User,
    installation: Installation,
    new_data: PathBuf,
    pub(super) folder: PathBuf,
    home: PathBuf,
    /// Locked for as long as a server uses the data.
    pub(super) data_lock: PathBuf,
    pub(super) log: PathBuf,
}

impl Plan {
    pub(super) fn new(
        cluster: Cluster,
        user: User,
        installation: Installation,
        places: &Places,
    ) -> Result<Self> {
        let new_data = new_data(&installation, &user, &places.cache)?;
        let home = places.home(cluster, &format!("{}{}", installation.version.major, user.suffix()));
        let data_lock = match cluster {
            Cluster::Dev => home.with_extension("lock"),
            Cluster::Test | Cluster::Single(_) => places.beside(cluster, "data-lock"),
        };
        let (folder, log) = (places.folder(cluster), places.beside(cluster, "log"));
        Ok(Plan { cluster, user, installation, new_data, folder, home, data_lock, log })
    }

    /// Starts the server once no other one uses the data, unless there is one to be `found` meanwhile.
    pub(super) fn start_or(&self, found: impl Fn() -> Result<Option<Lease>>) -> Result<Lease> {
        self.once_free(found, |data_lock| self.start(data_lock))
    }

    /// Waits until no server uses the data.
    pub(super) fn wait_for_end(&self) -> Result<()> {
        self.once_free(|| Ok(None), |_| Ok(()))
    }

    fn once_free<T>(
        &self,
        found: impl Fn() -> Result<Option<T>>,
        work: impl FnOnce(File) -> Result<T>,
    ) -> Result<T> {
        let deadline = Instant::now() + PATIENCE_WITH_OTHERS;
        loop {
            if let Some(data_lock) = self.claim_data()? {
                return work(data_lock);
            }
            if let Some(other) = found()? {
                return Ok(other);
            }
            if Instant::now() > deadline {
                let message = format!("the data in `{}` are in use by another server", self.home.display());
                return Err(Error::new(Kind::Start, message));
            }
            sleep(PAUSE);
        }
    }

    /// The lock on the data, unless a server uses them.
    fn claim_data(&self) -> Result<Option<File>> {
        let file = open_lock(&self.data_lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::at("lock", &self.data_lock, error)),
        }
    }

    /// Starts the server and returns once it takes connections.
    fn start(&self, data_lock: File) -> Result<Lease> {
        if self.cluster == Cluster::Dev {
            announce(format_args!("starting {}, with data in {}", self.installation, self.home.display()));
        }
        claim_for(&self.user, &self.folder)?;
        claim_for(&self.user, &self.home)?;
        self.run_keeper(data_lock)?;
        let deadline = Instant::now() + PATIENCE;
        let mut lease = None;
        loop {
            if lease.is_none() {
                lease = Lease::take(&self.folder)?;
            }
            match lease {
                Some(lease) if self.is_ready() => return Ok(lease),
                _ if !self.folder.join(lease::NAME).exists() => return Err(self.failure("does not start")),
                _ if Instant::now() > deadline => return Err(self.failure("takes too long to start")),
                _ => sleep(PAUSE),
            }
        }
    }

    /// Returns when the keeper has made what the server needs, and has gone to the background with it.
    fn run_keeper(&self, data_lock: File) -> Result<()> {
        let unwritable = |error| Error::at("write", &self.log, error);
        let log = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&self.log);
        let log = log.map_err(unwritable)?;
        let said = log.try_clone().map_err(unwritable)?;
        let mut keeper = self.user.command(Path::new("/bin/sh"));
        // By a variable, so that a list of processes stays readable.
        keeper.env("KEEPER", KEEPER).args(["-c", r#"eval "$KEEPER""#, "querent-keeper"]);
        keeper.args([&self.folder, &self.home]);
        keeper.arg(self.fate()).arg(&self.new_data).arg(GRACE);
        keeper
            .arg(self.installation.program("postgres"))
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(&self.folder);
        keeper.args(self.settings().flat_map(|setting| ["-c", setting]));
        // A group of its own, which Ctrl-C does not reach. What it would inherit is a test's, and somebody may wait
        // for its end.
        keeper.process_group(0).stdin(data_lock).stdout(said).stderr(log);
        let ended = keeper.status().map_err(|error| self.failure("does not start").caused_by(error))?;
        if ended.success() { Ok(()) } else { Err(self.failure("does not start")) }
    }

    fn fate(&self) -> &'static str {
        match self.cluster {
            Cluster::Dev => "keep",
            Cluster::Test => "drop",
            Cluster::Single(_) => "end",
        }
    }

    fn settings(&self) -> impl Iterator<Item = &'static str> {
        let own = match self.cluster {
            Cluster::Dev => DEV_SETTINGS,
            Cluster::Test => TEST_SETTINGS,
            Cluster::Single(_) => SINGLE_SETTINGS,
        };
        SETTINGS.iter().chain(own).copied()
    }

    pub(super) fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Whether the server takes connections: its socket exists before, and what a killed one has left says so too.
    fn is_ready(&self) -> bool {
        let status = || fs::read_to_string(self.data().join("postmaster.pid")).ok();
        socket(&self.folder).exists()
            && status().is_some_and(|text| text.lines().nth(7).is_some_and(|line| line.trim() == "ready"))
    }

    fn failure(&self, what: &str) -> Error {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let mut lines: Vec<_> = log.lines().rev().take(LINES_OF_LOG).collect();
        lines.reverse();
        let message =
            format!("{} {what}; `{}` says:\n{}", self.installation, self.log.display(), lines.join("\n"));
        Error::new(Kind::Start, message)
    }
}

/// The socket of the server in `folder`.
pub(super) fn socket(folder: &Path) -> PathBuf {
    folder.join(".s.PGSQL.5432")
}
