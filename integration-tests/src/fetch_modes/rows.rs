//! The rows that are loaded for.

use std::sync::Arc;

use futures::TryStreamExt;
use querent::prelude::*;
use querent::{Db, Result};

use super::library::Library;
use super::models::{Book, Shelf};
use super::round::{Round, Source};
use super::spot::Spot;
use crate::meaning::Dice;

/// Rows, each with what belongs to it.
pub(super) struct Rows {
    pub(super) books: Vec<Arc<Book>>,
    pub(super) expected: Vec<Vec<String>>,
    /// How many have keys that were set by hand.
    pub(super) set: usize,
}

impl Rows {
    /// The rows of a round.
    pub(super) async fn find(round: &Round, db: &Db, library: &Library, dice: &mut Dice) -> Result<Rows> {
        let after = dice.below(10) as i64;
        let mut books = Book::objects(db).filter(|b| b.id.gt(after));
        let mut shelves = Shelf::objects(db).prefetch_related(|s| s.books.filter(|b| b.id.gt(after)));
        if round.mode != round.pool {
            (books, shelves) = (books.fetch_mode(round.mode), shelves.fetch_mode(round.mode));
        }
        let found = match round.source {
            Source::Query => books.await?,
            Source::Stream => books.stream().try_collect().await?,
            Source::Prefetch => {
                let shelves = shelves.await?;
                let books: Result<Vec<_>> = shelves.iter().map(|shelf| shelf.books.loaded()).collect();
                books?.concat()
            }
        };
        let mut rows = Rows { books: Vec::new(), expected: Vec::new(), set: 0 };
        for mut book in found {
            match if round.is_changed { dice.below(6) } else { 5 } {
                0 => continue,
                1 => rows.push(book.clone(), library, round.spot).await?,
                2 => {
                    book.shelf.set(library.shelf(dice));
                    book.owner.set(library.person(dice));
                    rows.set += 1;
                }
                _ => {}
            }
            rows.push(book, library, round.spot).await?;
        }
        Ok(rows)
    }

    async fn push(&mut self, book: Book, library: &Library, spot: Spot) -> Result<()> {
        self.expected.push(library.expected(&book, spot).await?);
        self.books.push(Arc::new(book));
        Ok(())
    }

    /// Rows that are not in memory will be read as they are then.
    pub(super) fn expect_changed(&mut self, is_loaded: &[bool]) {
        for (expected, _) in self.expected.iter_mut().zip(is_loaded).filter(|(_, is_loaded)| !**is_loaded) {
            expected.iter_mut().for_each(|text| text.push('!'));
        }
    }
}
