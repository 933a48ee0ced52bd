//! Programs built by Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use benches_harness::Result;

/// Builds the contestants of this workspace, for release; the folder of their programs.
///
/// # Errors
///
/// If this program is a debug build, for those tell nothing, and if the build fails.
pub fn build_own() -> Result<PathBuf> {
    if cfg!(debug_assertions) {
        return Err("a debug build tells nothing; add `--release`".into());
    }
    let program = env::current_exe()?;
    let folder = program.parent().ok_or("the program is in no folder")?;
    let target = folder.parent().ok_or("the program is in no target folder")?;
    let what = ["--package", "benches", "--bin", "contestant_raw", "--bin", "contestant_querent"];
    build(Path::new(env!("CARGO_MANIFEST_DIR")), target, &what)?;
    Ok(folder.to_owned())
}

/// Builds something of the package in `folder` for release, into the folder `target`.
///
/// # Errors
///
/// If it does not build.
pub fn build(folder: &Path, target: &Path, what: &[&str]) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--release", "--target-dir"]).arg(target);
    succeed(cargo.args(what).current_dir(folder))
}

/// Runs a command to its end.
///
/// # Errors
///
/// If it does not start, or does not succeed.
pub fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed: {status}").into()) }
}
