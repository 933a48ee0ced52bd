//! Everything that models and queries are written with: `use querent::prelude::*`.
//!
//! ```
//! use querent::prelude::*;
//!
//! #[derive(Model, Debug)]
//! struct Product {
//!     id: i64,
//!     #[field(max_length = 200)]
//!     name: String,
//! }
//! ```

pub use querent_macros::{Choices, ColumnType, Model, Values, queryset};

pub use crate::deferred::Deferred;
pub use crate::exec::Db;
pub use crate::lookup::{
    Aggregates, ArrayLookups, Functions, Lookups, MathFunctions, Q, RawSql, RowLookups, TextFunctions,
    concat, count_all, excluded, now, pi, random, random_uuid, transaction_now, value, when,
};
pub use crate::model::{Fields, Model, Path};
pub use crate::queryset::{QuerySet, Shape, Within, array, exists, subquery};
pub use crate::relation::{ForeignKey, HasMany, HasOne, ManyToMany, OneToOne};
pub use crate::types::{Choices, ColumnType, Jsonb};
pub use crate::verbs::{Instance, RawModel, prefetch_related_objects};
