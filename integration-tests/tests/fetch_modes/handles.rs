//! What one handle has loaded is not what another one is told.

use querent::prelude::*;
use querent::{FetchMode, Result};
use querent_testkit::StatementCounts;

use crate::{Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn a_loop_in_a_transaction_is_one_query_and_sees_what_it_wrote(db: Db) -> Result<()> {
    shop(&db).await;
    let outside = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let work = db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("UPDATE categories SET name = 'mine'").await?;
        let products = Product::objects(tx).fetch_mode(FetchMode::Peers).await?;
        let recording = tx.record_statements();
        for product in products.iter().chain(&outside) {
            assert_eq!(product.category.load(tx).await?.name, "mine");
        }
        assert_eq!(recording.statements().len(), 2);
        Ok(())
    });
    work.await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_are_not_committed_are_not_seen_outside(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let undone = db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("UPDATE categories SET name = 'undone'").await?;
        assert_eq!(products[0].category.load(tx).await?.name, "undone");
        assert_eq!(db.assert_statements(1, products[1].category.load(&db)).await?.name, "c2");
        assert_eq!(db.assert_statements(0, products[2].category.load(tx)).await?.name, "undone");
        tx.batch_execute("SELECT 1/0").await
    });
    undone.await.unwrap_err();
    assert!(products[3..].iter().all(|product| !product.category.is_loaded()));
    for product in &products[3..] {
        assert_ne!(product.category.load(&db).await?.name, "undone");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_of_a_savepoint_that_is_rolled_back_are_not_seen_around_it(db: Db) -> Result<()> {
    shop(&db).await;
    let work = db.atomic(async |tx| -> Result<()> {
        let products = Product::objects(tx).fetch_mode(FetchMode::Peers).await?;
        let inner = tx.atomic(async |savepoint| -> Result<()> {
            savepoint.batch_execute("UPDATE categories SET name = 'undone'").await?;
            assert_eq!(products[0].category.load(savepoint).await?.name, "undone");
            savepoint.batch_execute("SELECT 1/0").await
        });
        inner.await.unwrap_err();
        assert_eq!(products[1].category.load(tx).await?.name, "c2");
        Ok(())
    });
    work.await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_was_read_before_a_transaction_is_read_again_inside(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    products[0].category.load(&db).await?;
    db.batch_execute("UPDATE categories SET name = 'newer'").await?;
    let inside =
        db.atomic(async |tx| Ok::<_, querent::Error>(products[1].category.load(tx).await?.name.clone()));
    assert_eq!(inside.await?, "newer");
    assert_eq!(products[2].category.load(&db).await?.name, "c3", "as it was when the load for all was sent");
    let other = db.to_builder().build()?;
    assert_eq!(products[3].category.load(&other).await?.name, "newer", "another pool may be another server");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn loads_that_wait_in_different_transactions_are_not_put_together(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Coalesce).await?;
    let name = async |at: usize, name: &'static str| {
        db.atomic(async |tx| -> Result<String> {
            tx.batch_execute(&format!("UPDATE categories SET name = '{name}' WHERE id = {}", at + 1)).await?;
            let (own, other) =
                futures::join!(products[at].category.load(tx), products[at + 4].category.load(tx));
            assert_eq!(other?.id, at as i64 + 5);
            Ok(own?.name.clone())
        })
        .await
    };
    let (one, other) = futures::join!(name(0, "one"), name(1, "other"));
    assert_eq!((one?, other?), ("one".to_owned(), "other".to_owned()));
    Ok(())
}
