//! What several do at the same time, and what must hold however they meet.

mod altered;
mod one_key;
mod orders;
mod transfers;

pub use altered::{Altered, altered};
pub use one_key::{OneKey, one_key};
pub use orders::{Orders, orders};
pub use transfers::{Transfers, transfers};
