//! PostgreSQL's functions of values.

mod call;
mod comparison;
mod text;
mod maths;

pub use comparison::{Functions, concat};
pub use maths::MathFunctions;
pub use text::TextFunctions;
