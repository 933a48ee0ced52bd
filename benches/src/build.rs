//! Programs built by Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use benches_harness::Result;

/// The profile that every contestant is built by: release, optimized as a whole program.
pub const PROFILE: &str = "contestant";

/// The folder of this package.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// Builds the contestants of this workspace; the folder of their programs.
///
/// # Errors
///
/// If this program is a debug build, for those tell nothing, and if the build fails.
pub fn build_own() -> Result<PathBuf> {
    let target = own_target()?;
    build(HERE.as_ref(), &target, &["--bin", "contestant_raw", "--bin", "contestant_querent"])?;
    Ok(target.join(PROFILE))
}

/// Builds a program of this package a second time, into the folder `target`, with these flags of the compiler.
///
/// # Errors
///
/// If it does not build.
pub fn build_again(name: &str, target: &Path, flags: &str) -> Result<PathBuf> {
    succeed(cargo_build(HERE.as_ref(), target).args(["--bin", name]).env("RUSTFLAGS", flags))?;
    Ok(target.join(PROFILE).join(name))
}

/// The target folder that this program was built into.
///
/// # Errors
///
/// If it is a debug build, for those tell nothing.
pub fn own_target() -> Result<PathBuf> {
    if cfg!(debug_assertions) {
        return Err("a debug build tells nothing; add `--release`".into());
    }
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("the program is in no target folder")?;
    Ok(target.to_owned())
}

/// Builds contestants of the package in `folder`, into the folder `target`, with what its lock file says.
///
/// # Errors
///
/// If it does not build.
pub fn build(folder: &Path, target: &Path, what: &[&str]) -> Result<()> {
    succeed(cargo_build(folder, target).args(what))
}

fn cargo_build(folder: &Path, target: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--profile", PROFILE, "--target-dir"]).arg(target);
    cargo.current_dir(folder);
    cargo
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
