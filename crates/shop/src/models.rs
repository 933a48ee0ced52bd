//! What the shop sells, and what was ordered.

#![allow(missing_docs, reason = "columns are named for what they hold")]

mod catalogue;
mod sales;

pub use catalogue::{Category, Product, ProductQuerySet, Review, ReviewQuerySet, Supplier, Tag};
pub use sales::{Order, OrderLine, OrderQuerySet};

use querent_migrate::{Project, project};

querent::app!(pub APP = "shop");

/// The models with their migrations, which `cargo manage` works on and the shop applies when it starts.
pub static PROJECT: Project = project!(apps: [APP], migrations: "migrations");
