//! An operation with its application.

use querent_schema::Operation;

/// An operation on the models of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The application.
    pub app: String,
    /// The operation.
    pub operation: Operation,
}
