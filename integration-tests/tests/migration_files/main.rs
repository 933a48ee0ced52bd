//! The files of migrations, in a folder.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod folder;
