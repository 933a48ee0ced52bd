//! Programs built by Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use benches_harness::Result;

/// The profile that every contestant is built by: release, optimized as a whole program.
pub const PROFILE: &str = "contestant";

/// Builds the contestants of this workspace; the folder of their programs.
///
/// # Errors
///
/// If this program is a debug build, for those tell nothing, and if the build fails.
pub fn build_own() -> Result<PathBuf> {
    if cfg!(debug_assertions) {
        return Err("a debug build tells nothing; add `--release`".into());
    }
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("the program is in no target folder")?;
    let what = ["--package", "benches", "--bin", "contestant_raw", "--bin", "contestant_querent"];
    build(Path::new(env!("CARGO_MANIFEST_DIR")), target, &what)?;
    Ok(target.join(PROFILE))
}

/// Builds contestants of the package in `folder`, into the folder `target`, with what its lock file says.
///
/// # Errors
///
/// If it does not build.
pub fn build(folder: &Path, target: &Path, what: &[&str]) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--profile", PROFILE, "--target-dir"]).arg(target);
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
