//! What was found for one library.

use crate::cost::Cost;
use crate::library::Library;

/// How many models there are, few and many.
pub(crate) const MODELS: [usize; 2] = [10, 100];

/// What was found for one library.
pub(crate) struct Found {
    pub(crate) library: Library,
    pub(crate) crates: usize,
    pub(crate) cold: Cost,
    /// Each round's, for few models and for many.
    pub(crate) checks: [Vec<Cost>; 2],
}
