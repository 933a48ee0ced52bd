//! What the shop sells, and what was ordered.

#![allow(missing_docs, reason = "columns are named for what they hold")]

mod catalogue;
mod sales;

pub use catalogue::{Category, Product, ProductQuerySet, Review, ReviewQuerySet, Supplier, Tag};
pub use sales::{Order, OrderLine, OrderQuerySet};

use querent::meta::ModelMeta;
use querent::prelude::Model;

/// Every model, for the tables to be made of.
pub const ALL: [&ModelMeta; 7] =
    [Category::META, Supplier::META, Tag::META, Product::META, Review::META, Order::META, OrderLine::META];
