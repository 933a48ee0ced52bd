//! What `tracing` and its subscribers do to the watch: filters, subscribers of one thread, spans that others have.
//!
//! The watch and its report are of the process, so these tests are a process of their own, and some are one each.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod apart;
mod lines;
mod pages;

mod dropped;
mod filtered_out;
mod joined;
mod layers;
mod looked_up;
mod levels;
mod outside;
mod own_scopes;
mod shapes;
mod subscribers;
mod tasks;
mod turned_off;

use querent::prelude::*;
use querent::watch::{Thresholds, Watch};

#[derive(Model, Debug)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
}

#[derive(Model, Debug)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
}

/// Ten products, each of a category of its own.
pub(crate) const ROWS: &str = "
    INSERT INTO categories SELECT FROM generate_series(1, 10);
    INSERT INTO products (category_id) SELECT n FROM generate_series(1, 10) n";

/// How the watch is set where a test has no reason for another one.
pub(crate) fn watch() -> Watch {
    Watch::new().thresholds(Thresholds::development()).keep_requests(1_000)
}
