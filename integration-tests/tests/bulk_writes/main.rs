//! Many rows written at once, and rows written by what they are looked up by.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod models;
mod returning;
mod computed;
mod get_or_create;
mod upserts;
mod bulk_updates;
mod copies_in;
mod copies_out;
mod sequence;
mod waiting;
