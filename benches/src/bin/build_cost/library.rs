//! The libraries, and how each says the same: models with a key, two texts, an integer, a boolean and a timestamp, and every tenth
//! one with a foreign key to the one before it.

mod item;
mod querent;
mod diesel;
mod sqlx;
mod sea_orm;
mod toasty;

use std::path::{Path, PathBuf};

use item::Item;

/// A library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    Querent,
    Diesel,
    Sqlx,
    SeaOrm,
    Toasty,
}

impl Library {
    pub(crate) const ALL: [Library; 5] =
        [Library::Querent, Library::Diesel, Library::Sqlx, Library::SeaOrm, Library::Toasty];

    /// What it goes by in the table, and as a folder of the peers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Library::Querent => "querent",
            Library::Diesel => "diesel-async",
            Library::Sqlx => "sqlx",
            Library::SeaOrm => "sea-orm",
            Library::Toasty => "toasty",
        }
    }

    /// A lock file that has its versions, and those of all that it depends on.
    pub(crate) fn lock(self) -> PathBuf {
        let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
        match self {
            Library::Querent => benches.join("../Cargo.lock"),
            _ => benches.join("peers").join(self.name()).join("Cargo.lock"),
        }
    }

    /// Its lines of a manifest; `benches` is the folder of this package.
    pub(crate) fn dependencies(self, benches: &Path) -> String {
        match self {
            Library::Querent => querent::dependencies(&benches.join("../crates/querent")),
            Library::Diesel => diesel::DEPENDENCIES.to_owned(),
            Library::Sqlx => sqlx::DEPENDENCIES.to_owned(),
            Library::SeaOrm => sea_orm::DEPENDENCIES.to_owned(),
            Library::Toasty => toasty::DEPENDENCIES.to_owned(),
        }
    }

    /// A program that reads rows of the first model.
    pub(crate) fn main(self) -> &'static str {
        match self {
            Library::Querent => querent::MAIN,
            Library::Diesel => diesel::MAIN,
            Library::Sqlx => sqlx::MAIN,
            Library::SeaOrm => sea_orm::MAIN,
            Library::Toasty => toasty::MAIN,
        }
    }

    /// The module `models`, with so many.
    pub(crate) fn models(self, count: usize) -> String {
        let (head, model): (&str, fn(Item) -> String) = match self {
            Library::Querent => (querent::HEAD, querent::model),
            Library::Diesel => (diesel::HEAD, diesel::model),
            Library::Sqlx => (sqlx::HEAD, sqlx::model),
            Library::SeaOrm => (sea_orm::HEAD, sea_orm::model),
            Library::Toasty => (toasty::HEAD, toasty::model),
        };
        let unused = "#![allow(dead_code, reason = \"most models are not used\")]\n\n";
        [unused.to_owned(), head.to_owned()].into_iter().chain(Item::all(count).map(model)).collect()
    }
}
