//! Where the shop shows what it does with its database.

use std::env;

/// Where it is.
pub const PATH: &str = "/__querent";

/// Whether it is there: while the shop is developed, and wherever the environment variable `PANEL` is set to anything but `0`.
///
/// It shows SQL and lines of the source, which is nothing for visitors.
pub fn is_there() -> bool {
    cfg!(debug_assertions) || env::var_os("PANEL").is_some_and(|panel| panel != "0")
}

/// How many of the last requests it can show.
pub fn requests() -> usize {
    if is_there() { 100 } else { 0 }
}
