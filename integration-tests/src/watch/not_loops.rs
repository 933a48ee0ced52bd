//! Lines that send a query again for a reason: the next page, the next job, another database.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Product, Supplier};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "not_loops.rs":
    pages_behind_a_key: 6, [];
    pages_by_cursors: 5, [];
    pages_by_their_numbers: 10, [];
    pages_by_offsets: 5, [];
    jobs_that_nobody_else_has: 60, [];
    a_time_since: 10, [];
    a_search_by_what_is_not_unique: 10, [];
    one_key_in_several_databases: 0, [];
    several_keys_in_one_of_two_databases: 9,
        ["query_in_loop Product.get 8 L: Product::objects(&db).in_bulk(keys)"];
    a_row_that_is_read_again_after_it_was_written: 18, [];
    a_job_that_is_asked_for_its_state: 21, [];
    many_rows_by_their_keys_at_once: 10, [];
};

async fn pages_behind_a_key(db: Db) -> Result<()> {
    let mut last = 0;
    loop {
        let page = Product::objects(&db).filter(|p| p.id.gt(last)).order_by(|p| p.id).limit(10).await?;
        match page.last() {
            Some(product) => last = product.id,
            None => return Ok(()),
        }
    }
}

async fn pages_by_cursors(db: Db) -> Result<()> {
    let mut cursor = None;
    loop {
        let page = Product::objects(&db).page(10, cursor.as_deref()).await?;
        cursor = page.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

async fn pages_by_their_numbers(db: Db) -> Result<()> {
    for number in 1..=5 {
        assert_eq!(Product::objects(&db).paginate(number, 10).await?.rows.len(), 10);
    }
    Ok(())
}

async fn pages_by_offsets(db: Db) -> Result<()> {
    for number in 0..5 {
        Product::objects(&db).filter(|p| p.supplier.eq(1)).offset(number).limit(1).await?;
    }
    Ok(())
}

async fn jobs_that_nobody_else_has(db: Db) -> Result<()> {
    for _ in 0..20 {
        let work = db.atomic(async |tx| {
            let free = Product::objects(tx).filter(|p| p.supplier.eq(1)).limit(1);
            free.select_for_update_with(|lock| lock.skip_locked()).await.map(drop)
        });
        work.await?;
    }
    Ok(())
}

async fn a_time_since(db: Db) -> Result<()> {
    for stock in 0..10 {
        Product::objects(&db).filter(|p| p.category.eq(1) & p.stock.gte(stock)).await?;
    }
    Ok(())
}

async fn a_search_by_what_is_not_unique(db: Db) -> Result<()> {
    for n in 0..10 {
        Product::objects(&db).filter(|p| p.stock.eq(n)).await?;
    }
    Ok(())
}

async fn one_key_in_several_databases(db: Db) -> Result<()> {
    for key in 1..=8 {
        let shard = db.to_builder().max_connections(1).build()?;
        Product::objects(&shard).by_key(key).await?;
    }
    Ok(())
}

async fn several_keys_in_one_of_two_databases(db: Db) -> Result<()> {
    let other = db.to_builder().max_connections(1).build()?;
    for key in 1..=8 {
        for at in [&db, &other] {
            if key == 1 || std::ptr::eq(at, &db) {
                Product::objects(at).by_key(key).await?; // L
            }
        }
    }
    Supplier::objects(&db).count().await?;
    Ok(())
}

async fn a_row_that_is_read_again_after_it_was_written(db: Db) -> Result<()> {
    for stock in 0..9 {
        let mut product = Product::objects(&db).by_key(7).await?;
        product.stock = stock;
        product.save(&db).await?;
    }
    Ok(())
}

async fn a_job_that_is_asked_for_its_state(db: Db) -> Result<()> {
    let mut job = Product::objects(&db).by_key(7).await?;
    for _ in 0..20 {
        job.refresh(&db).await?;
    }
    Ok(())
}

async fn many_rows_by_their_keys_at_once(db: Db) -> Result<()> {
    for key in (1..=50).step_by(10) {
        assert_eq!(Product::objects(&db).in_bulk(key..key + 10).await?.len(), 10);
        assert_eq!(
            Product::objects(&db).filter(|p| p.id.is_in((key..key + 10).collect::<Vec<_>>())).await?.len(),
            10
        );
    }
    Ok(())
}
