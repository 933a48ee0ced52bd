//! Rows by their keys, in a map.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, Tag, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn in_bulk_is_a_map_of_the_rows_that_there_are(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    let some = db.assert_statements(1, all().in_bulk([1, 3, 99])).await?;
    assert_eq!(some.len(), 2);
    assert_eq!((some[&1].name.as_str(), some[&3].name.as_str()), ("Radio", "Atlas"));
    assert!(db.assert_statements(0, all().in_bulk([0i64; 0])).await?.is_empty());
    let instances = all().filter(|p| p.is_active).await?;
    assert_eq!(all().in_bulk(&instances).await?.len(), 4);
    assert_eq!(all().filter(|p| p.stock.gt(5)).in_bulk([1, 3, 5]).await?.len(), 2);
    assert_eq!(all().order_by(|p| p.id).limit(2).in_bulk([1, 2, 3]).await?.len(), 2, "of the slice");
    let loaded = all().select_related(|p| p.category).prefetch_related(|p| p.tags).in_bulk([1]);
    let loaded = db.assert_statements(2, loaded).await?;
    assert_eq!(loaded[&1].category.loaded()?.name, "Audio");
    assert_eq!(loaded[&1].tags.loaded()?.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_of_any_shape_are_found_by_the_key_of_their_row(db: Db) -> Result<()> {
    shop(&db).await;
    let names = Product::objects(&db).values(|p| p.category.name).in_bulk([1, 2]).await?;
    assert_eq!((names[&1].as_str(), names[&2].as_str()), ("Audio", "Electronics"));
    let counted = Product::objects(&db).annotate(|p| p.reviews.count()).in_bulk([1, 5]).await?;
    assert_eq!((counted[&1].1, counted[&5].1), (3, 0));
    let all = db.assert_statements(1, Product::objects(&db).values(|p| p.name).in_bulk_all()).await?;
    assert_eq!((all.len(), all[&5].as_str()), (5, "Novel"));
    let grouped = Product::objects(&db).values(|p| p.category.name).annotate(|p| p.id.count());
    let refused = db.assert_statements(0, grouped.in_bulk([1])).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    let distinct = Product::objects(&db).values(|p| p.category.name).distinct();
    assert_eq!(distinct.in_bulk([1]).await.unwrap_err().kind(), Kind::Misuse);
    let first = Product::objects(&db).order_by(|p| (p.stock, p.id)).distinct_on(|p| p.stock);
    assert_eq!(first.in_bulk_all().await?.len(), 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_unique_field_may_be_the_key_of_the_map_and_another_one_may_not(db: Db) -> Result<()> {
    shop(&db).await;
    let tags = || Tag::objects(&db);
    let some = db.assert_statements(1, tags().in_bulk_by(|t| t.name, ["new", "rare", "none"])).await?;
    assert_eq!(some.len(), 2);
    assert_eq!((some["new"].id, some["rare"].id), (1, 3));
    assert!(db.assert_statements(0, tags().in_bulk_by(|t| t.name, [""; 0])).await?.is_empty());
    assert_eq!(tags().in_bulk_by(|t| t.id, [2, 3]).await?.len(), 2);
    let refused = db.assert_statements(0, Product::objects(&db).in_bulk_by(|p| p.name, ["Radio"])).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    assert!(refused.to_string().contains("`Product.name`, which is not unique"), "{refused}");
    Ok(())
}
