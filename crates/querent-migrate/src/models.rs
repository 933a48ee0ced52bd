//! Models as data: what the derive knows of them, as a state.

mod names;
mod enums;
mod fields;
mod whole;
mod apps;
mod listed;

pub use apps::state_of;
pub use listed::schema_of;
