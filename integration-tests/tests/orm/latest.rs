//! The earliest and the latest row, and whether a row is among others.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn earliest_and_latest_are_the_first_and_last_by_their_keys(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    assert_eq!(db.assert_statements(1, all().earliest(|p| p.price)).await?.name, "Novel");
    assert_eq!(db.assert_statements(1, all().latest(|p| p.price)).await?.name, "Headset");
    assert_eq!(all().latest(|p| (p.category.key(), p.price)).await?.name, "Atlas");
    assert_eq!(all().earliest(|p| (p.category.name, p.price.desc())).await?.name, "Headset");
    assert_eq!(all().order_by(|p| p.name).latest(|p| p.price).await?.name, "Headset", "instead of the order");
    assert_eq!(all().reverse().earliest(|p| p.price).await?.name, "Headset");
    assert_eq!(all().reverse().latest(|p| p.price).await?.name, "Novel");
    assert_eq!(Category::objects(&db).latest(|c| c.id).await?.name, "Empty");
    assert_eq!(all().values(|p| p.name).latest(|p| p.stock).await?, "Novel");
    assert_eq!(all().order_by(|p| p.id).limit(2).latest(|p| p.stock).await?.name, "Radio", "of the slice");
    assert_eq!(all().latest(|p| p.note.asc().nulls_first()).await?.name, "Radio", "NULLs are not the latest");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn of_no_rows_there_is_no_latest(db: Db) -> Result<()> {
    shop(&db).await;
    let none = Product::objects(&db).filter(|p| p.price.lt(0));
    let error = none.clone().latest(|p| p.id).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (Kind::DoesNotExist, "no `Product` matches the query")
    );
    assert!(none.clone().earliest(|p| p.id).optional().await?.is_none());
    assert_eq!(
        db.assert_statements(0, none.none().latest(|p| p.id)).await.unwrap_err().kind(),
        Kind::DoesNotExist
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn contains_asks_whether_a_row_is_among_others(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = || Product::objects(&db).filter(|p| p.price.lt(20));
    let [radio, atlas] = [Product::objects(&db).by_key(1).await?, Product::objects(&db).by_key(3).await?];
    assert!(db.assert_statements(1, cheap().contains(&atlas)).await?);
    assert!(!cheap().contains(&radio).await?);
    assert!(cheap().contains(3).await?);
    assert!(!db.assert_statements(0, cheap().none().contains(3)).await?);
    assert!(!Product::objects(&db).order_by(|p| p.price).limit(1).contains(&atlas).await?, "of the slice");
    let grouped = Product::objects(&db).values(|p| p.stock).annotate(|p| p.id.count());
    assert_eq!(grouped.contains(1).await.unwrap_err().kind(), Kind::Misuse);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn of_rows_that_are_known_not_to_be_there_totals_are_known_too(db: Db) -> Result<()> {
    shop(&db).await;
    let nothing = || Product::objects(&db).filter(|p| p.id.is_in([0i64; 0]));
    let totals = nothing().aggregate(|p| {
        (
            p.id.count(),
            p.price.sum(),
            p.stock.avg(),
            p.price.max().default(dec!(7.50)),
            p.stock.sum().default(0),
        )
    });
    assert_eq!(db.assert_statements(0, totals).await?, (0, None, None, dec!(7.50), 0));
    assert_eq!(db.assert_statements(0, nothing().limit(3).aggregate(count_all)).await?, 0);
    let computed = nothing().aggregate(|p| p.price.sum() / p.price.max());
    assert_eq!(db.assert_statements(1, computed).await?, None, "the database computes it");
    let sent = Product::objects(&db).filter(|p| p.price.lt(0)).aggregate(|p| (p.id.count(), p.price.sum()));
    assert_eq!(db.assert_statements(1, sent).await?, (0, None));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_first_of_grouped_values_is_that_of_the_smallest_values(db: Db) -> Result<()> {
    shop(&db).await;
    let grouped = || Product::objects(&db).values(|p| p.category.name).annotate(|p| p.id.count());
    assert_eq!(grouped().first().await?, Some(("Audio".to_owned(), 2)));
    assert_eq!(grouped().last().await?, Some(("Electronics".to_owned(), 1)));
    assert_eq!(grouped().order_by(|(p, n)| (n, p.category.name)).first().await?.unwrap().0, "Electronics");
    assert_eq!(grouped().order_by(|(p, n)| (n, p.category.name)).last().await?.unwrap().0, "Books");
    let of_the_model = Category::objects(&db).values(|c| c.products.count()).first().await?;
    assert_eq!(of_the_model, Some(2), "by the model's order: Audio");
    let sliced = grouped()
        .order_by(|(p, _)| p.category.name)
        .limit(2)
        .filter(|(p, n)| n.gt(1) & p.category.name.ne("Audio"));
    assert_eq!(sliced.await?, [("Books".to_owned(), 2)]);
    let sliced = Product::objects(&db)
        .values(|p| p.stock)
        .annotate(|p| p.id.count())
        .order_by(|(p, _)| p.stock.desc())
        .limit(3)
        .filter(|(p, _)| p.stock.lt(10))
        .reverse();
    assert_eq!(sliced.await?, [(5, 1), (9, 1)]);
    Ok(())
}
