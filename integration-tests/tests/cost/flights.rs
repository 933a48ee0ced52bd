//! How often a piece of work waits for the server.

use integration_tests::proxy::Proxy;
use querent::prelude::*;
use querent::{Db, Result};

use crate::models::{Category, Product, Review, fill};

/// The flights of `work` on a connection that has prepared its statements.
async fn flights(db: &Db, work: impl AsyncFn(&Db) -> Result<()>) -> usize {
    let proxy = Proxy::before(db).await.unwrap();
    let one = proxy.on_the_way_of(db).max_connections(1).build().unwrap();
    work(&one).await.unwrap();
    let mut result = Ok(());
    let flights = proxy.flights(async { result = work(&one).await }).await;
    result.unwrap();
    flights
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_row_by_its_key_is_one_flight(db: Db) {
    fill(&db).await;
    let work = async |db: &Db| Product::objects(db).by_key(7).await.map(drop);
    assert_eq!(flights(&db, work).await, 1);
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_list_with_a_join_and_two_prefetches_is_two_flights(db: Db) {
    fill(&db).await;
    let work = async |db: &Db| {
        let products = Product::objects(db).filter(|p| p.stock.eq(0)).order_by(|p| p.name).limit(50);
        let products = products
            .select_related(|p| p.category)
            .prefetch_related(|p| (p.tags, p.reviews.limit(3)))
            .await?;
        assert_eq!(products.len(), 50);
        assert!(
            products.iter().all(|p| p.category.is_loaded() && p.tags.is_loaded() && p.reviews.is_loaded())
        );
        Ok(())
    };
    assert_eq!(flights(&db, work).await, 2);
}

#[querent_testkit::test(models = [Product, Review])]
async fn each_level_of_prefetches_is_one_flight(db: Db) {
    fill(&db).await;
    let work = async |db: &Db| {
        let reviews = Review::objects(db).limit(50);
        reviews.prefetch_related(|r| r.product.prefetch_related(|p| (p.tags, p.category))).await.map(drop)
    };
    assert_eq!(flights(&db, work).await, 3);
}

#[querent_testkit::test(models = [Product, Review])]
async fn every_write_is_one_flight(db: Db) {
    fill(&db).await;
    let create = async |db: &Db| Category::draft().name("new").create(db).await.map(drop);
    assert_eq!(flights(&db, create).await, 1, "create");
    let bulk = async |db: &Db| {
        let drafts = (0..100).map(|n| Category::draft().name(format!("new {n}")));
        Category::objects(db).bulk_create(drafts).await.map(drop)
    };
    assert_eq!(flights(&db, bulk).await, 1, "bulk_create");
    let update = async |db: &Db| {
        Product::objects(db).filter(|p| p.id.lte(10)).update(|p| p.stock.set(p.stock + 1)).await.map(drop)
    };
    assert_eq!(flights(&db, update).await, 1, "update");
    let delete = async |db: &Db| Review::objects(db).filter(|r| r.id.eq(1)).delete().await.map(drop);
    assert_eq!(flights(&db, delete).await, 1, "delete");
    let product = Product::objects(&db).by_key(1).await.unwrap();
    let add = async |db: &Db| {
        let mut tags = product.tags.clone();
        tags.add(db, [9, 10]).await
    };
    assert_eq!(flights(&db, add).await, 1, "add");
}

#[querent_testkit::test(models = [Product, Review])]
async fn many_rows_are_written_in_one_flight(db: Db) {
    fill(&db).await;
    for rows in [1, 10, 5_000] {
        let drafts = || (1..=rows).map(|n| Category::draft().id(n + 9_000).name(format!("new {n}")));
        let upsert = async |db: &Db| Category::objects(db).upsert(drafts()).await.map(drop);
        assert_eq!(flights(&db, upsert).await, 1, "upsert");
        let unless =
            async |db: &Db| Category::objects(db).bulk_create(drafts()).ignore_conflicts().await.map(drop);
        assert_eq!(flights(&db, unless).await, 1, "bulk_create");
        let all = Product::objects(&db).limit(rows as u64).await.unwrap();
        let update = async |db: &Db| {
            let mut all = all.clone();
            Product::objects(db).bulk_update(&mut all, |p| (p.name, p.price, p.supplier)).await.map(drop)
        };
        assert_eq!(flights(&db, update).await, 1, "bulk_update");
    }
    let there = async |db: &Db| {
        let draft = Category::draft().id(9_001).name("new 1");
        Category::objects(db).get_or_create(|c| c.id, draft).await.map(drop)
    };
    assert_eq!(flights(&db, there).await, 1, "get_or_create");
    let there = async |db: &Db| {
        let draft = Category::draft().id(9_001).name("new 1");
        Category::objects(db).update_or_create(|c| c.id, draft).await.map(drop)
    };
    assert_eq!(flights(&db, there).await, 1, "update_or_create");
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_transaction_of_so_many_statements_is_one_flight_more(db: Db) {
    fill(&db).await;
    for statements in 1..=4 {
        let work = async |db: &Db| {
            db.atomic(async |tx| -> Result<()> {
                for key in 1..=statements {
                    Product::objects(tx).by_key(key).await?;
                }
                Ok(())
            })
            .await
        };
        assert_eq!(flights(&db, work).await, statements as usize + 1);
    }
    let nothing = async |db: &Db| db.atomic(async |_| Ok(())).await;
    assert_eq!(flights(&db, nothing).await, 0);
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_savepoint_travels_with_its_first_statement(db: Db) {
    fill(&db).await;
    let work = async |db: &Db| {
        db.atomic(async |tx| -> Result<()> {
            Product::objects(tx).by_key(1).await?;
            tx.atomic(async |savepoint| Product::objects(savepoint).by_key(2).await.map(drop)).await
        })
        .await
    };
    assert_eq!(flights(&db, work).await, 4, "two statements, RELEASE and COMMIT");
}

#[querent_testkit::test(models = [Product, Review])]
async fn joined_queries_of_a_transaction_are_one_flight(db: Db) {
    fill(&db).await;
    let work = async |db: &Db| {
        db.atomic(async |tx| -> Result<()> {
            let keys = (1..=10).map(|key| Product::objects(tx).by_key(key));
            futures::future::try_join_all(keys).await.map(drop)
        })
        .await
    };
    assert_eq!(flights(&db, work).await, 2);
}

#[querent_testkit::test(models = [Product, Review])]
async fn without_prepared_statements_a_query_is_still_one_flight(db: Db) {
    fill(&db).await;
    let proxy = Proxy::before(&db).await.unwrap();
    let one = proxy.on_the_way_of(&db).max_connections(1).without_statement_cache().build().unwrap();
    Category::objects(&one).count().await.unwrap();
    let query = async { Product::objects(&one).by_key(7).await.unwrap().id };
    assert_eq!(proxy.flights(query).await, 1);
}
