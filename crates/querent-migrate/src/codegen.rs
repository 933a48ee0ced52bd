//! What `project!` refers to. Not for use by hand: it changes without notice.

pub use crate::embedded::{Embedded, File, Runs, run};
