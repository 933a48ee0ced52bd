//! The search for a PostgreSQL on this machine.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::installation::Installation;
use super::user::User;
use crate::error::{Error, Kind, Result};

/// Names the folder of the programs, and ends the search.
pub(super) const VARIABLE: &str = "QUERENT_POSTGRES_BIN";

/// Where packages put the programs; a `*` stands for any part of one name.
const USUAL: &[&str] = &[
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/lib64/postgresql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/opt/local/lib/postgresql*/bin",
    "/Library/PostgreSQL/*/bin",
    "/opt/PostgreSQL/*/bin",
];

/// What there is on this machine.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) newest: Option<Installation>,
    /// Those that cannot be used, with the reason.
    pub(super) refused: Vec<String>,
}

/// Searches this machine for the newest PostgreSQL that `user` can run.
pub(super) fn search(user: &User) -> Result<Found> {
    match std::env::var_os(VARIABLE) {
        Some(bin) => match Installation::at(&absolute(Path::new(&bin)), user) {
            Ok(installation) => Ok(Found { newest: Some(installation), refused: Vec::new() }),
            Err(why) => {
                Err(Error::new(Kind::Programs, format!("{VARIABLE} names no PostgreSQL of use: {why}")))
            }
        },
        None => Ok(newest_of(&folders(), user)),
    }
}

/// The path from the root on: programs are started in another folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn newest_of(folders: &[PathBuf], user: &User) -> Found {
    let mut found = Found::default();
    for folder in folders {
        match Installation::at(folder, user) {
            Ok(other) if found.newest.as_ref().is_none_or(|newest| other.version > newest.version) => {
                found.newest = Some(other);
            }
            Ok(_) => (),
            Err(why) => found.refused.push(why),
        }
    }
    found
}

/// The folders that hold a `postgres`, each once.
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates = std::env::split_paths(&path)
        .chain(configured())
        .chain(USUAL.iter().flat_map(|pattern| expand(pattern)));
    let mut folders = Vec::new();
    // A link in PATH leads to a program whose own folder also holds `initdb`.
    for program in candidates.filter_map(|folder| fs::canonicalize(folder.join("postgres")).ok()) {
        if let Some(folder) = program.parent().filter(|folder| !folders.iter().any(|known| known == folder)) {
            folders.push(folder.to_owned());
        }
    }
    folders
}

/// The folder that `pg_config` names, which also comes with nothing but the library for clients.
fn configured() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The paths that match `pattern`, which has one `*`.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let (before, after) = pattern.split_once('*').expect("every pattern has a `*`");
    let (parent, start) = before.rsplit_once('/').expect("every pattern is an absolute path");
    let (end, rest) = after.split_once('/').unwrap_or((after, ""));
    let fits = |name: &OsStr| {
        name.to_str().is_some_and(|name| name.strip_prefix(start).is_some_and(|name| name.ends_with(end)))
    };
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries.filter(|entry| fits(&entry.file_name())).map(|entry| entry.path().join(rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a program in a process of its own: while this one has it open for writing, a thread that starts another
    /// process passes that on, and the program is "busy".
    const WRITE: &str =
        r#"printf '#!/bin/sh\necho "postgres (PostgreSQL) %s"\n' "$2" >"$1" && chmod 755 "$1""#;

    /// Folders whose `postgres` prints these versions, in a place that root's stand-in can reach.
    fn fakes(name: &str, versions: &[&str]) -> (PathBuf, Vec<PathBuf>) {
        let root = PathBuf::from(format!("/tmp/querent-search-{name}-{}", std::process::id()));
        let folders = versions.iter().map(|version| {
            let folder = root.join(version);
            fs::create_dir_all(&folder).unwrap();
            for program in ["postgres", "initdb"] {
                let written = Command::new("sh")
                    .args(["-c", WRITE, "sh"])
                    .arg(folder.join(program))
                    .arg(version)
                    .status();
                assert!(written.unwrap().success());
            }
            folder
        });
        let folders = folders.collect();
        (root, folders)
    }

    #[test]
    fn binaries_that_are_too_old_are_skipped_and_named() {
        let (root, folders) = fakes("old", &["13.4", "9.6.24"]);
        let found = newest_of(&folders, &User::find().unwrap());
        fs::remove_dir_all(&root).unwrap();
        assert!(found.newest.is_none());
        assert_eq!(
            found.refused,
            [
                format!("{}: PostgreSQL 13.4 is older than 14", folders[0].display()),
                format!("{}: PostgreSQL 9.6.24 is older than 14", folders[1].display()),
            ]
        );
    }

    #[test]
    fn the_newest_version_is_taken_whatever_the_order() {
        let (root, folders) = fakes("new", &["14.9", "16.3", "16.10", "13.4", "15.1"]);
        let found = newest_of(&folders, &User::find().unwrap());
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found.newest.unwrap().version.to_string(), "16.10");
    }

    #[test]
    fn programs_without_initdb_are_refused() {
        let (root, folders) = fakes("client", &["16.3"]);
        fs::remove_file(folders[0].join("initdb")).unwrap();
        let found = newest_of(&folders, &User::find().unwrap());
        fs::remove_dir_all(&root).unwrap();
        assert!(found.newest.is_none());
        assert!(found.refused[0].contains("`initdb`"), "{:?}", found.refused);
    }

    #[test]
    fn a_pattern_matches_part_of_one_name() {
        let (root, _) = fakes("glob", &["pg-14", "pg-15", "other"]);
        let pattern = format!("{}/pg-*/postgres", root.display());
        let mut matches = expand(&pattern);
        matches.sort();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(matches, [root.join("pg-14/postgres"), root.join("pg-15/postgres")]);
    }
}
