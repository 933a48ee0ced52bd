//! Where in the user's code a query was awaited or a relation loaded.

use std::panic::Location;

/// A place in the user's code.
pub(crate) type Site = &'static Location<'static>;
