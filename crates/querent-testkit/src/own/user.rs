//! Whom a server runs as.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Kind, Result};

/// Those who may run a server for root, the best one first.
const STAND_INS: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// Where programs are on a machine that says nothing else.
const USUAL_PATH: &str = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

/// Whom a server runs as: us, or somebody else where we are root, for whom PostgreSQL refuses to run.
#[derive(Clone, Debug)]
pub(super) enum User {
    Ourselves,
    StandIn(Account),
}

/// A user of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    name: String,
    uid: u32,
    gid: u32,
}

impl User {
    pub(super) fn find() -> Result<User> {
        if own_uid() != 0 {
            return Ok(User::Ourselves);
        }
        let path = Path::new("/etc/passwd");
        let accounts = fs::read_to_string(path).map_err(|error| Error::at("read", path, error))?;
        let stand_in = STAND_INS.iter().find_map(|name| account(&accounts, name));
        stand_in.map(User::StandIn).ok_or_else(|| {
            let message = "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as; \
                           make one, or set DATABASE_URL";
            Error::new(Kind::Start, message)
        })
    }

    /// A command that runs as this user, and in a fixed environment: the machine's language, time zone and PG variables
    /// change what PostgreSQL does, and root's variables are nobody else's business.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env_clear()
            .env("PATH", format!("{path}:{USUAL_PATH}"))
            // On macOS a server that finds no language set becomes multithreaded, and stops.
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .current_dir("/");
        if let User::StandIn(account) = self {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    /// Makes this user the owner of `path`.
    pub(super) fn own(&self, path: &Path) -> Result<()> {
        match self {
            User::Ourselves => Ok(()),
            User::StandIn(account) => chown(path, Some(account.uid), Some(account.gid))
                .map_err(|error| Error::at("change the owner of", path, error)),
        }
    }

    pub(super) fn uid(&self) -> u32 {
        match self {
            User::Ourselves => own_uid(),
            User::StandIn(account) => account.uid,
        }
    }

    /// Sets what is this user's apart from what another stand-in has left, in names of folders.
    pub(super) fn suffix(&self) -> String {
        match self {
            User::Ourselves => String::new(),
            User::StandIn(account) => format!("-{}", account.name),
        }
    }
}

/// The user that this process runs as.
pub(super) fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// The account called `name` in the text of `/etc/passwd`.
fn account(passwd: &str, name: &str) -> Option<Account> {
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map(|number| number.parse::<i64>().ok());
    // macOS writes the highest numbers as negative ones.
    let mut next = || numbers.next().flatten().map(|number| number as u32);
    Some(Account { name: name.to_owned(), uid: next()?, gid: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_the_list_of_users() {
        let passwd =
            "# comment\nroot:x:0:0::/root:/bin/sh\nnobody:*:-2:-2:Unprivileged:/var/empty:/usr/bin/false\n";
        let nobody = Account { name: "nobody".to_owned(), uid: u32::MAX - 1, gid: u32::MAX - 1 };
        assert_eq!(account(passwd, "nobody"), Some(nobody));
        assert_eq!(account(passwd, "postgres"), None);
    }
}
