//! To-one relations in the same query.

use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::{Comment, Place};

#[test]
fn sr_01_a_chain_of_nullable_keys_keeps_every_row_in_one_query() {
    on_the_data(async |db| {
        let query = Comment::objects(&db).select_related(|c| c.post.forum.system_info);
        let comments = db.assert_statements(1, query).await.unwrap();
        let mut told = Vec::new();
        for comment in &comments {
            let post = comment.post.loaded().unwrap();
            let forum = post.and_then(|post| post.forum.loaded().unwrap());
            let system = forum.map(|forum| forum.system_info.loaded().unwrap().system_name.as_str());
            told.push((comment.comment_text.as_str(), post.map(|post| post.title.as_str()), system));
        }
        let expected = [
            ("My first comment", Some("First Post"), Some("First system")),
            ("My second comment", None, None),
            ("My third comment", Some("Orphan Post"), None),
        ];
        assert_eq!(told, expected);
    });
}

/// The missing side is `None`.
#[test]
fn sr_03_the_missing_side_of_a_one_to_one_relation_costs_no_query() {
    on_the_data(async |db| {
        db.batch_execute("ALTER TABLE oracle_restaurant ADD id bigint GENERATED ALWAYS AS (place_id) STORED")
            .await
            .unwrap();
        let query = Place::objects(&db).select_related(|p| p.restaurant).order_by(|p| p.id);
        let told = db.assert_statements(1, async {
            let places = query.await.unwrap();
            let key = |place: &Place| place.restaurant.loaded().unwrap().map(|r| r.place.key() == place.id);
            places.iter().map(|place| (place.name.clone(), key(place))).collect::<Vec<_>>()
        });
        let expected = [("Demon Dogs", Some(true)), ("Ace Hardware", None), ("Bar None", None)];
        assert_eq!(told.await, expected.map(|(name, key)| (name.to_owned(), key)));
        let query = Place::objects(&db).select_related(|p| p.bar).order_by(|p| p.id);
        let places = db.assert_statements(1, query).await.unwrap();
        let bars: Vec<_> =
            places.iter().map(|p| p.bar.loaded().unwrap().map(|bar| bar.serves_cocktails)).collect();
        assert_eq!(bars, [None, None, Some(true)]);
    });
}
