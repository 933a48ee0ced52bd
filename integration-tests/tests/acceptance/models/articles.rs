//! Articles, which have an order of their own.

use querent::prelude::*;
use time::OffsetDateTime;

#[derive(Model, Debug)]
#[model(table = "oracle_oauthor", ordering = [-id])]
pub struct OAuthor {
    pub id: i64,
    #[field(max_length = 63)]
    pub name: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_oarticle", ordering = [-pub_date, headline])]
pub struct OArticle {
    pub id: i64,
    #[relation(on_delete = SetNull)]
    pub author: ForeignKey<Option<OAuthor>>,
    #[field(max_length = 100)]
    pub headline: String,
    pub pub_date: OffsetDateTime,
}
