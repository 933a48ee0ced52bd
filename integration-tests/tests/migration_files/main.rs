//! The files of migrations: in a folder, in a program, and as the models of the past.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod data;
mod folder;
mod past;
mod programs;
