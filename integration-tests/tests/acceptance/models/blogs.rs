//! Blogs: entries of many authors.

use querent::prelude::*;
use time::Date;

#[derive(Model, Debug)]
#[model(table = "oracle_blog")]
pub struct Blog {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    #[relation(by = blog)]
    pub entries: HasMany<Entry>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_writer")]
pub struct Writer {
    pub id: i64,
    #[field(max_length = 200)]
    pub name: String,
    #[relation(by = authors)]
    pub entries: ManyToMany<Entry>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_entry")]
pub struct Entry {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub blog: ForeignKey<Blog>,
    #[field(max_length = 255)]
    pub headline: String,
    pub pub_date: Date,
    pub number_of_comments: i32,
    pub number_of_pingbacks: i32,
    pub rating: Option<i32>,
    #[relation(table = "oracle_entry_authors", columns = (entry_id, writer_id))]
    pub authors: ManyToMany<Writer>,
}
