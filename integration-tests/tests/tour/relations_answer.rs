//! The relations of the tour, run.

use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::relations::{self, Author, AuthorProfile, Book, Genre, Loan, Reader};

const LIBRARY: &str = "
    INSERT INTO author (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Austen'), (2, 'Brontë');
    INSERT INTO author_profile (code, author_id, motto) VALUES ('ja', 1, 'Pride');
    INSERT INTO book (id, title, author_id, editor_id) OVERRIDING SYSTEM VALUE
        VALUES (1, 'Emma', 1, 2), (2, 'Persuasion', 1, NULL), (3, 'Überredung', 1, NULL);
    INSERT INTO genre (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Novel');
    INSERT INTO book_genres (book_id, genre_id) VALUES (1, 1), (2, 1);
    INSERT INTO reader (id) OVERRIDING SYSTEM VALUE VALUES (1), (2);
    INSERT INTO loan (book_id, reader_id) VALUES (1, 1), (1, 2);
    INSERT INTO translations (original, translation) VALUES (2, 3);
";

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn every_kind_of_relation_is_loaded_in_a_query_of_its_own(db: Db) {
    // The authors with their profiles, three slots of books, and three relations of these books.
    let authors = db.assert_statements(7, relations::authors(db.clone())).await.unwrap();
    let [austen, bronte] = &authors[..] else { unreachable!() };
    assert_eq!(austen.profile.loaded().unwrap().unwrap().motto.as_deref(), Some("Pride"));
    assert!(bronte.profile.loaded().unwrap().is_none());
    let books = austen.books.loaded().unwrap();
    assert_eq!(books.len(), 3);
    let emma = books.iter().find(|book| book.title == "Emma").unwrap();
    assert_eq!(emma.readers.loaded().unwrap().len(), 2);
    assert_eq!(emma.genres.loaded().unwrap()[0].name, "Novel");
    let persuasion = books.iter().find(|book| book.title == "Persuasion").unwrap();
    assert_eq!(persuasion.translations.loaded().unwrap()[0].title, "Überredung");
    // Two slots for one relation do not mix.
    assert_eq!(austen.recent_books.loaded().unwrap().len(), 1);
    assert_eq!(bronte.edited.loaded().unwrap()[0].title, "Emma");
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn paths_go_through_every_kind_of_relation(db: Db) {
    let rows = db.assert_statements(1, relations::through_everything(db.clone())).await.unwrap();
    let bronte = (Some("Brontë".to_owned()), Some("Pride".to_owned()));
    assert_eq!(rows, [bronte.clone(), bronte]);
}

#[querent_testkit::test(models = [Author, AuthorProfile, Book, Genre, Loan], sql = LIBRARY)]
async fn a_book_is_lent_for_as_long_as_the_draft_says(db: Db) {
    let persuasion = Book::objects(&db).by_key(2).await.unwrap();
    let reader = Reader::objects(&db).by_key(1).await.unwrap();
    db.assert_statements(1, relations::lend(db.clone(), persuasion, reader)).await.unwrap();
    let loans = Loan::objects(&db).filter(|l| l.book.eq(2)).values(|l| (l.reader.key(), l.days));
    assert_eq!(loans.await.unwrap(), [(1, 7)]);
}

#[test]
fn a_slot_made_by_hand_holds_its_key() {
    let book = relations::made_by_hand();
    assert_eq!((book.author.key(), book.editor.key()), (3, None));
    let unsaved = book.genres.loaded().unwrap_err();
    assert_eq!(unsaved.kind(), querent::Kind::NotLoaded);
}
