//! Rows that are only values: those of combined values, and of slices of groups.

use querent::Result;
use querent::prelude::*;

use crate::models::{Category, Detail, Product, Review, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn a_combined_value_is_asked_whether_it_is_there(db: Db) -> Result<()> {
    shop(&db).await;
    let notes = || Product::objects(&db).values(|p| p.note);
    let all = || notes().union(notes());
    assert_eq!(all().filter(|p| p.note.is_null()).await?, [None]);
    assert_eq!(all().filter(|p| p.note.is_not_null()).count().await?, 3);
    assert_eq!(all().exclude(|p| p.note.is_null()).count().await?, 3);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_groups_is_asked_by_exclude_of_its_own_values(db: Db) -> Result<()> {
    shop(&db).await;
    let groups = || Category::objects(&db).values(|c| c.products.name).annotate(|c| c.id.count()).limit(10);
    let others = groups().exclude(|(c, _)| c.products.name.eq("Radio"));
    assert_eq!(others.clone().count().await?, 5);
    assert_eq!(others.filter(|(c, _)| c.products.name.is_not_null()).await?.len(), 4);
    assert_eq!(groups().filter(|(c, _)| c.products.name.is_null()).await?, [(None, 1)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_a_slice_of_groups_is_counted(db: Db) -> Result<()> {
    shop(&db).await;
    let groups = Product::objects(&db)
        .values(|p| p.category.key())
        .annotate(|p| p.id.count())
        .limit(10)
        .filter(|(_, n)| n.gt(1))
        .limit(5);
    assert_eq!(groups.clone().count().await?, 2);
    assert!(groups.clone().exists().await?);
    assert_eq!(groups.filter(|(_, n)| n.eq(2)).count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn combined_rows_are_ordered_by_a_column_that_an_annotation_is_named_like(db: Db) -> Result<()> {
    shop(&db).await;
    let side = |query: QuerySet<Product>| query.annotate(|p| p.category.name);
    let both = || {
        let many = side(Product::objects(&db).filter(|p| p.stock.gt(2)));
        many.union(side(Product::objects(&db).filter(|p| p.price.gt(5))))
    };
    let sorted: Vec<_> = both().order_by(|(p, _)| p.name).await?.into_iter().map(|(one, _)| one).collect();
    assert_eq!(names(&sorted), ["Atlas", "Headset", "Lamp", "Novel", "Radio"]);
    let sorted =
        both().order_by(|(p, category)| (category, p.name)).values(|(p, category)| (category, p.name));
    assert_eq!(sorted.limit(1).await?, [("Audio".to_owned(), "Headset".to_owned())]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_distinct_side_that_is_sliced_by_something_else_has_the_columns_of_the_others(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    let first = || Product::objects(&db).distinct().order_by(|p| p.category.name).limit(2);
    let lamp = || Product::objects(&db).filter(|p| p.name.eq("Lamp"));
    assert_eq!(names(&first().union(lamp()).order_by(|p| p.name).await?), ["Headset", "Lamp", "Radio"]);
    assert_eq!(lamp().union_all(first()).count().await?, 3);
    let counted = || first().annotate(|p| p.stock + 1);
    let more = counted().union(lamp().annotate(|p| p.stock + 1)).order_by(|(_, n)| n.desc());
    let told: Vec<_> = more.await?.into_iter().map(|(one, n)| (one.name, n)).collect();
    assert_eq!(told, [("Radio", 6), ("Headset", 3), ("Lamp", 1)].map(|(name, n)| (name.to_owned(), n)));
    let values = first().values(|p| (p.name, p.stock)).union(lamp().values(|p| (p.name, p.stock)));
    assert_eq!(values.filter(|p| p.stock.gt(0)).count().await?, 2);
    Ok(())
}
