//! Names that nobody wrote: snake case, `_id` for keys, `<table>_<field>` for pairs, and nothing pluralised.

use querent::meta::{JoinTable, Link};
use querent::prelude::*;

use crate::models::Product;
use crate::relations::{Author, AuthorProfile, Book, Genre};

fn columns<M: Model>() -> Vec<&'static str> {
    M::META.columns.iter().map(|column| column.name).collect()
}

fn pairs<M: Model>(relation: &str) -> JoinTable {
    let relation = M::META.relations.iter().find(|candidate| candidate.name == relation).unwrap();
    match relation.link {
        Link::Through { join, .. } => join(),
        Link::Forward { .. } | Link::Reverse { .. } => unreachable!("not a relation of pairs"),
    }
}

#[test]
fn a_table_is_the_structs_name_in_snake_case() {
    assert_eq!(Author::META.table, "author");
    assert_eq!(AuthorProfile::META.table, "author_profile");
    assert_eq!(Product::META.table, "products");
}

#[test]
fn a_key_is_the_fields_name_with_id() {
    assert_eq!(columns::<Book>(), ["id", "title", "author_id", "editor_id"]);
}

#[test]
fn pairs_are_called_after_the_owners_table_and_field() {
    let of = |join: JoinTable| (join.table, join.from, join.to);
    assert_eq!(of(pairs::<Book>("genres")), ("book_genres", "book_id", "genre_id"));
    assert_eq!(of(pairs::<Genre>("books")), ("book_genres", "genre_id", "book_id"));
    assert_eq!(of(pairs::<Product>("tags")), ("products_tags", "product_id", "tag_id"));
    assert_eq!(of(pairs::<Book>("readers")), ("loan", "book_id", "reader_id"));
    assert_eq!(of(pairs::<Book>("translations")), ("translations", "original", "translation"));
}

#[test]
fn pairs_of_one_model_are_told_apart_by_their_direction() {
    #[derive(Model)]
    struct Person {
        id: i64,
        friends: ManyToMany<Person>,
    }
    let friends = pairs::<Person>("friends");
    assert_eq!(
        (friends.table, friends.from, friends.to),
        ("person_friends", "from_person_id", "to_person_id")
    );
}

#[test]
fn raw_identifiers_lose_their_prefix() {
    #[derive(Model)]
    struct Entry {
        id: i64,
        r#type: String,
        #[relation(on_delete = Cascade)]
        r#in: ForeignKey<Entry>,
    }
    assert_eq!(columns::<Entry>(), ["id", "type", "in_id"]);
}

#[test]
fn a_written_name_wins() {
    #[derive(Model)]
    #[model(table = "Log Entries")]
    struct LogEntry {
        id: i64,
        #[field(column = "when")]
        at: i64,
        #[relation(column = "author", on_delete = Cascade)]
        by: ForeignKey<Author>,
    }
    assert_eq!(LogEntry::META.table, "Log Entries");
    assert_eq!(columns::<LogEntry>(), ["id", "when", "author"]);
}
