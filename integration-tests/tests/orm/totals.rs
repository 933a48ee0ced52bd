//! What is computed of all rows, of rows that are made of many related ones.

use querent::prelude::*;
use querent::{Kind, Result};

use crate::models::{Category, Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn an_alias_over_many_rows_is_no_part_of_distinct_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let some = || {
        let named = Category::objects(&db).alias(|c| c.products.name);
        named.filter(|(_, name)| name.contains("a")).distinct() // Lamp, Radio and Headset, Atlas
    };
    assert_eq!(some().aggregate(|(c, _)| c.id.count()).await?, 3);
    assert_eq!(some().count().await?, 3);
    assert_eq!(some().order_by(|(c, _)| c.id).limit(10).filter(|(c, _)| c.id.gt(0)).count().await?, 3);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_alias_of_distinct_rows_that_are_sliced_orders_them_and_is_no_value_of_theirs(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    let by_name = || Category::objects(&db).alias(|c| c.products.name).distinct().order_by(|(_, name)| name);
    let first = by_name().limit(3).exclude(|(c, _)| c.name.eq("x")).values(|(c, _)| c.name);
    assert_eq!(first.await?, ["Books", "Audio", "Electronics"]); // Atlas, Headset, Lamp
    let turned = by_name().limit(3).reverse().values(|(c, _)| c.name);
    assert_eq!(turned.await?, ["Electronics", "Audio", "Books"]);
    let refused = by_name().limit(3).filter(|(_, name)| name.startswith("R")).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    assert!(refused.to_string().contains("distinct"), "{refused}");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_over_many_rows_are_the_rows_that_are_aggregated(db: Db) -> Result<()> {
    shop(&db).await;
    let values = || Category::objects(&db).values(|c| (c.name, c.products.name));
    assert_eq!(values().count().await?, 6);
    assert_eq!(values().aggregate(|c| c.id.count()).await?, 6);
    let audio = values().filter(|c| c.name.eq("Audio"));
    assert_eq!(audio.aggregate(|c| (c.id.count(), c.products.stock.sum())).await?, (2, Some(7)));
    let dear = values().filter(|c| c.products.price.gt(30));
    assert_eq!(dear.aggregate(|c| c.id.count()).await?, 2);
    let cheap = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .values(|(_, cheap)| cheap.name);
    assert_eq!(cheap.aggregate(|(c, _)| c.id.count()).await?, 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_on_what_is_made_of_aggregates_of_different_rows_keeps_groups(db: Db) -> Result<()> {
    shop(&db).await;
    let ratios = Product::objects(&db)
        .values(|p| p.category.name)
        .annotate(|p| (p.id.count(), p.reviews.count()))
        .annotate(|(_, (n, r))| r / n)
        .filter(|(_, _, ratio)| ratio.gte(2));
    assert_eq!(ratios.clone().count().await?, 1);
    let told: Vec<_> = ratios.await?.into_iter().map(|(name, counts, _)| (name, counts)).collect();
    assert_eq!(told, [("Audio".to_owned(), (2, 5))]);
    let by_row = Product::objects(&db)
        .filter(|p| p.stock.gte(0))
        .annotate(|p| (p.tags.count(), p.reviews.count()))
        .annotate(|(_, (tags, reviews))| tags + reviews)
        .filter(|(_, _, sum)| sum.gte(4))
        .order_by(|(p, _, _)| p.id);
    let told: Vec<_> = by_row.await?.into_iter().map(|(product, _, sum)| (product.name, sum)).collect();
    assert_eq!(told, [("Radio".to_owned(), 5), ("Headset".to_owned(), 4)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_aggregate_of_distinct_values_is_refused_with_the_way_to_it(db: Db) -> Result<()> {
    shop(&db).await;
    let names = Product::objects(&db).values(|p| p.category.name).distinct();
    let error =
        names.aggregate(|p| p.category.name.count()).await.expect_err("they are no rows of `Product`");
    assert_eq!(error.kind(), querent::Kind::Misuse);
    assert!(error.to_string().ends_with("as `p.price.sum().distinct()` does"), "{error}");
    assert_eq!(Product::objects(&db).aggregate(|p| p.category.name.count().distinct()).await?, 3);
    Ok(())
}
