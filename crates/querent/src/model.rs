//! What a model is to the rest of the crate: constants, handles, and rows turned into instances.

mod reader;
mod slot;
mod key;
mod definition;
mod path;

pub use definition::{Handles, Model, OfAQuery, Path, Relation, RelationAt};
pub use key::{Key, SingleKey, StoredKey};
pub use path::{Anywhere, Fields, Inner, Is, Root, Single, ToMany, ToOne, Via, Visible};
pub use reader::Reader;
pub use slot::{OwnerKey, Slot};
