//! For which rows a load is.

use std::num::NonZeroUsize;

use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;

use crate::{Category, Detail, Product, Review, Tag, shop};

/// Notes the categories that are read, each as often as it is.
async fn noting(db: &Db) {
    let view = "
        CREATE TABLE seen (id bigint);
        CREATE FUNCTION seen(id bigint, name text) RETURNS text LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO seen VALUES (id); RETURN name; END $$;
        ALTER TABLE categories RENAME TO kept;
        CREATE VIEW categories AS SELECT id, seen(id, name) AS name, parent_id FROM kept";
    db.batch_execute(view).await.unwrap();
}

/// The categories that were read since the last time.
async fn seen(db: &Db) -> Vec<i64> {
    let work = async |client: &tokio_postgres::Client| -> Result<_> {
        Ok(client
            .query("WITH gone AS (DELETE FROM seen RETURNING id) SELECT id FROM gone ORDER BY id", &[])
            .await?)
    };
    db.with_client(work).await.unwrap().into_iter().map(|row| row.get(0)).collect()
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_are_gone_or_loaded_or_have_no_key_are_not_loaded_for(db: Db) -> Result<()> {
    shop(&db).await;
    noting(&db).await;
    let mut products = Product::objects(&db).fetch_mode(FetchMode::Peers).limit(10).await?;
    products.drain(4..); // of the categories 5 to 10
    products[1].category.set(9);
    products[0].category.load(&db).await?;
    assert_eq!(seen(&db).await, [1, 3, 4]);
    products[1].category.load(&db).await?;
    assert_eq!(seen(&db).await, [9], "its key was set, so it is no peer any more");
    let categories = Category::objects(&db).fetch_mode(FetchMode::Peers).await?;
    seen(&db).await;
    assert!(categories[0].parent.load(&db).await?.is_none(), "whose key is NULL");
    assert!(seen(&db).await.is_empty());
    categories[1].parent.load(&db).await?;
    assert_eq!(seen(&db).await, [1], "each key once");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_of_a_stream_are_peers_while_they_are_in_memory(db: Db) -> Result<()> {
    shop(&db).await;
    let work = db.atomic(async |tx| -> Result<()> {
        noting(tx).await;
        let rows = Product::objects(tx).fetch_mode(FetchMode::Peers).stream();
        let mut rows = rows.chunk_size(NonZeroUsize::new(5).unwrap());
        let mut kept = Vec::new();
        while let Some(product) = rows.try_next().await? {
            kept.push(product);
            if kept.len() == 10 {
                let recording = tx.record_statements();
                for product in &kept {
                    product.category.load(tx).await?;
                }
                assert_eq!(recording.statements().len(), 1, "of two chunks");
                assert_eq!(seen(tx).await, Vec::from_iter(1..=10));
                kept.clear();
            }
        }
        Ok(())
    });
    work.await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_load_for_all_is_seen_only_by_the_rows_that_ask(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let debug = format!("{:?}", products[1]);
    let (copy, json) = (products[1].clone(), serde_json::to_string(&products[1].category).unwrap());
    products[0].category.load(&db).await?;
    assert!(products[0].category.is_loaded() && !products[1].category.is_loaded());
    assert_eq!(products[1].category.loaded().unwrap_err().kind(), Kind::NotLoaded);
    assert_eq!(format!("{:?}", products[1]), debug);
    assert_eq!(serde_json::to_string(&products[1].category).unwrap(), json);
    assert_eq!(products[1].category, copy.category);
    let own = db.assert_statements(0, products[1].category.load(&db)).await?;
    assert_eq!(own.id, 2);
    let of_the_copy = db.assert_statements(0, copy.category.load(&db)).await?;
    assert!(std::ptr::eq(own, of_the_copy), "rows are shared as those of a prefetch are");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_a_write_forgot_is_asked_for_again(db: Db) -> Result<()> {
    shop(&db).await;
    let mut products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    products[0].tags.load(&db).await?;
    products[1].tags.add(&db, [4, 5, 6]).await?;
    let tags = db.assert_statements(1, products[1].tags.load(&db)).await?;
    assert!(tags.len() > 3);
    let mut categories = Category::objects(&db).fetch_mode(FetchMode::Peers).await?;
    categories[0].products.load(&db).await?;
    categories[1].products.create(&db, Product::draft().name("new")).await?;
    assert_eq!(db.assert_statements(1, categories[1].products.load(&db)).await?.len(), 6);
    assert_eq!(db.assert_statements(0, categories[2].products.load(&db)).await?.len(), 5);
    let product = &mut products[2];
    product.category.set(10);
    assert_eq!(db.assert_statements(1, product.category.load(&db)).await?.id, 10);
    db.batch_execute("UPDATE categories SET name = 'other'").await?;
    products[3].refresh(&db).await?;
    products[4].refresh(&db).await?;
    assert_eq!(db.assert_statements(1, products[3].category.load(&db)).await?.name, "other");
    assert_eq!(db.assert_statements(0, products[4].category.load(&db)).await?.name, "other");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn keys_beyond_a_thousand_are_another_query(db: Db) -> Result<()> {
    let many = "INSERT INTO categories (name) SELECT 'c' || n FROM generate_series(1, 2500) n;
                INSERT INTO products (name, category_id) SELECT 'p' || n, n FROM generate_series(1, 2500) n;
                INSERT INTO products (name, category_id) SELECT 'q' || n, 7 FROM generate_series(1, 2500) n";
    db.batch_execute(many).await?;
    let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    for product in &products {
        assert_eq!(product.category.load(&db).await?.id, product.category.key());
    }
    assert_eq!(recording.statements().len(), 3, "2,500 distinct keys of 5,000 rows");
    let recording = db.record_statements();
    for product in &products {
        assert!(product.tags.load(&db).await?.is_empty());
    }
    assert_eq!(recording.statements().len(), 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_missing_row_is_missing_in_each_mode(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute(
        "ALTER TABLE products DROP CONSTRAINT products_category_id_fkey; DELETE FROM categories WHERE id = 2",
    )
    .await?;
    for mode in [FetchMode::One, FetchMode::Peers, FetchMode::Coalesce] {
        let products = Product::objects(&db).fetch_mode(mode).await?;
        products[0].category.load(&db).await?;
        let gone = products[1].category.load(&db).await.unwrap_err();
        assert_eq!(gone.kind(), Kind::DoesNotExist, "{mode:?}");
        assert_eq!(gone.to_string(), "the key of `Product.category` leads to no `Category`");
        assert!(!products[1].category.is_loaded());
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_of_no_query_are_loaded_for_by_themselves(db: Db) -> Result<()> {
    shop(&db).await;
    let db = db.to_builder().fetch_mode(FetchMode::Raise).build()?;
    let created = Product::draft().name("x").category(3).create(&db).await?;
    assert_eq!(created.category.load(&db).await?.id, 3);
    assert_eq!(ForeignKey::<Category>::new(2).load(&db).await?.id, 2);
    let tags: &[Tag] = created.tags.load(&db).await?;
    assert!(tags.is_empty());
    Ok(())
}
