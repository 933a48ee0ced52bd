//! Random books, and what queries find that load everything with them.

use std::collections::HashMap;

use querent::{Db, FetchMode, Result};

use super::models::{self, Book, Person, Shelf};
use super::spot::Spot;
use crate::meaning::Dice;

/// What is known of the rows that are in the database.
#[derive(Debug)]
pub(super) struct Library {
    books: Vec<Book>,
    shelves: HashMap<i64, Shelf>,
    people: HashMap<i64, Person>,
    db: Db,
}

impl Library {
    /// New rows.
    pub(super) async fn fill(db: &Db, dice: &mut Dice) -> Result<Library> {
        db.batch_execute(&models::rows(dice)).await?;
        let books = Book::objects(db).select_related(|b| (b.shelf.parent, b.owner));
        let books = books.prefetch_related(|b| (b.tags, b.loans, b.cover)).undefer(|b| (b.about, b.note));
        let shelves = Shelf::objects(db).select_related(|s| s.parent);
        Ok(Library {
            books: books.fetch_mode(FetchMode::Raise).await?,
            shelves: shelves.fetch_mode(FetchMode::Raise).await?.into_iter().map(|s| (s.id, s)).collect(),
            people: Person::objects(db).await?.into_iter().map(|person| (person.id, person)).collect(),
            db: db.clone(),
        })
    }

    /// One of the shelves.
    pub(super) fn shelf(&self, dice: &mut Dice) -> i64 {
        1 + dice.below(self.shelves.len()) as i64
    }

    /// One of the people, or nobody.
    pub(super) fn person(&self, dice: &mut Dice) -> Option<i64> {
        Some(dice.below(self.people.len() + 1) as i64).filter(|person| *person > 0)
    }

    /// What belongs to a book, whose keys may have been set by hand.
    pub(super) async fn expected(&self, book: &Book, spot: Spot) -> Result<Vec<String>> {
        let names = |name: Option<&String>| name.into_iter().cloned().collect();
        let shelf = &self.shelves[&book.shelf.key()];
        Ok(match spot {
            Spot::Shelf => vec![shelf.name.clone()],
            Spot::ShelfAround => names(shelf.parent.loaded()?.map(|around| &around.name)),
            Spot::Owner => names(book.owner.key().map(|owner| &self.people[&owner].name)),
            _ => {
                let own = &self.books[book.id as usize - 1]; // they are numbered, and in order
                spot.load(own, &self.db).await? // from memory: this query lets nothing be sent
            }
        })
    }
}
