//! Slices and distinct rows: what follows them, and how many rows there are.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, names, shop};

/// Products in the order of their keys.
fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn limits_and_offsets_slice_what_is_sliced_already(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(names(&by_id(&db).limit(2).await?), ["Radio", "Lamp"]);
    assert_eq!(names(&by_id(&db).offset(3).await?), ["Headset", "Novel"]);
    assert_eq!(names(&by_id(&db).limit(2).offset(1).await?), ["Lamp", "Atlas"]);
    assert_eq!(names(&by_id(&db).offset(1).limit(4).offset(1).limit(1).await?), ["Atlas"]);
    assert_eq!(names(&by_id(&db).offset(1).limit(2).await?), ["Lamp", "Atlas"]);
    assert_eq!(names(&by_id(&db).limit(2).limit(4).await?), ["Radio", "Lamp"]);
    assert_eq!(names(&by_id(&db).limit(1).limit(None).offset(None).await?), ["Radio"]);
    assert_eq!(by_id(&db).limit(u64::MAX).offset(1).count().await?, 4);
    assert_eq!(by_id(&db).offset(u64::MAX).offset(u64::MAX).count().await?, 0);
    db.assert_statements(0, async {
        assert!(by_id(&db).limit(0).await?.is_empty());
        assert_eq!(by_id(&db).limit(0).count().await?, 0);
        assert!(!by_id(&db).limit(0).filter(|p| p.is_active).exists().await?);
        assert!(by_id(&db).none().limit(1).order_by(|p| p.name).await?.is_empty());
        assert_eq!(by_id(&db).limit(1).none().filter(|p| p.is_active).count().await?, 0);
        Result::<()>::Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_follows_a_slice_applies_to_the_slice(db: Db) -> Result<()> {
    shop(&db).await;
    let slice = || by_id(&db).limit(3); // Radio, Lamp, Atlas
    assert_eq!(names(&slice().filter(|p| p.stock.gt(1)).await?), ["Radio", "Atlas"]);
    assert_eq!(names(&slice().exclude(|p| p.is_active).await?), ["Atlas"]);
    assert_eq!(names(&slice().order_by(|p| p.name).await?), ["Atlas", "Lamp", "Radio"]);
    assert_eq!(names(&slice().reverse().await?), ["Atlas", "Lamp", "Radio"]);
    assert_eq!(names(&slice().order_by(|p| p.name).limit(1).await?), ["Atlas"]);
    assert_eq!(names(&slice().filter(|p| p.category.name.eq("Books")).await?), ["Atlas"]);
    assert_eq!(
        names(&slice().filter(|p| p.tags.name.eq("sale")).order_by(|p| p.name).await?),
        ["Lamp", "Radio"]
    );
    assert_eq!(slice().filter(|p| p.stock.gt(1)).count().await?, 2);
    assert!(!slice().filter(|p| p.name.eq("Novel")).exists().await?);
    assert_eq!(slice().get(|p| p.stock.eq(0)).await?.name, "Lamp");
    assert_eq!(slice().by_key(3).await?.name, "Atlas");
    assert_eq!(slice().by_key(4).await.unwrap_err().kind(), Kind::DoesNotExist);
    assert_eq!(slice().first().await?.unwrap().name, "Radio");
    assert_eq!(slice().last().await?.unwrap().name, "Atlas");
    assert_eq!(Product::objects(&db).limit(2).last().await?.unwrap().name, "Lamp", "by key without an order");
    assert_eq!(slice().offset(1).first().await?.unwrap().name, "Lamp");
    let related =
        slice().filter(|p| p.stock.gt(1)).select_related(|p| p.category).prefetch_related(|p| p.tags);
    let related = db.assert_statements(2, async { related.await }).await?;
    assert_eq!(related[1].category.loaded()?.name, "Books");
    assert_eq!(related[0].tags.loaded()?.len(), 2);
    let twice = slice().filter(|p| p.stock.gt(1)).limit(1).filter(|p| p.name.startswith("A"));
    assert!(twice.await?.is_empty(), "the slice of the slice is Radio");
    assert_eq!(slice().values(|p| p.name).reverse().await?, ["Atlas", "Lamp", "Radio"]);
    assert_eq!(slice().values(|p| p.name).filter(|p| p.stock.eq(0)).await?, ["Lamp"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn counts_are_the_number_of_rows_that_would_come(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    assert_eq!(all().count().await?, 5);
    assert_eq!(all().limit(2).count().await?, 2);
    assert_eq!(all().offset(4).count().await?, 1);
    assert_eq!(all().limit(None).count().await?, 5);
    assert_eq!(all().filter(|p| p.reviews.rating.gt(0)).count().await?, 6, "a row for each review");
    assert_eq!(all().filter(|p| p.reviews.rating.gt(0)).distinct().count().await?, 3);
    assert_eq!(all().filter(|p| p.reviews.rating.gt(0)).distinct().limit(2).count().await?, 2);
    assert_eq!(all().values(|p| p.category.name).distinct().count().await?, 3);
    assert_eq!(all().values(|p| (p.category.name, p.is_active)).distinct().count().await?, 4);
    assert_eq!(all().values(|p| p.category.name).distinct().offset(1).count().await?, 2);
    assert_eq!(all().limit(3).values(|p| p.is_active).distinct().count().await?, 2);
    assert!(all().exists().await?);
    assert!(all().filter(|p| p.reviews.rating.eq(5)).exists().await?);
    assert!(!all().offset(5).exists().await?);
    assert!(!all().values(|p| p.category.name).distinct().offset(3).exists().await?);
    assert!(all().values(|p| p.category.name).distinct().offset(2).exists().await?);
    assert!(!all().filter(|p| p.reviews.rating.gt(0)).distinct().offset(3).exists().await?);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn distinct_rows_can_be_ordered_by_what_is_not_selected(db: Db) -> Result<()> {
    shop(&db).await;
    let reviewed = || Product::objects(&db).filter(|p| p.reviews.rating.gt(0)).distinct();
    assert_eq!(
        names(&reviewed().order_by(|p| (p.category.name, p.name)).await?),
        ["Headset", "Radio", "Lamp"]
    );
    assert_eq!(names(&reviewed().order_by(|p| p.category.name.desc()).limit(1).await?), ["Lamp"]);
    assert_eq!(reviewed().order_by(|p| p.category.name).first().await?.unwrap().category.key(), 2);
    let names_of = Product::objects(&db).values(|p| p.category.name).distinct().order_by(|p| p.category.name);
    assert_eq!(names_of.clone().await?, ["Audio", "Books", "Electronics"]);
    assert_eq!(names_of.limit(2).count().await?, 2);
    let slice = reviewed().order_by(|p| (p.category.name.desc(), p.name)).limit(2);
    assert_eq!(names(&slice.clone().filter(|p| p.stock.gt(0)).await?), ["Headset"]);
    assert_eq!(names(&slice.clone().reverse().await?), ["Headset", "Lamp"]);
    assert_eq!(slice.count().await?, 2);
    let inside = reviewed().order_by(|p| p.category.name);
    assert_eq!(Review::objects(&db).filter(|r| r.product.is_in(inside)).count().await?, 6);
    let inside = reviewed().order_by(|p| p.category.name.desc()).limit(1);
    assert_eq!(Review::objects(&db).filter(|r| r.product.is_in(inside)).count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_distinct_values_has_no_rows_to_filter(db: Db) -> Result<()> {
    shop(&db).await;
    let values = || Product::objects(&db).values(|p| p.is_active).distinct().order_by(|p| p.is_active);
    assert_eq!(values().limit(1).await?, [false]);
    for query in [
        values().limit(1).filter(|p| p.stock.gt(1)),
        values().limit(1).order_by(|p| p.name),
        values().limit(1).reverse(),
    ] {
        let error = db.assert_statements(0, async { query.await }).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains("distinct"), "{error}");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_cannot_be_written(db: Db) -> Result<()> {
    shop(&db).await;
    let slices: [fn(&Db) -> QuerySet<Product>; 3] = [
        |db| Product::objects(db).limit(1),
        |db| Product::objects(db).offset(1),
        |db| Product::objects(db).limit(3).filter(|p| p.is_active),
    ];
    for slice in slices {
        let update = db.assert_statements(0, async { slice(&db).update(|p| p.stock.set(0)).await }).await;
        let delete = db.assert_statements(0, async { slice(&db).delete().await }).await;
        for (error, verb) in [(update.unwrap_err(), "update"), (delete.unwrap_err(), "delete")] {
            assert_eq!(error.kind(), Kind::Misuse);
            assert!(error.to_string().starts_with(&format!("`{verb}` of a slice of `Product`")), "{error}");
        }
    }
    let error = Product::objects(&db).update(|_| Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}
