//! Conditions, orderings, selections and assignments: what closures return.
//!
//! Types stop here: each of these becomes a plain tree of [`ast`](crate::ast) at once.

pub(crate) mod tuple;
pub(crate) mod key_literals;
mod q;
mod operand;
mod lookups;
mod arithmetic;
mod relation_lookups;
mod order;
mod selection;
mod assignment;

pub use assignment::{Assign, Assignable, Assigned, Columns, Fits, Literal, OwnRow};
pub use lookups::Lookups;
pub use operand::{Definite, DefiniteOperand, Operand, Optional, Presence, Set, SetItem};
pub use order::{Order, Ordering};
pub use q::{Condition, Q};
pub use relation_lookups::{KeyItem, KeyOperand, KeySet};
pub use selection::{Decode, Selection};
