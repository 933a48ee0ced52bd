//! The schema of Querent's models as data.
//!
//! A [`Schema`] is a list of tables and of the types they need; it knows the order in which they are created and the names that PostgreSQL gives
//! to keys and indexes. Nothing here talks to a server, [`Folder`] alone reads and writes files, and every identifier that
//! reaches SQL is quoted by [`quote_identifier`].
//!
//! ```
//! use querent_schema::{Column, OnDelete, Schema, SqlType, Table};
//!
//! # fn main() -> Result<(), querent_schema::Error> {
//! let categories = Table::new("categories").column(Column::new("id", SqlType::BigInt).identity()).primary_key(["id"]);
//! let products = Table::new("products")
//!     .column(Column::new("id", SqlType::BigInt).identity())
//!     .column(Column::new("category_id", SqlType::BigInt))
//!     .primary_key(["id"])
//!     .foreign_key(["category_id"], "categories", ["id"], OnDelete::Cascade);
//! let schema = Schema::of([products, categories]);
//! let order: Vec<_> = schema.ordered()?.steps.iter().map(|step| step.table.name.as_str()).collect();
//! assert_eq!(order, ["categories", "products"]);
//! # Ok(())
//! # }
//! ```

mod error;
mod quote;
mod sql_token;
mod sql_columns;
mod sql_text;
mod names;
mod derived;
mod sql_type;
mod column;
mod table;
mod enumeration;
mod schema;
mod check;
mod order;
pub mod state;
mod operation;
mod migration;
mod file;
mod graph;
mod replay;
mod lower;
mod renames;
mod renamed;
mod source;
mod folder;

pub use column::{Column, Default};
pub use derived::{key_column_name, pairs_column_names, pairs_table_name, snake_case, table_name};
pub use enumeration::Enum;
pub use error::{Error, Kind};
pub use folder::Folder;
pub use graph::{Commutes, Graph, Heads, commute, next_number, suggest_name};
pub use migration::{Migration, MigrationName};
pub use names::{MAX_NAME_BYTES, foreign_key_name, index_name, primary_key_name, unique_name};
pub use operation::{Constraint, Operation, Undo};
pub use order::{Closing, Ordered, Step};
pub use quote::{push_identifier, quote_identifier, quote_literal};
pub use renames::{ColumnRename, Rename, Renames};
pub use schema::Schema;
pub use source::Source;
pub use sql_text::{is_several_statements, mentions, reads_rows, rename_column};
pub use sql_type::SqlType;
pub use state::State;
pub use table::{Check, Exclude, ForeignKey, Index, IndexElement, OnDelete, PrimaryKey, Table, Unique};
