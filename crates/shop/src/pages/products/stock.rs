//! What comes into the stock, or goes out of it without being sold.

use garde::Validate;
use serde::Deserialize;

/// A change of the stock as it is sent.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct StockChange {
    /// How many more there are; fewer if it is below zero.
    #[garde(range(min = -10_000, max = 10_000), custom(is_a_change))]
    pub(super) change: i32,
}

fn is_a_change(change: &i32, (): &()) -> garde::Result {
    match change {
        0 => Err(garde::Error::new("nothing is changed by 0")),
        _ => Ok(()),
    }
}
