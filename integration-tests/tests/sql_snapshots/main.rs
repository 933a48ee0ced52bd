//! The SQL of representative queries, whole, as the server gets it, to be read as a database administrator would: no
//! join, subquery or cast that is not needed.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod layout;
mod models;
mod snapshot;
mod aggregation;
mod bound;
mod combined;
mod conditions;
mod expressions;
mod filtered_groups;
mod grouping;
mod locks;
mod many_rows;
mod one_row;
mod ordering;
mod ranges;
mod related_rows;
mod related_writes;
mod relations;
mod same_rows;
mod sets_of_keys;
mod shapes;
mod slices;
mod subqueries;
mod texts;
mod twins;
mod writing;
mod returning;
mod bulk;
