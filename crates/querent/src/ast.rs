//! Queries as plain data: expressions, conditions, and the plan of a queryset.
//!
//! Generics end above this module: what a closure returned is an untyped tree from here on.

mod operators;
mod tree;
mod order;
mod plan;
mod walk;
mod many_hops;
mod depth;
mod expr;
mod condition;
mod slice;
mod combine;
mod seek;
mod sought;
mod owned;

pub use depth::TOO_DEEP;
pub use operators::{Comparison, Direction, Function, NullRule, Nulls, Operator, Zone};
pub use seek::Bound;
pub use sought::Sought;
pub use tree::{
    Aggregation, Asked, Assignment, Carried, Case, ColumnRef, Combinator, Computed, Condition, Distinct,
    Expr, Filter, FilteredRelation, Grouping, Joined, Lock, Membership, Order, Ordering, Output, OwnerKeys,
    Owners, Plan, Prefetch, Selected, Source, Strength, Waiting,
};
