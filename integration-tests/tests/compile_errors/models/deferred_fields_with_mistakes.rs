//! What cannot be deferred; the text names `Deferred<Option<String>>`, `auto_now`, `#[field(…)]` and `u32`.

use querent::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    summary: Option<Deferred<String>>,
    author: Deferred<ForeignKey<Book>>,
    #[field(auto_now)]
    updated: Deferred<time::OffsetDateTime>,
    #[relation(index = false)]
    body: Deferred<String>,
}

#[derive(Model)]
struct Keyed {
    id: Deferred<i64>,
}

#[derive(Model)]
struct Marked {
    #[field(primary_key)]
    code: Deferred<String>,
}

#[derive(Model)]
struct Book {
    id: i64,
    drafts: Deferred<u32>,
}

fn main() {}
