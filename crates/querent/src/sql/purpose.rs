//! What a SELECT is for.

/// What a SELECT is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Rows, as the plan says.
    Rows,
    /// The same rows, of which only the number matters.
    Number,
    /// The same rows' keys.
    Keys,
    /// The same values, as what another query's value may be a member of.
    Members,
    /// The model's rows, with what they carry to the query around them.
    Slice,
    /// The same rows, of which only matters whether there are any.
    Any,
    /// The same rows, as some among others.
    Arm,
    /// The same values in their order, as an array.
    Array,
}
