//! What a model is to the rest of the crate: constants, handles, and rows turned into instances.

mod reader;
mod slot;
mod definition;
mod path;

pub use definition::{Handles, Model, Path, Relation, RelationAt};
pub use path::{Fields, Is, Root, Single, ToMany, ToOne, Via};
pub use reader::Reader;
pub use slot::{OwnerKey, Slot};
