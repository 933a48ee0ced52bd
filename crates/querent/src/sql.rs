//! From a plan to a statement: text and values, and nothing of models' types or of connections.
//!
//! `select` and `write` are the ways in. A [`Compiler`](compiler::Compiler) walks one query; `joins` knows which
//! tables it has joined and why, `conditions` what may be unknown, and `exists` turns a condition on many rows under a
//! negation into a subquery. Values, conditions and subqueries hold each other, so their writers are methods of the one
//! compiler.

mod statement_text;
mod statement;
mod text;
mod join_set;
mod knowledge;
mod purpose;
mod joins;
mod known;
mod computed;
mod compiler;
mod exprs;
mod fragments;
mod aggregates;
mod years;
mod text_arrays;
mod lookups;
mod meaning;
mod many;
mod exists;
mod conditions;
mod filtered;
mod added_rows;
mod outline;
mod remembered;
mod select;
mod write;
mod copy;

pub(crate) use copy::{copy_in, copy_out};
pub(crate) use fragments::raw;
pub(crate) use known::is_empty;
pub(crate) use many::value_joins_many;
pub(crate) use select::{count, exists, is_unordered, key_order, own_order, rows, totals};
pub(crate) use statement::Statement;
pub(crate) use statement_text::StatementText;
pub(crate) use write::{
    Action, Answer, ColumnValues, Conflict, GivenRows, NewRows, Pairs, Returned, RowKey, Target, add_pairs,
    clear_pairs, clocks_of_saves, create_paired, delete, delete_row, insert, insert_many,
    insert_unless_there, kept_by_the_database, remove_pairs, repoint, retain_pairs, set_row, times, update,
    update_many, update_row,
};
