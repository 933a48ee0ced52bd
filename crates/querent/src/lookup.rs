//! Conditions, orderings, selections and assignments: what closures return.
//!
//! Types stop here: each of these becomes a plain tree of [`ast`](crate::ast) at once.

pub(crate) mod tuple;
pub(crate) mod key_literals;
mod q;
mod operand;
mod lookups;
mod array;
mod own_types;
mod term;
mod moments;
mod arithmetic;
mod typed;
mod value;
mod case;
mod functions;
mod fragment;
mod relation_lookups;
mod order;
mod aggregates;
mod rows;
mod selection;
mod assignment;
mod excluded;

pub(crate) use aggregates::count_of_key;
pub use aggregates::{Aggregates, Comparable, count_all};
pub use array::ArrayLookups;
pub use assignment::{Assign, Assignable, Assigned, Columns, Fits, NewValue, OwnRow};
pub use case::{Asks, When, when};
pub use excluded::excluded;
pub use fragment::RawSql;
pub use functions::{Functions, MathFunctions, TextFunctions, concat};
pub use lookups::Lookups;
pub use operand::{
    Comparing, Definite, DefiniteOperand, Operand, Optional, Presence, Set, SetItem, Suits, Widening,
};
pub use order::{Order, Ordering};
pub use q::{Condition, Q};
pub use relation_lookups::{KeyItem, KeyOperand, KeySet};
pub use rows::{OneValue, Row, RowItem, RowLookups, RowOperand, RowSet};
pub use selection::{Decode, Selection, Totals, Valued};
pub use term::{Calculated, Operation, Term};
pub use typed::{Arguments, Stands, Typed};
pub use value::{now, pi, random, random_uuid, transaction_now, value};
