//! Slots serialize, compare, hash, print and clone as keys; the rows they lead to never take part.

use std::hash::{BuildHasher, RandomState};

use querent::prelude::*;
use serde_json::json;

use crate::relations::{Author, AuthorProfile, Book, Genre, Loan};

const LIBRARY: &str = "
    INSERT INTO author (id, name) OVERRIDING SYSTEM VALUE VALUES (3, 'Austen');
    INSERT INTO author_profile (code, author_id, motto) VALUES ('ja', 3, 'Pride');
    INSERT INTO book (id, title, author_id) OVERRIDING SYSTEM VALUE VALUES (1, 'Emma', 3), (2, 'Persuasion', 3);
    INSERT INTO genre (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Novel');
    INSERT INTO book_genres (book_id, genre_id) VALUES (1, 1);
";

async fn emma(query: QuerySet<Book>) -> Book {
    query.by_key(1).await.unwrap()
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn an_unloaded_to_one_serializes_as_its_key_and_a_to_many_as_null(db: Db) {
    let book = emma(Book::objects(&db)).await;
    let expected = json!({
        "id": 1, "title": "Emma", "author": 3, "editor": null,
        "genres": null, "readers": null, "translations": null,
    });
    assert_eq!(serde_json::to_value(&book).unwrap(), expected);
    let profile = AuthorProfile::objects(&db).by_key("ja").await.unwrap();
    assert_eq!(serde_json::to_value(&profile).unwrap()["author"], json!(3));
    let author = Author::objects(&db).by_key(3).await.unwrap();
    assert_eq!(serde_json::to_value(&author).unwrap()["profile"], json!(null));
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn a_loaded_to_one_nests_and_a_loaded_to_many_is_an_array(db: Db) {
    let book = emma(
        Book::objects(&db).select_related(|b| b.author.profile).prefetch_related(|b| (b.genres, b.readers)),
    )
    .await;
    let value = serde_json::to_value(&book).unwrap();
    assert_eq!(value["author"]["name"], json!("Austen"));
    assert_eq!(value["author"]["profile"]["motto"], json!("Pride"));
    assert_eq!(value["genres"], json!([{ "id": 1, "name": "Novel", "books": null }]));
    assert_eq!(value["readers"], json!([]));
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn a_back_reference_serializes_as_its_key_so_that_nothing_recurses(db: Db) {
    let author = Author::objects(&db).prefetch_related(|a| a.books).by_key(3).await.unwrap();
    let value = serde_json::to_value(&author).unwrap();
    assert_eq!(value["books"].as_array().unwrap().len(), 2);
    assert_eq!(value["books"][0]["author"], json!(3));
    let author = Author::objects(&db).select_related(|a| a.profile).by_key(3).await.unwrap();
    assert_eq!(serde_json::to_value(&author).unwrap()["profile"]["author"], json!(3));
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn slots_are_equal_and_hash_alike_by_key_loaded_or_not(db: Db) {
    let plain = emma(Book::objects(&db)).await;
    let loaded = emma(
        Book::objects(&db).select_related(|b| b.author).prefetch_related(|b| (b.genres, b.translations)),
    )
    .await;
    assert_eq!(plain, loaded);
    let hashes = RandomState::new();
    assert_eq!(hashes.hash_one(&plain), hashes.hash_one(&loaded));
    assert_eq!(plain.author, ForeignKey::new(3));
    assert_ne!(plain.author, ForeignKey::new(4));
    let other = Book::objects(&db).by_key(2).await.unwrap();
    assert_eq!(plain.author, other.author);
    assert_ne!(plain.genres, other.genres);
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn debug_prints_keys_and_never_the_related_row(db: Db) {
    let plain = emma(Book::objects(&db)).await;
    assert_eq!(format!("{:?}", plain.author), "ForeignKey(3)");
    assert_eq!(format!("{:?}", plain.editor), "ForeignKey(NULL)");
    assert_eq!(format!("{:?}", plain.genres), "ManyToMany(of 1)");
    let loaded = emma(Book::objects(&db).select_related(|b| b.author).prefetch_related(|b| b.genres)).await;
    assert_eq!(format!("{:?}", loaded.author), "ForeignKey(3, loaded)");
    assert_eq!(format!("{:?}", loaded.genres), "ManyToMany(of 1, 1 loaded)");
    let author = Author::objects(&db).select_related(|a| a.profile).by_key(3).await.unwrap();
    assert_eq!(format!("{:?}", author.profile), "HasOne(of 3, loaded)");
    assert_eq!(format!("{:?}", author.books), "HasMany(of 3)");
    let profile = AuthorProfile::objects(&db).by_key("ja").await.unwrap();
    assert_eq!(format!("{:?}", profile.author), "OneToOne(3)");
    assert_eq!(format!("{:?}", Author::default().books), "HasMany(of unsaved)");
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn a_clone_shares_the_loaded_row(db: Db) {
    let book = emma(Book::objects(&db).select_related(|b| b.author).prefetch_related(|b| b.genres)).await;
    let clone = book.clone();
    let (author, same) = (book.author.loaded().unwrap(), clone.author.loaded().unwrap());
    assert!(std::ptr::eq(author, same));
    assert!(std::ptr::eq(book.genres.loaded().unwrap(), clone.genres.loaded().unwrap()));
}
