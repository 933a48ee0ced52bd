//! What has gone wrong, for people.

use std::error::Error;
use std::fmt;

/// A text that says what has gone wrong.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure of our own finding.
    pub fn new(text: impl Into<String>) -> Self {
        Failure(text.into())
    }

    /// The failure, with what was being done.
    #[must_use]
    pub fn during(self, what: impl fmt::Display) -> Self {
        Failure(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// With all of its causes.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Failure(text)
    }
}
