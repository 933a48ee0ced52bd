//! What a query allocates with the watch on; `cost` has what it does while it is off.

use querent::prelude::*;
use querent::watch::{Scope, setup};

use crate::counted::least;
use crate::{Category, Product, watched};

/// The allocations of a query without the watch, and with it in a scope that knows the query.
macro_rules! cost {
    ($work:expr) => {{
        let unwatched = setup(least($work)).await;
        (unwatched, Scope::new("allocations").run(least($work)).await)
    }};
}

#[querent_testkit::test(models = [Category, Product])]
async fn with_the_watch_on_a_list_allocates_its_result_set_and_nothing_for_its_rows_and_what_one_line_looks_up_shares_one(
    db: Db,
) {
    watched(&db).await;
    let (unwatched, watched) = cost!(async || Product::objects(&db).by_key(1).await.unwrap());
    assert_eq!(watched, unwatched, "a row by its key");
    let (unwatched, watched) = cost!(async || Product::objects(&db).await.unwrap());
    assert_eq!(watched, unwatched + 1, "three rows");
    let (unwatched, watched) = cost!(async || Product::objects(&db).count().await.unwrap());
    assert_eq!(watched, unwatched, "a number");
}
