//! Models as a state: which applications they belong to, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(unreachable_pub, reason = "models in modules, as an application has them")]

mod apps;
mod attributes;
