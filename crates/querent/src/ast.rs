//! Queries as plain data: expressions, conditions, and the plan of a queryset.
//!
//! Generics end above this module: what a closure returned is an untyped tree from here on.

mod operators;
mod tree;
mod order;
mod plan;
mod depth;
mod expr;
mod condition;
mod slice;

pub use depth::TOO_DEEP;
pub use operators::{Comparison, Direction, Function, Nulls, Operator};
pub use tree::{
    Assignment, Carried, ColumnRef, Condition, Expr, Filter, Joined, Lock, Membership, Order, Ordering,
    Output, OwnerKeys, Owners, Plan, Prefetch, Source,
};
