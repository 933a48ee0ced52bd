//! Writing through relations: what is sent, what is there afterwards, and what the instance knows of it.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod models;
mod forgetting;
mod pairs;
mod reverse_keys;
mod through;
mod to_itself;
