//! Room for the rows of an answer. A list that grows is copied again and again.

use crate::sql::Statement;

/// The most bytes that a list begins with, whatever is expected.
const MOST: usize = 4 << 20;

/// A list with room for as many rows as the statement is expected to answer with.
pub(super) fn room_for<T>(statement: &Statement) -> Vec<T> {
    Vec::with_capacity(expected::<T>(statement))
}

/// How many rows the statement is expected to answer with, as far as a list begins with room for them.
pub(super) fn expected<T>(statement: &Statement) -> usize {
    statement.text.expected_rows().min(MOST / size_of::<T>().max(1))
}

/// Notes that these are the rows of the answer, and gives back the room that they have no need of: no list of fewer rows than
/// half of its room is one that has grown.
pub(super) fn answered<T>(statement: &Statement, rows: &mut Vec<T>) {
    statement.text.answered_with(rows.len());
    if rows.len() < rows.capacity() / 2 {
        rows.shrink_to_fit();
    }
}
