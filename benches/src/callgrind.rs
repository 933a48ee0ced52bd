//! What callgrind has written.

use std::fs;
use std::path::Path;

use benches_harness::Result;

/// The instructions of one part, the first of which is 1, of what callgrind has written to `file`.
///
/// # Errors
///
/// If there is no such part.
pub fn instructions(file: &Path, part: usize) -> Result<u64> {
    let path = format!("{}.{part}", file.display());
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let totals = text.lines().rev().find_map(|line| line.strip_prefix("totals: "));
    Ok(totals.ok_or_else(|| format!("{path} has no totals"))?.trim().parse()?)
}
