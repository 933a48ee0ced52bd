//! What is loaded: books with a relation of every kind, and fields that are read on demand.

use std::fmt::Write;

use querent::meta::ModelMeta;
use querent::prelude::*;

use crate::meaning::Dice;

/// Where books stand, in another shelf or in none.
#[derive(Model, Clone, Debug)]
#[model(table = "shelves", ordering = [id])]
pub(super) struct Shelf {
    pub(super) id: i64,
    pub(super) name: String,
    #[relation(on_delete = Cascade)]
    pub(super) parent: ForeignKey<Option<Shelf>>,
    #[relation(by = shelf)]
    pub(super) books: HasMany<Book>,
}

/// Who has books.
#[derive(Model, Clone, Debug)]
#[model(table = "people", ordering = [id])]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) name: String,
}

/// What is loaded for.
#[derive(Model, Clone, Debug)]
#[model(table = "books", ordering = [id])]
pub(super) struct Book {
    pub(super) id: i64,
    #[relation(on_delete = Cascade)]
    pub(super) shelf: ForeignKey<Shelf>,
    #[relation(on_delete = SetNull)]
    pub(super) owner: ForeignKey<Option<Person>>,
    pub(super) tags: ManyToMany<Tag>,
    #[relation(by = book)]
    pub(super) loans: HasMany<Loan>,
    #[relation(by = book)]
    pub(super) cover: HasOne<Cover>,
    pub(super) about: Deferred<String>,
    pub(super) note: Deferred<Option<String>>,
}

/// What books are about.
#[derive(Model, Clone, Debug)]
#[model(table = "tags", ordering = [name])]
pub(super) struct Tag {
    pub(super) id: i64,
    pub(super) name: String,
    #[relation(by = tags)]
    pub(super) books: ManyToMany<Book>,
}

/// A loan of a book.
#[derive(Model, Clone, Debug)]
#[model(table = "loans", ordering = [-id])]
pub(super) struct Loan {
    pub(super) id: i64,
    pub(super) name: String,
    #[relation(on_delete = Cascade)]
    pub(super) book: ForeignKey<Book>,
}

/// What a book has at most one of.
#[derive(Model, Clone, Debug)]
#[model(table = "covers", ordering = [id])]
pub(super) struct Cover {
    pub(super) id: i64,
    pub(super) name: String,
    #[relation(on_delete = Cascade)]
    pub(super) book: OneToOne<Book>,
}

/// All of them.
pub(super) const MODELS: [&ModelMeta; 6] =
    [Shelf::META, Person::META, Tag::META, Book::META, Loan::META, Cover::META];

/// How many shelves and people there may be.
const FEW: usize = 8;

/// Statements that put random rows in the place of those that are there.
pub(super) fn rows(dice: &mut Dice) -> String {
    let mut sql = "TRUNCATE shelves, people, tags, books, books_tags, loans, covers;".to_owned();
    let mut insert = |table: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            write!(sql, "INSERT INTO {table} VALUES {};", rows.join(", "))
                .expect("a String can be written to");
        }
    };
    let (shelves, people, tags) = (1 + dice.below(FEW), dice.below(FEW), dice.below(FEW));
    let books = if dice.once_in(20) { 1_001 + dice.below(200) } else { dice.below(40) };
    let maybe = |dice: &mut Dice, below: usize| match below {
        0 => "NULL".to_owned(),
        _ if dice.once_in(4) => "NULL".to_owned(),
        below => (1 + dice.below(below)).to_string(),
    };
    let shelf = |n| format!("({n}, 'shelf {n}', {})", maybe(dice, n - 1));
    insert("shelves (id, name, parent_id)", (1..=shelves).map(shelf).collect());
    insert("people (id, name)", (1..=people).map(|n| format!("({n}, 'person {n}')")).collect());
    insert("tags (id, name)", (1..=tags).map(|n| format!("({n}, 'tag {}')", (n * 5) % 8)).collect());
    let book = |n| {
        let (shelf, owner) = (1 + dice.below(shelves), maybe(dice, people));
        let note = if dice.once_in(2) { "NULL".to_owned() } else { format!("'note {n}'") };
        format!("({n}, {shelf}, {owner}, 'about {n}', {note})")
    };
    insert("books (id, shelf_id, owner_id, about, note)", (1..=books).map(book).collect());
    let each = |dice: &mut Dice, most: usize, row: &mut dyn FnMut(usize, usize) -> String| {
        let counts: Vec<_> = (1..=books).map(|book| (book, dice.below(most + 1))).collect();
        counts
            .into_iter()
            .flat_map(|(book, count)| (1..=count).map(move |n| (book, n)))
            .map(|(b, n)| row(b, n))
            .collect()
    };
    let pairs = each(dice, tags, &mut |book, tag| format!("({book}, {tag})"));
    insert("books_tags (book_id, tag_id)", pairs);
    let loans = each(dice, 3, &mut |book, n| format!("('loan {n} of {book}', {book})"));
    insert("loans (name, book_id)", loans);
    let covers = each(dice, 1, &mut |book, _| format!("('cover of {book}', {book})"));
    insert("covers (name, book_id)", covers);
    sql
}
