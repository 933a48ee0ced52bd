//! Querent: Django's ORM, awaited.
//!
//! Models are structs with `#[derive(Model)]`; a [`QuerySet`] is a value that does nothing until it is awaited or
//! streamed; [`Db`] is the handle of a database, in and out of a transaction. `use querent::prelude::*` brings
//! everything that models and queries are written with.
//!
//! ```no_run
//! use querent::prelude::*;
//!
//! #[derive(Model, Debug)]
//! #[model(table = "products", ordering = [name])]
//! struct Product {
//!     id: i64,
//!     #[field(max_length = 200)]
//!     name: String,
//!     stock: i32,
//! }
//!
//! # async fn example() -> querent::Result<()> {
//! let db = Db::from_env().await?;
//! let in_stock = Product::objects(&db).filter(|p| p.stock.gt(0)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! Both are off unless they are named: `querent = { version = "0.1", features = ["axum", "tls"] }`.
//!
//! - `axum`: an [`Error`] is an answer of an axum service, with a status of its kind.
//! - `tls`: connections are encrypted, by rustls. `sslmode=require` and its kin need it, and so do most hosted servers.

mod error;
#[cfg(feature = "axum")]
mod response;
pub mod types;
pub mod meta;
mod app;
mod fetch_mode;
#[doc(hidden)]
pub mod ast;
mod address;
mod sql;
pub mod driver;
mod fnv;
mod milliseconds;
mod peers;
pub mod watch;
mod exec;
pub mod model;
pub mod field;
pub mod lookup;
pub mod relation;
mod deferred;
pub mod queryset;
mod load;
pub mod verbs;
#[doc(hidden)]
pub mod codegen;
pub mod prelude;

pub use app::App;
pub use deferred::Deferred;
pub use error::{Error, ExhaustedPool, Holder, Kind, Result, Violation};
pub use exec::{Db, DbBuilder, Isolation, RetriedTransaction, Run, Status, TransactionBuilder};
pub use fetch_mode::FetchMode;
pub use load::Loaded;
pub use lookup::{Order, Q};
pub use model::Path;
pub use querent_macros::{Choices, ColumnType, Model, Values, queryset};
pub use queryset::QuerySet;
pub use relation::{ForeignKey, HasMany, HasOne, ManyToMany, OneToOne};
pub use types::{Choices, ColumnType, Jsonb};
pub use verbs::{
    BulkCreate, CopyFormat, CopyStream, Draft, DraftBehind, Explain, Instance, NumberedPage, Page, RawQuery,
    RowStream, Upsert, Upserted, Write,
};
pub use watch::{Recording, n_plus_one_layer};

/// The crates whose types are values of columns.
pub use {rust_decimal, time, uuid};
