//! What a test returns, if it is an error.

use std::fmt::Debug;

/// What a test returns.
#[derive(Debug)]
pub struct Outcome<'a, T>(pub &'a T);

/// Of a test that returns a `Result`.
pub trait OfResult {
    /// The error, if it is one.
    fn failure(&self) -> Option<String>;
}

impl<T, E: Debug> OfResult for Outcome<'_, Result<T, E>> {
    fn failure(&self) -> Option<String> {
        self.0.as_ref().err().map(|error| format!("{error:?}"))
    }
}

/// Of a test that returns anything else. Method calls find it only where [`OfResult`] is not there: it takes one more
/// reference.
pub trait OfAnything {
    /// Nothing.
    fn failure(&self) -> Option<String> {
        None
    }
}

impl<T> OfAnything for &Outcome<'_, T> {}

#[cfg(test)]
mod tests {
    use super::{OfAnything, OfResult, Outcome};

    /// As `#[querent_testkit::test]` writes it.
    macro_rules! failure {
        ($output:expr) => {
            (&Outcome(&$output)).failure()
        };
    }

    #[test]
    fn an_error_is_a_failure_and_nothing_else_is() {
        assert_eq!(failure!(Err::<(), _>("gone")).as_deref(), Some("\"gone\""));
        assert_eq!(failure!(Ok::<_, u8>(1)), None);
        assert_eq!(failure!(std::process::ExitCode::FAILURE), None);
    }
}
