//! New data, made once for each PostgreSQL and then copied.

use std::fs;
use std::path::{Path, PathBuf};

use super::folders::{claim_for, lock, remove};
use super::installation::Installation;
use super::user::User;
use crate::error::{Error, Kind, Result};

/// Changes when [`initialize`] makes something else than before.
const REVISION: u32 = 1;

/// The folder of new data for `installation`, below `cache`.
pub(super) fn new_data(installation: &Installation, user: &User, cache: &Path) -> Result<PathBuf> {
    let name = format!("new-data-{}-{REVISION}{}", installation.version, user.suffix());
    let folder = cache.join(&name);
    let _turn = lock(&cache.join("new-data.lock"))?;
    if !folder.exists() {
        let unfinished = cache.join(format!("{name}.new"));
        initialize(installation, user, &unfinished)?;
        fs::rename(&unfinished, &folder).map_err(|error| Error::at("rename", &unfinished, error))?;
    }
    Ok(folder)
}

/// Sorting and lower case by code point, on every machine.
fn initialize(installation: &Installation, user: &User, folder: &Path) -> Result<()> {
    // The C library of some systems does not know the language; from 17 on the server itself does.
    initialize_in("--locale=C.UTF-8", installation, user, folder)
        .or_else(|_| initialize_in("--no-locale", installation, user, folder))
}

fn initialize_in(language: &str, installation: &Installation, user: &User, folder: &Path) -> Result<()> {
    remove(folder)?;
    claim_for(user, folder)?;
    let mut command = user.command(&installation.program("initdb"));
    command.args([
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
        language,
        "--pgdata",
    ]);
    command.arg(folder);
    if installation.version.major >= 17 {
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    }
    if installation.version.major >= 18 {
        command.arg("--no-data-checksums");
    }
    let failed = |why: &str| {
        let message = format!("`initdb` of {installation} could not make `{}`: {why}", folder.display());
        Error::new(Kind::Start, message)
    };
    let output = command.output().map_err(|error| failed("it does not run").caused_by(error))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(failed(String::from_utf8_lossy(&output.stderr).trim())),
    }
}
