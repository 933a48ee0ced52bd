//! The acceptance cases: what Django 5.2 answers on PostgreSQL, asked of Querent.
//!
//! A test that is named by an id asks what the case of that id asks, of the same rows; the others ask what the cases
//! leave open, and their answers are Django's too.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(unreachable_pub, reason = "the models are written as users write them")]

mod database;
mod models;
mod ask;
mod chained;
mod exclude;
mod join_types;
mod multi_valued;
mod nulls;
mod rules;
mod random;
mod writes;
