//! The acceptance cases: what Django 5.2 answers on PostgreSQL, asked of Querent.
//!
//! A test that is named by an id asks what the case of that id asks, of the same rows; the others ask what the cases
//! leave open, and their answers are Django's too.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(unreachable_pub, reason = "the models are written as users write them")]

mod database;
mod models;
mod ask;
mod near;
mod chained;
mod exclude;
mod join_types;
mod multi_valued;
mod nulls;
mod lookups;
mod more_lookups;
mod arrays;
mod expressions;
mod more_expressions;
mod functions;
mod more_functions;
mod durations;
mod conditional;
mod subqueries;
mod more_subqueries;
mod aggregation;
mod more_aggregation;
mod grouping;
mod more_grouping;
mod filtered_aggregation;
mod ordering;
mod ordering_of_expressions;
mod querysets;
mod transactions;
mod locks;
mod combined;
mod more_sets;
mod raw;
mod select_related;
mod deferred;
mod prefetch_related;
mod rules;
mod random;
mod writes;
mod more_writes;
mod bulk;
mod composite_keys;
mod saving;
mod deleting;
mod constraints;
mod related_managers;
