//! Rows that come one by one.

use std::num::NonZeroUsize;

use querent::watch::Finding;
use querent::{Db, Result};

use super::models::{Category, Product};
use super::scenario::{Scenario, request, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "streams.rs":
    a_stream_that_is_read_to_its_end: 51 => 1,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    a_stream_within_a_transaction: 15 => 6,
        ["lazy_relation Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    a_stream_that_is_dropped_on_its_way: 10 => 5,
        ["lazy_relation Product.category 5/5 L of Q: .select_related(|p| p.category)"];
    a_stream_that_is_polled_in_a_request_is_of_that_request: 51,
        ["request: lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it: 51,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    a_stream_of_rows_with_all_that_is_read: 1, [];
};

async fn a_stream_that_is_read_to_its_end(db: Db) -> Result<()> {
    let mut products = Product::objects(&db).stream(); // Q
    while let Some(product) = products.try_next().await? {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_stream_within_a_transaction(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let mut categories = Category::objects(tx).stream(); // Q
        while let Some(category) = categories.try_next().await? {
            category.products.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn a_stream_that_is_dropped_on_its_way(db: Db) -> Result<()> {
    let five = NonZeroUsize::new(5).expect("it is not zero");
    let work = db.atomic(async |tx| {
        let mut products = Product::objects(tx).stream().chunk_size(five); // Q
        for _ in 0..5 {
            let product = products.try_next().await?.expect("there are fifty");
            product.category.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn a_stream_that_is_polled_in_a_request_is_of_that_request(db: Db) -> Result<Vec<Finding>> {
    let request = request("request");
    let mut products = Product::objects(&db).stream(); // Q
    while let Some(product) = request.run(products.try_next()).await? {
        product.category.load(&db).await?; // L
    }
    Ok(request.finish())
}

async fn a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it(db: Db) -> Result<Vec<Finding>> {
    let request = request("request");
    let mut products = request.enter(|| Product::objects(&db).stream()); // Q
    while let Some(product) = products.try_next().await? {
        product.category.load(&db).await?; // L
    }
    Ok(request.finish())
}

async fn a_stream_of_rows_with_all_that_is_read(db: Db) -> Result<()> {
    let mut products = Product::objects(&db).select_related(|p| p.category).stream();
    while let Some(product) = products.try_next().await? {
        product.category.loaded()?;
    }
    Ok(())
}
