//! Orders by a relation: by the related model's own ordering.

use querent::prelude::*;

use crate::models::{Detail, Product, Review, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn a_relation_orders_by_the_related_models_own_ordering(db: Db) {
    shop(&db).await;
    let by_category = Product::objects(&db).order_by(|p| (p.category, p.name));
    assert!(by_category.sql().unwrap().ends_with("ORDER BY \"categories\".\"name\", \"products\".\"name\""));
    assert_eq!(names(&by_category.await.unwrap()), ["Headset", "Radio", "Atlas", "Novel", "Lamp"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_relation_to_a_model_without_an_ordering_orders_by_its_key_without_a_join(db: Db) {
    shop(&db).await;
    let by_supplier = Product::objects(&db).order_by(|p| (p.supplier, p.id));
    assert!(
        by_supplier.sql().unwrap().ends_with("ORDER BY \"products\".\"supplier_id\", \"products\".\"id\"")
    );
    assert_eq!(names(&by_supplier.await.unwrap()), ["Radio", "Headset", "Lamp", "Atlas", "Novel"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_ordering_through_relations_is_followed_from_where_it_is_used(db: Db) {
    shop(&db).await;
    let reviewed = Product::objects(&db).filter(|p| p.reviews.rating.gte(4)).order_by(|p| p.reviews);
    assert_eq!(names(&reviewed.await.unwrap()), ["Lamp", "Radio"]);
}
