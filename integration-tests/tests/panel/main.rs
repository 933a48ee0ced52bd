//! The layer and the panel of querent-axum, in a service over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod watching;
mod service;
mod socket;

mod cut_short;
mod figures;
mod findings;
mod json;
mod off;
mod pages;
mod requests;
mod scopes;
mod streams;
