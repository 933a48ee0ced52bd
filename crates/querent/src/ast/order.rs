//! Orderings turned round.

use super::operators::{Direction, Nulls};
use super::tree::Order;

impl Order {
    /// The same key, the other way round, NULLs included.
    pub fn reversed(mut self) -> Order {
        self.direction = match self.direction {
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        };
        self.nulls = match self.nulls {
            Nulls::Default => Nulls::Default,
            Nulls::First => Nulls::Last,
            Nulls::Last => Nulls::First,
        };
        self
    }
}
