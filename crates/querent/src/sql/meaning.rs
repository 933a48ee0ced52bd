//! What a condition says of the joins that it speaks of.

use super::join_set::JoinSet;
use super::knowledge::Knowledge;

/// What a condition says of the joins it speaks of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// The joins that have found a row if the condition is true.
    pub(super) if_true: JoinSet,
    /// The joins that have found a row if it is not.
    pub(super) if_false: JoinSet,
    /// Whether SQL may answer NULL.
    pub(super) nullable: bool,
}

impl Meaning {
    /// Of a condition that says nothing about joins and is never NULL.
    pub(super) const PLAIN: Meaning =
        Meaning { if_true: JoinSet::EMPTY, if_false: JoinSet::EMPTY, nullable: false };

    /// Of a comparison, which is true only of values that are there.
    pub(super) fn comparing(known: Knowledge) -> Meaning {
        Meaning { if_true: known.joins, if_false: JoinSet::EMPTY, nullable: known.nullable }
    }
}
