//! Tests that are a process each, since they set what is the process'.

use std::process::Command;

/// Names the test that a process is for.
const ONLY: &str = "QUERENT_TEST_APART";

/// Whether this process is for the test `name` alone. Another one starts such a process, waits for it, and fails as it does.
pub(crate) fn is_apart(name: &str) -> bool {
    if std::env::var(ONLY).is_ok_and(|only| only == name) {
        return true;
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(["--exact", name, "--nocapture"]).env(ONLY, name).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{name}, apart: {text}");
    false
}
