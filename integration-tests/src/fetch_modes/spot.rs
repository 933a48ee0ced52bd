//! What of a book is loaded.

use querent::{Db, Result};

use super::models::Book;

/// What of a book is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Shelf,
    /// The shelf that its shelf is in: two loads, one behind the other.
    ShelfAround,
    Owner,
    Tags,
    Loans,
    Cover,
    About,
    Note,
}

impl Spot {
    pub(super) const ALL: [Spot; 8] = [
        Spot::Shelf,
        Spot::ShelfAround,
        Spot::Owner,
        Spot::Tags,
        Spot::Loans,
        Spot::Cover,
        Spot::About,
        Spot::Note,
    ];

    /// The names, or the text, that a book has there: from memory, or loaded.
    pub(super) async fn load(self, book: &Book, db: &Db) -> Result<Vec<String>> {
        Ok(match self {
            Spot::Shelf => vec![book.shelf.load(db).await?.name.clone()],
            Spot::ShelfAround => {
                let around = book.shelf.load(db).await?.parent.load(db).await?;
                around.map(|shelf| shelf.name.clone()).into_iter().collect()
            }
            Spot::Owner => book.owner.load(db).await?.map(|owner| owner.name.clone()).into_iter().collect(),
            Spot::Tags => book.tags.load(db).await?.iter().map(|tag| tag.name.clone()).collect(),
            Spot::Loans => book.loans.load(db).await?.iter().map(|loan| loan.name.clone()).collect(),
            Spot::Cover => book.cover.load(db).await?.map(|cover| cover.name.clone()).into_iter().collect(),
            Spot::About => vec![book.about.load(db).await?.clone()],
            Spot::Note => book.note.load(db).await?.clone().into_iter().collect(),
        })
    }

    /// How many loads that is.
    pub(super) fn levels(self) -> usize {
        if self == Spot::ShelfAround { 2 } else { 1 }
    }

    /// The table and the column that it is read from.
    pub(super) fn column(self) -> (&'static str, &'static str) {
        match self {
            Spot::Shelf | Spot::ShelfAround => ("shelves", "name"),
            Spot::Owner => ("people", "name"),
            Spot::Tags => ("tags", "name"),
            Spot::Loans => ("loans", "name"),
            Spot::Cover => ("covers", "name"),
            Spot::About => ("books", "about"),
            Spot::Note => ("books", "note"),
        }
    }
}
