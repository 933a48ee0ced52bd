//! The names of databases that this crate makes.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sha2::{Digest, Sha256};

/// What the names of all templates begin with.
pub(crate) const TEMPLATES: &str = "querent_template_";

/// What the names of this machine's databases begin with; the number of a process and one of its databases follow.
static HERE: LazyLock<String> = LazyLock::new(|| format!("querent_test_{}_", short_hash([machine()])));

/// A name that no other database has.
pub(crate) fn next_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{}{}_{}", *HERE, std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What the names of this machine's databases begin with.
pub(crate) fn of_this_machine() -> &'static str {
    &HERE
}

/// Whether `name` is that of a database of this machine whose process has ended.
///
/// An earlier process may have had this one's number, so ask before there is a database of this process.
pub(crate) fn is_left_behind(name: &str) -> bool {
    let process = name.strip_prefix(HERE.as_str()).and_then(|rest| rest.split('_').next()?.parse().ok());
    process.is_some_and(|process| process == std::process::id() || !is_running(process))
}

/// Sixteen digits that stand for some texts.
pub(crate) fn short_hash<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        let text = text.as_ref();
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sets apart the machines and containers whose processes have the same numbers.
#[cfg(unix)]
fn machine() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let id = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let processes = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    format!("{name} {id} {}", processes.display())
}

#[cfg(unix)]
fn is_running(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    process.is_some_and(|process| rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn machine() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// Nothing tells, so nothing is left behind.
#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_databases_of_processes_that_have_ended_are_left_behind() {
        let mut ended = std::process::Command::new("true").spawn().unwrap();
        let process = ended.id();
        ended.wait().unwrap();
        assert!(is_left_behind(&format!("{}{process}_7", *HERE)));
        assert!(!is_left_behind(&format!("{}1_7", *HERE)), "the first process of a machine runs for ever");
        assert!(!is_left_behind(&format!("querent_test_0123456789abcdef_{process}_7")), "another machine's");
        assert!(!is_left_behind("shop"));
    }

    #[test]
    fn texts_are_hashed_with_their_borders() {
        assert_ne!(short_hash(["ab", "c"]), short_hash(["a", "bc"]));
    }
}
