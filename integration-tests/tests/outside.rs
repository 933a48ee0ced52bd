//! What a crate needs that depends on Querent and on none of the crates that Querent hands on.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::path::Path;
use std::process::Command;

#[test]
fn a_crate_that_depends_on_querent_alone_compiles_without_a_warning() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let outside = here.join("outside");
    // The same versions as here, all of which are on this machine already.
    std::fs::copy(here.join("../Cargo.lock"), outside.join("Cargo.lock")).unwrap();
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(&outside)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside"))
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}
