//! A slice in the order of many related rows, or of values of theirs, keeps its rows and its order when something
//! follows it.

use querent::Result;
use querent::prelude::*;

use crate::models::{Detail, Product, Review, names, shop};

/// A row for each tag of each product: Radio new, Headset new, Radio sale, Lamp sale, Headset sale, then those without.
fn by_tag(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| (p.tags.name, p.id))
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_by_many_related_rows_has_as_many_rows_when_it_is_filtered(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(names(&by_tag(&db).limit(1).await?), ["Radio"]);
    assert_eq!(names(&by_tag(&db).limit(1).filter(|p| p.stock.gt(0)).await?), ["Radio"]);
    let some = by_tag(&db).limit(4).exclude(|p| p.name.eq("Headset"));
    assert_eq!(names(&some.clone().await?), ["Radio", "Radio", "Lamp"]);
    assert_eq!(some.clone().count().await?, 3);
    assert!(some.clone().offset(2).exists().await?);
    assert!(!some.offset(3).exists().await?);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_by_many_related_rows_is_turned_round_as_it_is(db: Db) -> Result<()> {
    shop(&db).await;
    let slice = || by_tag(&db).limit(3);
    assert_eq!(names(&slice().await?), ["Radio", "Headset", "Radio"]);
    assert_eq!(names(&slice().reverse().await?), ["Radio", "Headset", "Radio"]);
    assert_eq!(names(&by_tag(&db).limit(2).reverse().await?), ["Headset", "Radio"]);
    assert_eq!(slice().reverse().count().await?, 3);
    assert_eq!(by_tag(&db).limit(4).last().await?.unwrap().name, "Lamp");
    assert_eq!(by_tag(&db).reverse().limit(3).last().await?.unwrap().name, "Headset");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_a_slice_goes_by_the_first_ones_related_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let twice = by_tag(&db).limit(4).filter(|p| p.stock.gt(0)).limit(2).exclude(|p| p.name.eq("Radio"));
    assert_eq!(names(&twice.clone().await?), ["Headset"]);
    assert_eq!(twice.count().await?, 1);
    let ordered = by_tag(&db).limit(3).order_by(|p| p.name).filter(|p| p.stock.gt(2));
    assert_eq!(names(&ordered.await?), ["Radio", "Radio"], "another order takes the place of the slice's");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_behind_a_filter_on_many_goes_by_the_rows_that_were_filtered(db: Db) -> Result<()> {
    shop(&db).await;
    let on_sale =
        || Product::objects(&db).filter(|p| p.tags.name.eq("sale")).order_by(|p| (p.tags.name, p.id));
    assert_eq!(names(&on_sale().limit(2).filter(|p| p.tags.name.eq("new")).await?), ["Radio"]);
    assert_eq!(names(&on_sale().limit(2).reverse().await?), ["Lamp", "Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_values_of_many_related_rows_is_one_of_values(db: Db) -> Result<()> {
    shop(&db).await;
    let tags = || Product::objects(&db).order_by(|p| (p.id, p.tags.name)).values(|p| (p.name, p.tags.name));
    let value = |name: &str, tag: &str| (name.to_owned(), Some(tag.to_owned()));
    let slice = || tags().limit(3);
    assert_eq!(slice().await?, [value("Radio", "new"), value("Radio", "sale"), value("Lamp", "sale")]);
    assert_eq!(
        slice().reverse().await?,
        [value("Lamp", "sale"), value("Radio", "sale"), value("Radio", "new")]
    );
    assert_eq!(slice().filter(|p| p.stock.gt(0)).await?, [value("Radio", "new"), value("Radio", "sale")]);
    assert_eq!(slice().filter(|p| p.stock.gt(0)).count().await?, 2);
    assert_eq!(slice().filter(|p| p.stock.gt(0)).last().await?, Some(value("Radio", "sale")));
    assert_eq!(tags().limit(1).reverse().await?, [value("Radio", "new")]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_by_single_related_rows_keeps_its_order(db: Db) -> Result<()> {
    shop(&db).await;
    let slice =
        || Product::objects(&db).order_by(|p| (p.supplier.name.desc().nulls_last(), p.price * 2)).limit(3);
    assert_eq!(names(&slice().await?), ["Lamp", "Radio", "Headset"]);
    assert_eq!(names(&slice().filter(|p| p.stock.gt(0)).await?), ["Radio", "Headset"]);
    assert_eq!(names(&slice().reverse().await?), ["Headset", "Radio", "Lamp"]);
    let reviews = Review::objects(&db).limit(2).filter(|r| r.rating.eq(2)).await?;
    assert_eq!(reviews.len(), 2, "the model's own order goes through a relation");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_distinct_rows_by_many_related_rows_keeps_them(db: Db) -> Result<()> {
    shop(&db).await;
    let slice = || Product::objects(&db).distinct().order_by(|p| (p.tags.name, p.id)).limit(3);
    assert_eq!(names(&slice().await?), ["Radio", "Headset", "Radio"]);
    assert_eq!(names(&slice().filter(|p| p.stock.gt(2)).await?), ["Radio", "Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_by_many_related_rows_is_a_set_and_has_relations(db: Db) -> Result<()> {
    shop(&db).await;
    let first = by_tag(&db).limit(3).filter(|p| p.stock.gt(2));
    let products = first.clone().select_related(|p| p.category).prefetch_related(|p| p.tags).await?;
    assert_eq!(names(&products), ["Radio", "Radio"]);
    assert_eq!(products[1].category.loaded()?.name, "Audio");
    assert_eq!(products[1].tags.loaded()?.len(), 2);
    assert_eq!(Review::objects(&db).filter(|r| r.product.is_in(first)).count().await?, 3);
    Ok(())
}
