//! Sets of joins.

/// A table of a query, by its place among those that the query has joined.
pub(super) type At = usize;

/// A set of joins, for the question which of them must have found a row. A join beyond the 128th is in no set, which
/// costs an inner join and never a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct JoinSet(u128);

impl JoinSet {
    pub(super) const EMPTY: JoinSet = JoinSet(0);

    /// The set of this one.
    pub(super) fn of(at: At) -> JoinSet {
        JoinSet(1u128.checked_shl(at as u32).unwrap_or(0))
    }

    pub(super) fn union(self, other: JoinSet) -> JoinSet {
        JoinSet(self.0 | other.0)
    }

    pub(super) fn intersection(self, other: JoinSet) -> JoinSet {
        JoinSet(self.0 & other.0)
    }

    pub(super) fn contains(self, at: At) -> bool {
        self.0 & JoinSet::of(at).0 != 0
    }
}
