//! The text of a statement, and how many rows it answers with.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The text of a statement. Its clones are one, which knows how many rows the statement has answered with.
#[derive(Clone)]
pub(crate) struct StatementText(Arc<Text>);

struct Text {
    text: Box<str>,
    /// How many rows the last answer had.
    last: AtomicU32,
    /// How many the one before it had.
    before: AtomicU32,
}

impl StatementText {
    /// Whether this is the same text, which clones are without a look at it.
    #[inline]
    pub(crate) fn is(&self, other: &StatementText) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }

    /// How many rows an answer has, if it is as the last two were: the less of both, so that an answer that was an exception
    /// counts for nothing.
    pub(crate) fn expected_rows(&self) -> usize {
        let (last, before) = (self.0.last.load(Ordering::Relaxed), self.0.before.load(Ordering::Relaxed));
        last.min(before) as usize
    }

    /// Notes that an answer had so many rows. Of two at once either may be the last.
    pub(crate) fn answered_with(&self, rows: usize) {
        let last = self.0.last.swap(rows.try_into().unwrap_or(u32::MAX), Ordering::Relaxed);
        self.0.before.store(last, Ordering::Relaxed);
    }
}

impl From<String> for StatementText {
    fn from(text: String) -> Self {
        StatementText(Arc::new(Text {
            text: text.into(),
            last: AtomicU32::new(0),
            before: AtomicU32::new(0),
        }))
    }
}

impl Deref for StatementText {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl PartialEq for StatementText {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl fmt::Display for StatementText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for StatementText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::StatementText;

    #[test]
    fn an_answer_is_expected_to_be_as_the_last_two_were() {
        let text = StatementText::from("SELECT".to_owned());
        let expected = [5, 7, 7, 900, 7, 0, 7].map(|rows| {
            text.answered_with(rows);
            text.clone().expected_rows()
        });
        assert_eq!(expected, [0, 5, 7, 7, 7, 0, 0]);
    }
}
