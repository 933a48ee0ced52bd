//! What a query allocates over the bare driver, rows aside.

use querent::prelude::*;
use querent::{Db, Result};
use rust_decimal::Decimal;
use tokio_postgres::Client;

use crate::counted::least;
use crate::driver::{self, COLUMNS};
use crate::models::{Category, Product, Review, fill};

#[querent_testkit::test(models = [Product, Review])]
async fn a_row_by_its_key_takes_at_most_five_allocations_more(db: Db) {
    fill(&db).await;
    let text = format!("SELECT {COLUMNS} FROM products AS p WHERE id = $1");
    let bare = async |client: &Client| -> Result<_> {
        let statement = client.prepare(&text).await?;
        Ok(driver::one(client, &statement, &[&7i64], driver::Product::of).await)
    };
    let bare = db.with_client(bare).await.unwrap();
    let ours = least(async || Product::objects(&db).by_key(7).await.unwrap()).await;
    assert!(ours <= bare + 5, "{ours} against {bare}");
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_new_row_takes_at_most_five_allocations_more(db: Db) {
    fill(&db).await;
    let bare = async |client: &Client| -> Result<_> {
        let statement =
            client.prepare("INSERT INTO categories (name) VALUES ($1) RETURNING id, name").await?;
        let row = |row: &tokio_postgres::Row| (row.get::<_, i64>(0), row.get::<_, String>(1));
        Ok(driver::one(client, &statement, &[&"radio"], row).await)
    };
    let bare = db.with_client(bare).await.unwrap();
    let ours = least(async || Category::draft().name("radio").create(&db).await.unwrap()).await;
    assert!(ours <= bare + 5, "{ours} against {bare}");
}

#[querent_testkit::test(models = [Product, Review])]
async fn an_update_takes_at_most_five_allocations_more(db: Db) {
    fill(&db).await;
    let bare = async |client: &Client| -> Result<_> {
        let statement = client.prepare("UPDATE products SET stock = $1 WHERE id = $2").await?;
        Ok(least(async || client.execute(&statement, &[&4, &7i64]).await.unwrap()).await)
    };
    let bare = db.with_client(bare).await.unwrap();
    let ours = least(async || {
        Product::objects(&db).filter(|p| p.id.eq(7)).update(|p| p.stock.set(4)).await.unwrap()
    })
    .await;
    assert!(ours <= bare + 5, "{ours} against {bare}");
}

/// The watch is off in this process. Exact figures: what it would allocate is one too many.
#[querent_testkit::test(models = [Product, Review])]
async fn with_the_watch_off_a_query_allocates_what_it_does_without_one(db: Db) {
    fill(&db).await;
    let by_key = least(async || Product::objects(&db).by_key(7).await.unwrap()).await;
    let list = least(async || Product::objects(&db).filter(|p| p.id.lte(50)).await.unwrap()).await;
    let count = least(async || Product::objects(&db).count().await.unwrap()).await;
    let one = Product::objects(&db).by_key(7).await.unwrap();
    let lazy = least(async || one.clone().category.load(&db).await.map(drop).unwrap()).await;
    assert_eq!([by_key, list, count, lazy], [13, 112, 9, 15]);
}

/// The allocations of a query that finds nothing.
macro_rules! cost {
    ($db:expr, |$query:ident| $more:expr) => {
        least(async || {
            let $query = Product::objects($db).filter(|p| p.id.lte(0));
            $more.await.unwrap()
        })
        .await
    };
}

/// Asserts of each query that it takes no more allocations than those given over a plain one.
macro_rules! at_most {
    ($db:expr, $($more:literal: |$query:ident| $change:expr;)*) => {
        let plain = cost!($db, |query| query);
        $(
            let cost = cost!($db, |$query| $change);
            assert!(cost <= plain + $more, "{}: {} more", stringify!($change), cost - plain);
        )*
    };
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_further_condition_takes_at_most_two_allocations(db: Db) {
    fill(&db).await;
    at_most! {
        &db,
        2: |q| q.filter(|p| p.stock.gt(3));
        2: |q| q.filter(|p| p.name.eq("radio"));
        2: |q| q.filter(|p| p.name.contains("radio"));
        2: |q| q.filter(|p| p.name.icontains("radio"));
        2: |q| q.filter(|p| p.price.gt(Decimal::ONE));
        2: |q| q.filter(|p| p.stock.is_in([1, 2, 3]));
        2: |q| q.filter(|p| p.stock.between(1, 3));
        2: |q| q.filter(|p| p.stock.ne(3));
        2: |q| q.filter(|p| p.supplier.is_null());
        2: |q| q.filter(|p| p.stock.eq(3) | p.stock.eq(4));
        2: |q| q.exclude(|p| p.stock.eq(3));
        4: |q| q.filter(|p| p.stock.gt(3) & p.name.eq("radio"));
        4: |q| q.filter(|p| p.stock.gt(3)).exclude(|p| p.stock.eq(7));
    }
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_further_ordering_or_slice_takes_at_most_two_allocations(db: Db) {
    fill(&db).await;
    at_most! {
        &db,
        2: |q| q.order_by(|p| p.name);
        2: |q| q.order_by(|p| (p.price.desc(), p.name));
        2: |q| q.limit(3);
        2: |q| q.limit(3).offset(3);
        2: |q| q.distinct();
    }
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_further_relation_takes_at_most_two_allocations(db: Db) {
    fill(&db).await;
    at_most! {
        &db,
        2: |q| q.select_related(|p| p.category);
        4: |q| q.select_related(|p| (p.category, p.supplier));
        4: |q| q.filter(|p| p.category.name.eq("radios")); // a condition and a relation
        4: |q| q.order_by(|p| p.category.name);
        2: |q| q.prefetch_related(|p| p.tags);
    }
}
