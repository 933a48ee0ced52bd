//! Floats that the database computes.

/// Panics unless a computed float is the one that the cases tell, to six digits.
#[track_caller]
pub(crate) fn near(found: Option<f64>, expected: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() < 1e-6), "{found:?} is not {expected}");
}
