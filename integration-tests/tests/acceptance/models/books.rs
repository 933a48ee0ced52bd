//! Books, who wrote, who published and who sells them.

use querent::prelude::*;
use querent::rust_decimal::Decimal;
use time::{Date, OffsetDateTime, Time};

#[derive(Model, Debug)]
#[model(table = "oracle_author")]
pub struct Author {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    pub age: i32,
    pub rating: Option<f64>,
    #[relation(table = "oracle_author_friends", columns = (from_author_id, to_author_id))]
    pub friends: ManyToMany<Author>,
    #[relation(by = authors)]
    pub books: ManyToMany<Book>,
    #[relation(by = contact)]
    pub contact_books: HasMany<Book>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_publisher")]
pub struct Publisher {
    pub id: i64,
    #[field(max_length = 255)]
    pub name: String,
    pub num_awards: i32,
    #[relation(by = publisher)]
    pub books: HasMany<Book>,
    /// A second slot for the same relation: Django's `to_attr`.
    #[relation(by = publisher)]
    pub good_books: HasMany<Book>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_book")]
pub struct Book {
    pub id: i64,
    #[field(max_length = 9)]
    pub isbn: String,
    #[field(max_length = 255)]
    pub name: String,
    pub pages: i32,
    pub rating: f64,
    #[field(max_digits = 6, decimal_places = 2)]
    pub price: Decimal,
    #[relation(table = "oracle_book_authors", columns = (book_id, author_id))]
    pub authors: ManyToMany<Author>,
    #[relation(on_delete = Cascade)]
    pub contact: ForeignKey<Author>,
    #[relation(on_delete = Cascade)]
    pub publisher: ForeignKey<Publisher>,
    pub pubdate: Date,
    #[relation(by = books)]
    pub stores: ManyToMany<Store>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_store")]
pub struct Store {
    pub id: i64,
    #[field(max_length = 255)]
    pub name: String,
    #[relation(table = "oracle_store_books", columns = (store_id, book_id))]
    pub books: ManyToMany<Book>,
    pub original_opening: OffsetDateTime,
    pub friday_night_closing: Time,
}
