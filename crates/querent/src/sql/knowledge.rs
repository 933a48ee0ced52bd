//! What is known of a value without the database.

use super::join_set::JoinSet;

/// What is known of a value without the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knowledge {
    /// The joins that must have found a row for the value not to be NULL.
    pub(super) joins: JoinSet,
    /// Whether it may be NULL.
    pub(super) nullable: bool,
}

impl Knowledge {
    /// Of a value that is there whatever is joined.
    pub(super) const CERTAIN: Knowledge = Knowledge { joins: JoinSet::EMPTY, nullable: false };

    /// Of a value that may be NULL whatever is joined.
    pub(super) const UNKNOWN: Knowledge = Knowledge { joins: JoinSet::EMPTY, nullable: true };

    /// Of a value that is NULL if one of two is.
    pub(super) fn both(self, other: Knowledge) -> Knowledge {
        Knowledge { joins: self.joins.union(other.joins), nullable: self.nullable || other.nullable }
    }

    /// Of a value that is NULL if both of two are.
    pub(super) fn either(self, other: Knowledge) -> Knowledge {
        Knowledge { joins: self.joins.intersection(other.joins), nullable: self.nullable && other.nullable }
    }
}
