//! What callgrind has written.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use benches_harness::Result;

/// The instructions of one part, the first of which is 1, of what callgrind has written to `file`.
///
/// # Errors
///
/// If there is no such part.
pub fn instructions(file: &Path, part: usize) -> Result<u64> {
    let (path, text) = read(file, part)?;
    let totals = text.lines().rev().find_map(|line| line.strip_prefix("totals: "));
    Ok(totals.ok_or_else(|| format!("{path} has no totals"))?.trim().parse()?)
}

/// The functions by which a program asks the allocator for memory and gives it back.
const ALLOCATOR: [&str; 4] = ["malloc", "calloc", "realloc", "free"];

/// The instructions of the allocator among [`those`](instructions) of a part. How many it takes for the same request depends
/// on what was freed before, and where that lay.
///
/// # Errors
///
/// If there is no such part, or it is not in callgrind's format (Valgrind manual, "Callgrind Format Specification").
pub fn of_allocator(file: &Path, part: usize) -> Result<u64> {
    let (path, text) = read(file, part)?;
    let (mut names, mut total) = (HashMap::new(), 0);
    let (mut caller, mut called) = ("", "");
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("fn=") {
            caller = whole(&mut names, name);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            called = whole(&mut names, name);
        } else if line.starts_with("calls=") {
            let cost = lines.next().and_then(|line| line.split(' ').nth(1));
            if ALLOCATOR.contains(&called) && !ALLOCATOR.contains(&caller) {
                total += cost.ok_or_else(|| format!("{path} has a call without its cost"))?.parse::<u64>()?;
            }
        }
    }
    Ok(total)
}

/// A name that may be told by its number alone where it has been told before: `(7) malloc`, and then `(7)`.
fn whole<'a>(names: &mut HashMap<&'a str, &'a str>, name: &'a str) -> &'a str {
    match name.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            name
        }
        None => names.get(name).copied().unwrap_or(name),
    }
}

fn read(file: &Path, part: usize) -> Result<(String, String)> {
    let path = format!("{}.{part}", file.display());
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    Ok((path, text))
}
