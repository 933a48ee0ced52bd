//! INSERT, UPDATE and DELETE.

mod columns;
mod concerned;
mod insert;
mod update;
mod delete;

pub(crate) use delete::{delete, delete_row};
pub(crate) use insert::{ColumnValues, insert, insert_defaults, insert_many};
pub(crate) use update::{update, update_row};
