//! A query that fails half-way fails whole, and the connection is as good as before.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, names, shop};

/// A handle with one connection, so that what is left on it would be seen.
fn small(db: &Db) -> Db {
    db.to_builder().max_connections(1).build().unwrap()
}

async fn backend(db: &Db) -> i32 {
    db.with_client(async |client| -> Result<_> {
        Ok(client.query_one("SELECT pg_backend_pid()", &[]).await?.get(0))
    })
    .await
    .unwrap()
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_prefetch_that_the_server_refuses_fails_the_whole(db: Db) -> Result<()> {
    shop(&db).await;
    let db = small(&db);
    let pid = backend(&db).await;
    db.batch_execute("ALTER TABLE reviews RENAME COLUMN rating TO stars").await?;
    let query =
        || Category::objects(&db).prefetch_related(|c| (c.children, c.products.reviews, c.products.tags));
    for _ in 0..3 {
        let error = query().await.unwrap_err();
        assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::UndefinedObject, "42703"));
        assert_eq!(backend(&db).await, pid);
    }
    db.batch_execute("ALTER TABLE reviews RENAME COLUMN stars TO rating").await?;
    assert_eq!(query().await?.len(), 4);
    assert_eq!(db.status().discarded, 0);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_row_that_cannot_be_read_is_the_error_and_no_sibling_suffers(db: Db) -> Result<()> {
    shop(&db).await;
    let db = small(&db);
    let pid = backend(&db).await;
    db.batch_execute(
        "ALTER TABLE reviews ALTER rating DROP NOT NULL; UPDATE reviews SET rating = NULL WHERE id = 1;
         INSERT INTO reviews (product_id, rating) SELECT 2, 3 FROM generate_series(1, 20000);
         INSERT INTO tags (name) SELECT 'tag' || n FROM generate_series(1, 20000) n;
         INSERT INTO products_tags SELECT 5, id FROM tags WHERE id > 3",
    )
    .await?;
    for _ in 0..5 {
        let query = Product::objects(&db).prefetch_related(|p| {
            (p.tags, p.reviews.order_by(|r| r.id), p.category, p.detail, p.supplier.country)
        });
        let error = query.await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        assert!(error.to_string().starts_with("`Review.rating`"), "{error}");
        let error = Review::objects(&db).order_by(|r| r.id).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        assert_eq!(Product::objects(&db).count().await?, 5);
    }
    assert_eq!(backend(&db).await, pid);
    assert_eq!(db.status().discarded, 0);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_row_that_cannot_be_read_leaves_the_transaction_usable(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute("ALTER TABLE reviews ALTER rating DROP NOT NULL; UPDATE reviews SET rating = NULL")
        .await?;
    db.atomic(async |tx| -> Result<()> {
        let error = Review::objects(tx).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        let error =
            Product::objects(tx).prefetch_related(|p| (p.tags, p.reviews, p.category)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        let review = Review::draft().product(1).rating(5).create(tx).await?;
        tx.batch_execute("UPDATE reviews SET rating = NULL, product_id = 2").await?;
        let mut again = Review { rating: 4, ..review.clone() };
        assert_eq!(again.refresh(tx).await.unwrap_err().kind(), Kind::Decode);
        assert_eq!(
            (again.rating, again.product.key()),
            (4, 1),
            "an instance is refreshed whole or not at all"
        );
        again.save(tx).await?;
        assert_eq!(Review::objects(tx).filter(|r| r.rating.eq(4)).count().await?, 1);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn relations_load_in_a_transaction_as_outside_of_one(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("UPDATE products SET name = 'Wireless' WHERE id = 1").await?;
        let query =
            Category::objects(tx).prefetch_related(|c| (c.products.tags, c.products.reviews, c.children));
        let categories = tx.assert_statements(5, async { query.await }).await?;
        let radio = categories[0].products.loaded()?.iter().find(|p| p.id == 1).unwrap();
        assert_eq!((radio.name.as_str(), radio.tags.loaded()?.len()), ("Wireless", 2));
        assert_eq!(radio.detail.load(tx).await?.unwrap().text, "with antenna");
        let mut rows = Product::objects(tx).prefetch_related(|p| p.tags).order_by(|p| p.id).stream();
        while let Some(mut product) = rows.try_next().await? {
            product.stock = product.tags.loaded()?.len() as i32;
            product.save(tx).await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!(Product::objects(&db).order_by(|p| p.id).values(|p| p.stock).await?, [2, 1, 0, 2, 0]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn relations_load_without_a_statement_cache(db: Db) -> Result<()> {
    shop(&db).await;
    let db = db.to_builder().max_connections(1).without_statement_cache().build()?;
    let query =
        Product::objects(&db).order_by(|p| p.id).select_related(|p| p.supplier).prefetch_related(|p| {
            (p.tags.products, p.reviews.order_by(|r| r.rating).limit(1), p.detail, p.category.children)
        });
    let products = db.assert_statements(7, async { query.await }).await?;
    assert_eq!(products[0].reviews.loaded()?[0].rating, 1);
    assert_eq!(names(products[1].tags.loaded()?[0].products.loaded()?).len(), 3);
    assert!(products[0].category.loaded()?.children.loaded()?.is_empty());
    let drafts = [Detail::draft().product(2).text("a"), Detail::draft().product(4).text("b")];
    assert_eq!(Detail::objects(&db).bulk_create(drafts).await?.len(), 2);
    let mut rows = Product::objects(&db).prefetch_related(|p| p.detail).stream();
    while let Some(product) = rows.try_next().await? {
        assert_eq!(product.detail.loaded()?.is_some(), product.id != 5);
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_stream_gives_the_rows_before_one_that_cannot_be_read(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute(
        "ALTER TABLE reviews ALTER rating DROP NOT NULL; UPDATE reviews SET rating = NULL WHERE id = 4",
    )
    .await?;
    let query = |db: &Db| Review::objects(db).order_by(|r| r.id).prefetch_related(|r| r.product.tags);
    for streamed in [Review::objects(&db).order_by(|r| r.id), query(&db)] {
        let mut rows = streamed.stream();
        for id in 1..=3 {
            assert_eq!(rows.try_next().await?.unwrap().id, id);
        }
        assert_eq!(rows.try_next().await.unwrap_err().kind(), Kind::Decode);
        assert!(rows.try_next().await?.is_none());
    }
    db.atomic(async |tx| -> Result<()> {
        let mut rows = query(tx).stream();
        while let Ok(Some(review)) = rows.try_next().await {
            assert!(review.product.loaded()?.tags.is_loaded());
        }
        drop(rows);
        Review::draft().product(5).rating(1).create(tx).await.map(drop)
    })
    .await?;
    assert_eq!(Review::objects(&db).filter(|r| r.product.eq(5)).count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_stream_gives_no_row_whose_joined_row_cannot_be_read(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute(
        "ALTER TABLE products ALTER stock DROP NOT NULL; UPDATE products SET stock = NULL WHERE id = 5;
         UPDATE reviews SET product_id = 5 WHERE id = 4",
    )
    .await?;
    let mut rows = Review::objects(&db).order_by(|r| r.id).select_related(|r| r.product).stream();
    for id in 1..=3 {
        let review = rows.try_next().await?.unwrap();
        assert_eq!((review.id, review.product.is_loaded()), (id, true));
    }
    let error = rows.try_next().await.unwrap_err();
    assert!(error.to_string().starts_with("`Product.stock`"), "{error}");
    assert!(rows.try_next().await?.is_none());
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_failure_that_the_others_follow_from_is_the_one_that_is_told(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute("ALTER TABLE details RENAME COLUMN text TO words").await?;
    for cached in [true, false] {
        let options = db.to_builder().max_connections(1);
        let db = if cached { options } else { options.without_statement_cache() }.build()?;
        for _ in 0..2 {
            let result = db.atomic(async |tx| -> Result<_> {
                Product::objects(tx).prefetch_related(|p| (p.tags.products, p.reviews, p.detail)).await
            });
            let error = result.await.unwrap_err();
            assert_eq!(error.code().map(|code| code.code()), Some("42703"), "{error}");
        }
    }
    Ok(())
}
