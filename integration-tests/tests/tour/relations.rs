//! The tour: every kind of relation.

use querent::prelude::*;
use serde::Serialize;

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Author {
    pub id: i64,
    pub name: String,
    #[relation(by = author)]
    pub profile: HasOne<AuthorProfile>,
    #[relation(by = author)]
    pub books: HasMany<Book>,
    #[relation(by = author)]
    pub recent_books: HasMany<Book>, // two slots for one relation are Django's `to_attr`
    #[relation(by = editor)]
    pub edited: HasMany<Book>,
}

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorProfile {
    #[field(primary_key)]
    pub code: String,
    #[relation(on_delete = Cascade)]
    pub author: OneToOne<Author>,
    pub motto: Option<String>,
}

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Book {
    pub id: i64,
    pub title: String,
    #[relation(on_delete = Restrict)]
    pub author: ForeignKey<Author>,
    #[relation(on_delete = SetNull)]
    pub editor: ForeignKey<Option<Author>>,
    pub genres: ManyToMany<Genre>,
    #[relation(through = Loan)]
    pub readers: ManyToMany<Reader>,
    #[relation(table = "translations", columns = (original, translation))]
    pub translations: ManyToMany<Book>,
}

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Genre {
    pub id: i64,
    pub name: String,
    #[relation(by = genres)] // both sides: the second says `by`
    pub books: ManyToMany<Book>,
}

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Reader {
    pub id: i64,
    #[relation(by = readers)]
    pub books: ManyToMany<Book>,
}

#[derive(Model, Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Loan {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub book: ForeignKey<Book>,
    #[relation(on_delete = Cascade)]
    pub reader: ForeignKey<Reader>,
    #[field(default = 14)]
    pub days: i32,
}

/// Slots are made by `ForeignKey::new(3)` and `Default`.
pub fn made_by_hand() -> Book {
    Book { id: 1, title: "Emma".to_owned(), author: ForeignKey::new(3), ..Book::default() }
}

/// A library with everything that leads from an author: one query for each relation.
pub async fn authors(db: Db) -> querent::Result<Vec<Author>> {
    Author::objects(&db)
        .select_related(|a| a.profile)
        .prefetch_related(|a| {
            (
                a.books.prefetch_related(|b| (b.genres, b.readers, b.translations)),
                a.recent_books.order_by(|b| b.id.desc()).limit(1),
                a.edited,
            )
        })
        .order_by(|a| a.id)
        .await
}

/// A relation through a model takes a draft of it, without its two keys.
pub async fn lend(db: Db, mut book: Book, reader: Reader) -> querent::Result<()> {
    book.readers.add_with(&db, [&reader], Loan::draft().days(7)).await
}

/// Paths go through every kind of relation, in both directions.
pub async fn through_everything(db: Db) -> querent::Result<Vec<(Option<String>, Option<String>)>> {
    Genre::objects(&db)
        .filter(|g| g.books.author.profile.motto.is_not_null() & g.books.readers.id.gt(0))
        .values(|g| (g.books.editor.name, g.books.author.profile.motto))
        .await
}
