//! Folders that nobody else can tamper with.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::user::{User, own_uid};
use crate::error::{Error, Kind, Result};

/// Makes a folder for ourselves at `path`, or checks that the one which is there is ours.
///
/// What it holds can be reached by the server, which root has run by somebody else.
pub(super) fn claim(path: &Path) -> Result<()> {
    let mode = if own_uid() == 0 { 0o711 } else { 0o700 };
    claim_as(&User::Ourselves, path, mode)
}

/// Makes a folder for the user of the server at `path`, or checks that the one which is there is his.
pub(super) fn claim_for(user: &User, path: &Path) -> Result<()> {
    claim_as(user, path, 0o700)
}

/// The places where these folders are may be open to everybody, and what the folders hold is run.
fn claim_as(user: &User, path: &Path, mode: u32) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| Error::at("make the folder", parent, error))?;
    }
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(Error::at("make the folder", path, error));
        }
        _ => (),
    }
    let found = look_at(path)?;
    if !found.is_dir() || ![user.uid(), own_uid()].contains(&found.uid()) {
        let message =
            format!("`{}` should be a folder of ours, but is somebody else's; remove it", path.display());
        return Err(Error::new(Kind::Folder, message));
    }
    if found.uid() != user.uid() {
        user.own(path)?;
    }
    restrict(path, found.mode(), mode)
}

fn restrict(path: &Path, found: u32, mode: u32) -> Result<()> {
    if found & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(|error| Error::at("change the permissions of", path, error))?;
    if look_at(path)?.mode() & 0o777 == mode {
        return Ok(());
    }
    let message = format!(
        "`{}` is on a file system that does not keep permissions, which PostgreSQL needs; \
         set QUERENT_CACHE_DIR to a folder elsewhere",
        path.display()
    );
    Err(Error::new(Kind::Folder, message))
}

fn look_at(path: &Path) -> Result<Metadata> {
    fs::symlink_metadata(path).map_err(|error| Error::at("look at", path, error))
}

/// Removes a folder and all that it holds, if it is there.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::at("remove", path, error)),
        _ => Ok(()),
    }
}

/// Opens a file to be locked, in a folder of ours.
pub(super) fn open_lock(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| Error::at("open", path, error))
}

/// Waits for the lock on the file at `path`; it is held until the file is closed.
pub(super) fn lock(path: &Path) -> Result<File> {
    let file = open_lock(path)?;
    file.lock().map_err(|error| Error::at("lock", path, error))?;
    Ok(file)
}
