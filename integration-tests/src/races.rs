//! What several do at the same time, and what must hold however they meet.

mod altered;
mod orders;
mod transfers;

pub use altered::{Altered, altered};
pub use orders::{Orders, orders};
pub use transfers::{Transfers, transfers};
