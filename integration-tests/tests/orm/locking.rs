//! `select_for_update` locks the rows of its query and no others, or says why it cannot.

use std::time::Duration;

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, names, shop};

/// Another connection than those of `db`, which may all be coming to rest from their last use.
fn other(db: &Db) -> Result<Db> {
    db.to_builder().max_connections(1).build()
}

/// The products that another connection may lock, by their keys.
async fn free(db: &Db) -> Result<Vec<i64>> {
    other(db)?
        .with_client(async |client| -> Result<_> {
            let rows =
                client.query("SELECT id FROM products ORDER BY id FOR UPDATE SKIP LOCKED", &[]).await?;
            Ok(rows.iter().map(|row| row.get(0)).collect())
        })
        .await
}

/// How many rows of another table may be locked by another connection.
async fn free_of(db: &Db, table: &str) -> Result<usize> {
    let text = format!("SELECT id FROM {table} FOR UPDATE SKIP LOCKED");
    other(db)?.with_client(async |client| -> Result<_> { Ok(client.query(&text, &[]).await?.len()) }).await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_prefetch_that_locks_needs_a_transaction_too(db: Db) -> Result<()> {
    shop(&db).await;
    let query = |db: &Db| Product::objects(db).prefetch_related(|p| p.reviews.all().select_for_update());
    let deep = |db: &Db| {
        Product::objects(db)
            .prefetch_related(|p| p.category.prefetch_related(|c| c.products.all().select_for_update()))
    };
    let error = db.assert_statements(0, async { query(&db).await }).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(
        error.to_string().starts_with("`select_for_update` of `Review` outside a transaction"),
        "{error}"
    );
    let error = db.assert_statements(0, async { deep(&db).await }).await.unwrap_err();
    assert!(
        error.to_string().starts_with("`select_for_update` of `Product` outside a transaction"),
        "{error}"
    );
    let error = query(&db).stream().try_next().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let products = Product::objects(&db).await?;
    let instances = async |db: &Db| {
        prefetch_related_objects(db, &products, |p| p.reviews.all().select_for_update()).await
    };
    let raw = async |db: &Db| {
        let query = Product::raw(db, "SELECT * FROM products", ());
        query.prefetch_related(|p| p.reviews.all().select_for_update()).await
    };
    assert_eq!(db.assert_statements(0, instances(&db)).await.unwrap_err().kind(), Kind::Misuse);
    assert_eq!(db.assert_statements(0, raw(&db)).await.unwrap_err().kind(), Kind::Misuse);
    db.atomic(async |tx| instances(tx).await).await?;
    db.atomic(async |tx| raw(tx).await).await?;
    db.atomic(async |tx| -> Result<_> {
        assert_eq!(query(tx).await?.len(), 5);
        assert_eq!(free_of(&db, "reviews").await?, 0);
        assert_eq!(free(&db).await?, [1, 2, 3, 4, 5]);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_for_each_parent_cannot_lock(db: Db) -> Result<()> {
    shop(&db).await;
    let error = db
        .atomic(async |tx| -> Result<_> {
            Product::objects(tx).prefetch_related(|p| p.reviews.limit(1).select_for_update()).await
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("`Review`"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_follows_a_slice_locks_the_rows_that_are_left(db: Db) -> Result<()> {
    shop(&db).await;
    let slice =
        |db: &Db| Product::objects(db).order_by(|p| (p.supplier.name.desc().nulls_last(), p.id)).limit(3);
    db.atomic(async |tx| -> Result<_> {
        let locked = slice(tx).select_for_update().filter(|p| p.stock.gt(0));
        assert_eq!(names(&locked.await?), ["Radio", "Headset"]);
        assert_eq!(free(&db).await?, [2, 3, 5]);
        assert_eq!(free_of(&db, "suppliers").await?, 2);
        Ok(())
    })
    .await?;
    db.atomic(async |tx| -> Result<_> {
        let locked = slice(tx).filter(|p| p.category.name.eq("Audio")).reverse().limit(1).select_for_update();
        assert_eq!(names(&locked.select_related(|p| p.supplier).await?), ["Headset"]);
        assert_eq!(free(&db).await?, [1, 2, 3, 5]);
        assert_eq!(free_of(&db, "suppliers").await?, 2);
        assert_eq!(free_of(&db, "categories").await?, 4);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_locked_slice_in_the_order_of_many_related_rows_keeps_its_rows(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<_> {
        let slice = Product::objects(tx).order_by(|p| (p.tags.name, p.id)).limit(3).select_for_update();
        assert_eq!(names(&slice.clone().await?), ["Radio", "Headset", "Radio"]);
        assert_eq!(names(&slice.filter(|p| p.stock.gt(2)).await?), ["Radio", "Radio"]);
        let distinct = Product::objects(tx).order_by(|p| p.id).distinct().limit(2);
        assert_eq!(names(&distinct.filter(|p| p.stock.eq(0)).select_for_update().await?), ["Lamp"]);
        assert_eq!(free(&db).await?, [3, 5]);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail], worker_threads = 2)]
async fn a_locked_slice_shows_what_was_committed_while_it_waited(db: Db) -> Result<()> {
    shop(&db).await;
    let slice = |db: &Db| {
        Product::objects(db).order_by(|p| (p.supplier.name, p.id)).limit(2).filter(|p| p.stock.gt(0))
    };
    let waiting = db
        .atomic(async |tx| -> Result<_> {
            Product::objects(tx).filter(|p| p.id.eq(1)).update(|p| p.stock.set(77)).await?;
            Product::objects(tx).filter(|p| p.id.eq(4)).update(|p| p.stock.set(0)).await?;
            let other = db.clone();
            let waiting = tokio::spawn(async move {
                other.atomic(async |tx| -> Result<_> { slice(tx).select_for_update().await }).await
            });
            while waiting_for_locks(&db).await? == 0 && !waiting.is_finished() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(waiting)
        })
        .await?;
    let products = waiting.await.unwrap()?;
    assert_eq!(products.iter().map(|p| (p.id, p.stock)).collect::<Vec<_>>(), [(1, 77)]);
    Ok(())
}

async fn waiting_for_locks(db: &Db) -> Result<i64> {
    let text = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    db.with_client(async |client| -> Result<_> { Ok(client.query_one(text, &[]).await?.get(0)) }).await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_postgresql_cannot_lock_is_refused_with_the_way_out(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<_> {
        let locked = || Product::objects(tx).select_for_update();
        let distinct = tx.assert_statements(0, async { locked().distinct().await }).await.unwrap_err();
        let set = Review::objects(tx).filter(|r| r.product.is_in(locked()));
        let set = tx.assert_statements(0, async { set.await }).await.unwrap_err();
        for error in [distinct, set] {
            assert_eq!(error.kind(), Kind::Misuse);
            assert!(error.to_string().contains("`Product`"), "{error}");
        }
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_another_transaction_has_locked_are_left_out_or_fail_at_once(db: Db) -> Result<()> {
    shop(&db).await;
    let other = db.to_builder().build()?;
    db.atomic(async |tx| -> Result<_> {
        Product::objects(tx).filter(|p| p.id.is_in([1, 2])).select_for_update().await?;
        other
            .atomic(async |tx| -> Result<_> {
                let next = Product::objects(tx).order_by(|p| p.id).limit(1);
                let free = next.clone().select_for_update_with(|lock| lock.skip_locked()).await?;
                assert_eq!(free.iter().map(|p| p.id).collect::<Vec<_>>(), [3]);
                let busy = next.select_for_update_with(|lock| lock.nowait()).await.unwrap_err();
                assert_eq!(busy.kind(), Kind::LockNotAvailable);
                Ok(())
            })
            .await
            .unwrap_err();
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn shared_locks_are_held_by_several_and_weaker_ones_let_others_refer_to_a_row(db: Db) -> Result<()> {
    shop(&db).await;
    let other = db.to_builder().build()?;
    db.atomic(async |tx| -> Result<_> {
        Product::objects(tx).filter(|p| p.id.eq(1)).select_for_share().await?;
        Product::objects(tx).filter(|p| p.id.eq(2)).select_for_update_with(|lock| lock.no_key()).await?;
        other
            .atomic(async |tx| -> Result<_> {
                let one = |key| Product::objects(tx).filter(move |p| p.id.eq(key));
                assert_eq!(one(1).select_for_share_with(|lock| lock.nowait()).await?.len(), 1);
                assert_eq!(one(2).select_for_share_with(|lock| lock.key().nowait()).await?.len(), 1);
                assert_eq!(one(1).select_for_update_with(|lock| lock.skip_locked()).await?.len(), 0);
                assert_eq!(one(2).select_for_share_with(|lock| lock.skip_locked()).await?.len(), 0);
                Ok(())
            })
            .await
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn joined_rows_are_locked_where_they_are_named(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<_> {
        let radio = || Product::objects(tx).filter(|p| p.name.eq("Radio")).select_related(|p| p.category);
        assert_eq!(radio().select_for_update_with(|lock| lock.of(|p| p.category)).await?.len(), 1);
        assert_eq!(free(&db).await?, [1, 2, 3, 4, 5]);
        assert_eq!(free_of(&db, "categories").await?, 3);
        assert_eq!(radio().select_for_update_with(|lock| lock.of(|p| (p, p.category))).await?.len(), 1);
        assert_eq!(free(&db).await?.len(), 4);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_lock_of_rows_that_are_not_joined_or_may_be_missing_is_refused_with_the_way_out(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<_> {
        let supplied = || Product::objects(tx).select_for_update_with(|lock| lock.of(|p| p.supplier));
        let absent = tx.assert_statements(0, async { supplied().await }).await.unwrap_err();
        let missing = async { supplied().select_related(|p| p.supplier).await };
        let missing = tx.assert_statements(0, missing).await.unwrap_err();
        for (error, way_out) in [(absent, "`select_related`"), (missing, "`exclude`")] {
            assert_eq!(error.kind(), Kind::Misuse);
            let told = error.to_string();
            assert!(told.contains("`Product.supplier`") && told.contains(way_out), "{told}");
        }
        let there = supplied().select_related(|p| p.supplier).exclude(|p| p.supplier.is_null());
        assert!(!there.await?.is_empty());
        // A lock of the query's own table alone has no need of that.
        assert_eq!(Product::objects(tx).select_related(|p| p.supplier).select_for_update().await?.len(), 5);
        let error = Product::objects(&db).select_for_share().await.unwrap_err();
        assert!(
            error.to_string().starts_with("`select_for_share` of `Product` outside a transaction"),
            "{error}"
        );
        Ok(())
    })
    .await
}
