//! The mark of the panel's own answers.

/// Says of an answer, among its extensions, that it is the panel's: its request is not one to look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own;
