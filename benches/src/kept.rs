//! Tables that are printed, and kept for the page of the documentation.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use benches_harness::Result;

/// A table that is printed line by line.
#[derive(Debug, Default)]
pub struct Table(String);

impl Table {
    /// Prints a line.
    #[allow(clippy::print_stdout, reason = "it is what a table is for")]
    pub fn line(&mut self, line: impl Display) {
        let line = line.to_string();
        println!("{line}");
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// Prints whether a bar is met.
    pub fn judge(&mut self, passed: bool, what: impl Display) {
        self.line(format_args!("{}  {what}", if passed { "PASS" } else { "FAIL" }));
    }

    /// Keeps it under this name, in place of the one before.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn keep(&self, name: &str) -> Result<()> {
        fs::create_dir_all(folder())?;
        Ok(fs::write(path(name), &self.0)?)
    }
}

/// The table that is kept under this name, if there is one.
pub fn kept(name: &str) -> Option<String> {
    fs::read_to_string(path(name)).ok()
}

/// Where results are kept.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results")
}

fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}.txt"))
}
