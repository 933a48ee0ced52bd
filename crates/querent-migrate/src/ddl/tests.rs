mod shop;
mod create;
mod fields;
mod models;
mod named;
mod types;
mod undone;
mod locks;
