//! What a query allocates with the watch on; `cost` has what it does while it is off.

use std::sync::atomic::{AtomicI64, Ordering};

use querent::prelude::*;
use querent::watch::{Scope, setup};

use crate::counted::least;
use crate::{Category, Product, watched};

/// So many that each query of a test finds another one.
const MORE: &str = "
    INSERT INTO categories SELECT FROM generate_series(1, 1000);
    INSERT INTO products (category_id) SELECT n FROM generate_series(1, 1000) n";

/// The allocations of a query without the watch, and with it in a scope that knows the query.
macro_rules! cost {
    ($work:expr) => {{
        let unwatched = setup(least($work)).await;
        (unwatched, Scope::new("allocations").run(least($work)).await)
    }};
}

#[querent_testkit::test(models = [Category, Product])]
async fn with_the_watch_on_a_query_allocates_its_result_set_and_nothing_for_its_rows(db: Db) {
    watched(&db).await;
    let (unwatched, watched) = cost!(async || Product::objects(&db).by_key(1).await.unwrap());
    assert_eq!(watched, unwatched + 1, "a row by its key");
    let (unwatched, watched) = cost!(async || Product::objects(&db).await.unwrap());
    assert_eq!(watched, unwatched + 1, "three rows");
    let (unwatched, watched) = cost!(async || Product::objects(&db).count().await.unwrap());
    assert_eq!(watched, unwatched, "a number");
}

#[querent_testkit::test(models = [Category, Product], sql = MORE)]
async fn with_the_watch_on_rows_that_one_line_looks_up_allocate_nothing(db: Db) {
    watched(&db).await;
    let last = AtomicI64::new(0);
    let (unwatched, watched) = cost!(async || {
        let key = last.fetch_add(1, Ordering::Relaxed) + 1;
        Product::objects(&db).by_key(key).await.unwrap()
    });
    assert_eq!(watched, unwatched);
}
