//! Related rows in a query of their own.

use std::num::NonZeroUsize;

use futures::TryStreamExt;
use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::{Author, Item, Publisher, Tag};

fn named(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(|tag| tag.name.as_str()).collect()
}

#[test]
fn pf_01_many_to_many_is_two_queries_and_every_parent_has_a_list_of_its_own() {
    on_the_data(async |db| {
        let query = Item::objects(&db).order_by(|i| i.name).prefetch_related(|i| i.tags);
        let items = db.assert_statements(2, query).await.unwrap();
        let told: Vec<_> = items.iter().map(|i| (i.name.as_str(), named(i.tags.loaded().unwrap()))).collect();
        let expected =
            [("four", vec!["t4"]), ("one", vec!["t1", "t2"]), ("three", vec![]), ("two", vec!["t1", "t3"])];
        assert_eq!(told, expected);
    });
}

#[test]
fn pf_03_a_filtered_list_stands_beside_the_whole_relation_in_a_slot_of_its_own() {
    on_the_data(async |db| {
        let query = Publisher::objects(&db).order_by(|p| p.id).prefetch_related(|p| {
            (p.books, p.good_books.filter(|b| b.rating.gt(4)).select_related(|b| b.contact))
        });
        let publishers = db.assert_statements(3, query).await.unwrap();
        let mut told = Vec::new();
        for publisher in &publishers {
            let good = publisher.good_books.loaded().unwrap();
            let names: Vec<_> = good.iter().map(|book| book.name.as_str()).collect();
            let contact = good.first().map(|book| book.contact.loaded().unwrap().name.as_str());
            told.push((publisher.name.as_str(), publisher.books.loaded().unwrap().len(), names, contact));
        }
        let expected = [
            ("Apress", 2, vec!["Definitive Guide"], Some("Adrian Holovaty")),
            ("Sams", 1, vec![], None),
            ("Prentice Hall", 2, vec![], None),
            ("Morgan Kaufmann", 1, vec!["Paradigms of AI"], Some("Peter Norvig")),
            ("Jonno's House of Books", 0, vec![], None),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn pf_05_a_nullable_key_skips_nulls_asks_nothing_for_only_nulls_and_shares_equal_rows() {
    on_the_data(async |db| {
        let query = Tag::objects(&db).prefetch_related(|t| t.parent);
        let tags = db.assert_statements(2, query.clone()).await.unwrap();
        let parent = |at: usize| tags[at].parent.loaded().unwrap();
        let told: Vec<_> = (0..5).map(|at| parent(at).map(|tag| tag.name.as_str())).collect();
        assert_eq!(told, [None, Some("t1"), Some("t1"), Some("t3"), Some("t3")]);
        assert!(std::ptr::eq(parent(1).unwrap(), parent(2).unwrap()));
        let roots = db.assert_statements(1, query.filter(|t| t.parent.is_null())).await.unwrap();
        assert_eq!(roots.len(), 1);
        assert!(roots[0].parent.loaded().unwrap().is_none());
    });
}

/// Writing forgets what was prefetched.
#[test]
fn pf_07_writing_through_the_relation_drops_what_was_prefetched() {
    on_the_data(async |db| {
        let mut item =
            Item::objects(&db).prefetch_related(|i| i.tags).get(|i| i.name.eq("one")).await.unwrap();
        assert_eq!(named(item.tags.loaded().unwrap()), ["t1", "t2"]);
        item.tags.add(&db, [5]).await.unwrap();
        assert_eq!(item.tags.loaded().unwrap_err().kind(), Kind::NotLoaded);
        assert_eq!(named(item.tags.load(&db).await.unwrap()), ["t1", "t2", "t5"]);
        item.tags.remove(&db, [1]).await.unwrap();
        assert_eq!(named(item.tags.load(&db).await.unwrap()), ["t2", "t5"]);
        item.tags.clear(&db).await.unwrap();
        assert!(item.tags.load(&db).await.unwrap().is_empty());
        item.tags.set(&db, [3]).await.unwrap();
        assert_eq!(named(item.tags.load(&db).await.unwrap()), ["t3"]);
    });
}

/// Django wants a size to be said, and without one the chunks are of 500 rows here. A cursor is read in a transaction.
#[test]
fn pf_09_a_stream_prefetches_for_each_chunk() {
    on_the_data(async |db| {
        let all = Author::objects(&db).order_by(|a| a.id);
        let four = NonZeroUsize::new(4).unwrap();
        let recording = db.record_statements();
        let authors = all.clone().prefetch_related(|a| a.contact_books).stream().chunk_size(four);
        let authors: Vec<_> = authors.try_collect().await.unwrap();
        assert_eq!(authors.iter().map(|a| a.contact_books.loaded().unwrap().len()).sum::<usize>(), 6);
        let statements = recording.statements();
        let verbs: Vec<_> = statements.iter().filter_map(|sql| sql.split(' ').next()).collect();
        assert_eq!(verbs.iter().filter(|verb| **verb == "SELECT").count(), 3, "{statements:?}");
        assert_eq!(verbs.iter().filter(|verb| **verb == "DECLARE").count(), 1, "{statements:?}");
        let plain = async { all.stream().try_collect::<Vec<_>>().await.unwrap().len() };
        assert_eq!(db.assert_statements(1, plain).await, 9);
    });
}

/// A relation that is named beside a queryset for it is that queryset, whichever stands first. A name that is no
/// relation does not compile, nor does a queryset of values.
#[test]
fn pf_11_two_querysets_for_one_relation_are_refused() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let twice = all
            .clone()
            .prefetch_related(|p| (p.books.filter(|b| b.rating.eq(5)), p.books.filter(|b| b.rating.eq(4))));
        let refused = db.assert_statements(0, twice).await;
        assert_eq!(refused.unwrap_err().kind(), Kind::Misuse);
        let whole_and_filtered = all.prefetch_related(|p| (p.books, p.books.filter(|b| b.rating.eq(5))));
        let refused = db.assert_statements(0, whole_and_filtered).await;
        assert_eq!(refused.unwrap_err().kind(), Kind::Misuse);
    });
}
