//! What reaches the database: querysets awaited, counted, streamed, written; instances saved and deleted.
//!
//! Every public method here is a plain function with `#[track_caller]` that returns one named future: the watch gets
//! the line of the call, and an argument that does not fit is one error.

mod draft;
mod ready;
mod locks;
mod rows;
mod row;
mod stream;
mod prefetch;
mod create;
mod conflicts;
mod write;
mod get_or_create;
mod batches;
mod bulk;
mod upsert;
mod bulk_update;
mod copy_format;
mod copy_in;
mod copy_out;
mod instance;
mod completed;
mod pointing;
mod pairs;
mod many_to_many;
mod through;
mod has_many;
mod has_one;
mod extremes;
mod in_bulk;
mod explaining;
mod raw;
mod cursor;
mod paging;

pub use bulk::BulkCreate;
pub use copy_format::CopyFormat;
pub use copy_out::CopyStream;
pub use create::create;
pub use draft::{Draft, DraftBehind, DraftRow, Given, GivenOrKey, IsSet, Missing, RequiredKey};
pub use explaining::Explain;
pub use instance::Instance;
pub use paging::{NumberedPage, Page};
pub use prefetch::prefetch_related_objects;
pub use raw::{RawModel, RawQuery, RawValue, RawValues, With};
pub use stream::RowStream;
pub use upsert::{Upsert, Upserted, upsert};
pub use write::{OfTheTable, Write};
