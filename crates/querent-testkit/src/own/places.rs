//! Where a server has its files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::folders::claim;
use super::search;
use super::user::own_uid;
use crate::cluster::Cluster;
use crate::error::Result;

/// Names the folder that has our folder for what is kept between runs.
const CACHE_VARIABLE: &str = "QUERENT_CACHE_DIR";

/// Where memory can be used as a disk on Linux, and how much of it must be free: test databases fill it.
const MEMORY: &str = "/dev/shm";
const MEMORY_NEEDED: u64 = 1 << 30;

/// Where the servers of a user have their files.
#[derive(Debug)]
pub(super) struct Places {
    /// For what is kept between runs: data, and programs that were fetched.
    pub(super) cache: PathBuf,
    /// For what lives as long as a server. The paths of sockets are limited to 103 bytes, so it is short.
    running: PathBuf,
    /// Tells servers apart that must not be shared: other programs, another cache, another world of processes.
    key: String,
}

impl Places {
    pub(super) fn find() -> Result<Self> {
        let cache = cache()?;
        let running = PathBuf::from(format!("/tmp/querent-{}", own_uid()));
        claim(&running)?;
        let programs = std::env::var_os(search::VARIABLE).unwrap_or_default();
        // Containers may share a folder, but not know each other's processes.
        let processes = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [programs, cache.clone().into_os_string(), processes.into_os_string()] {
            hash.update(part.as_encoded_bytes());
            hash.update([0]);
        }
        let key = hash.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Places { cache, running, key })
    }

    /// The server's own folder, with its socket and its lease.
    pub(super) fn folder(&self, cluster: Cluster) -> PathBuf {
        self.running.join(format!("{cluster}-{}", self.key))
    }

    /// A file that belongs to a server and outlives it.
    pub(super) fn beside(&self, cluster: Cluster, extension: &str) -> PathBuf {
        self.folder(cluster).with_extension(extension)
    }

    /// The folder of a server's data; data that last have a `name`.
    pub(super) fn home(&self, cluster: Cluster, name: &str) -> PathBuf {
        match cluster {
            Cluster::Dev => self.cache.join(format!("dev-{name}")),
            Cluster::Test if memory_is_free() => {
                Path::new(MEMORY).join(format!("querent-{}-{}", own_uid(), self.key))
            }
            Cluster::Test | Cluster::Single(_) => self.folder(cluster),
        }
    }
}

/// The first folder for the cache that can be used.
fn cache() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(CACHE_VARIABLE) {
        let path = std::path::absolute(&path).unwrap_or(path.into()).join("querent");
        claim(&path)?;
        return Ok(path);
    }
    let usable = |path: &PathBuf| !is_remote(path) && claim(path).is_ok();
    if let Some(path) = usual_cache().filter(usable) {
        return Ok(path);
    }
    let path = PathBuf::from(format!("/var/tmp/querent-{}", own_uid()));
    claim(&path)?;
    Ok(path)
}

/// Where this system keeps caches. Root's home is closed to the user that the server runs as.
fn usual_cache() -> Option<PathBuf> {
    let absolute = |variable: &str| {
        std::env::var_os(variable).filter(|path: &OsString| Path::new(path).is_absolute()).map(PathBuf::from)
    };
    let folder = match (own_uid(), cfg!(target_os = "macos")) {
        (0, false) => PathBuf::from("/var/cache"),
        (0, true) => PathBuf::from("/Library/Caches"),
        (_, false) => absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?,
        (_, true) => absolute("HOME")?.join("Library/Caches"),
    };
    Some(folder.join("querent"))
}

/// Whether `path` is on another machine, where nothing says that a server of a third one uses the same data.
#[cfg(target_os = "linux")]
fn is_remote(path: &Path) -> bool {
    const NFS: u64 = 0x6969;
    const SMB2: u64 = 0xfe53_4d42;
    let there = path.ancestors().find_map(|folder| rustix::fs::statfs(folder).ok());
    there.is_some_and(|system| [NFS, SMB2].contains(&(system.f_type as u64)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}

fn memory_is_free() -> bool {
    Path::new(MEMORY).is_dir()
        && rustix::fs::statvfs(MEMORY).is_ok_and(|memory| memory.f_bavail * memory.f_frsize >= MEMORY_NEEDED)
}
