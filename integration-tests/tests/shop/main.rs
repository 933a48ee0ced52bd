//! The shop, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod client;
mod shelves;

mod front;
mod listing;
mod ordering;
mod orders;
mod parameters;
mod product;
mod races;
mod slow;
mod start;
mod stock;
mod validation;
