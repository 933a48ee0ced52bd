//! INSERT, UPDATE and DELETE.

mod columns;
mod row;
mod returned;
mod computed;
mod concerned;
mod given;
mod conflict;
mod insert;
mod update;
mod update_many;
mod repoint;
mod delete;
mod pairs;

pub(crate) use columns::{clocks_of_saves, kept_by_the_database, times};
pub(crate) use conflict::{Action, Conflict, Target};
pub(crate) use delete::delete;
pub(crate) use given::{ColumnValues, GivenRows};
pub(crate) use insert::{Answer, NewRows, insert, insert_many, insert_unless_there};
pub(crate) use pairs::{Pairs, add_pairs, clear_pairs, create_paired, remove_pairs, retain_pairs};
pub(crate) use repoint::repoint;
pub(crate) use returned::Returned;
pub(crate) use row::{RowKey, delete_row, set_row, update_row};
pub(crate) use update::update;
pub(crate) use update_many::update_many;
