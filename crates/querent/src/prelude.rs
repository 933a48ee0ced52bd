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

pub use querent_macros::{Model, queryset};

pub use crate::exec::Db;
pub use crate::lookup::{Lookups, Q};
pub use crate::model::{Fields, Model, Path};
pub use crate::queryset::{QuerySet, Shape};
pub use crate::relation::{ForeignKey, HasMany, HasOne, ManyToMany, OneToOne};
pub use crate::types::Jsonb;
pub use crate::verbs::Instance;
