//! The models of the cases, on the tables that Django made for them.

mod samples;
mod blogs;
mod tags;
mod joins;
mod companies;
mod groups;
mod books;
mod articles;
mod places;
mod experiments;
mod parts;
mod documents;
mod tenants;
mod written;
mod referring;

pub use articles::*;
pub use blogs::*;
pub use books::*;
pub use companies::*;
pub use documents::*;
pub use experiments::*;
pub use groups::*;
pub use joins::*;
pub use parts::*;
pub use places::*;
pub use referring::*;
pub use samples::*;
pub use tags::*;
pub use tenants::*;
pub use written::*;

use querent::prelude::*;

/// Models that the cases tell rows of by a name.
pub trait Named: Model<Key = i64> {
    /// The name.
    fn name(&self) -> &str;
}

macro_rules! named {
    ($($model:ident by $field:ident),* $(,)?) => { $(
        impl Named for $model {
            fn name(&self) -> &str {
                &self.$field
            }
        }
    )* };
}

named! {
    Blog by name, Tag by name, Creator by name, Item by name, Report by name, Identifier by name, Group by name,
    Person by name, RPerson by name, ModelA by name, LeafA by data, Employee by firstname, Comment by comment_text,
    Author by name, Publisher by name, Book by name, Company by name, Emp by name, Client by name, Experiment by name,
}
