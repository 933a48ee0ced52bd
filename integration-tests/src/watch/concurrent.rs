//! Rows that are loaded for at the same time, in other tasks, and in other scopes than the query's.

use futures::future::{join, try_join_all};
use futures::stream::{self, FuturesUnordered};
use futures::{StreamExt, TryStreamExt};
use querent::watch::Finding;
use querent::{Db, Result};
use tokio::sync::oneshot;
use tokio::task::{JoinSet, spawn_blocking};
use tracing::Instrument;

use super::models::{Category, Product};
use super::scenario::{Scenario, request, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "concurrent.rs":
    loads_that_are_joined: 51 => 1,
        ["lazy_relation Product.category 50/50 (at once) L of Q: .select_related(|p| p.category)"];
    loads_in_no_order: 51 => 1,
        ["lazy_relation Product.category 50/50 (at once) L of Q: .select_related(|p| p.category)"];
    loads_a_few_at_a_time: 51 => 2,
        ["lazy_relation Product.tags 50/50 (at once) L of Q: .prefetch_related(|p| p.tags)"];
    loads_in_tasks_that_rows_were_moved_into: 51 => 1,
        ["lazy_relation Product.category 50/50 (at once) L of Q: .select_related(|p| p.category)"];
    loads_in_tasks_within_the_span: 51 => 1,
        ["lazy_relation Product.category 50/50 (at once) L of Q: .select_related(|p| p.category)"];
    loads_on_a_thread_that_blocks: 51 => 1,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    queries_that_are_joined: 20,
        ["query_in_loop Product.get 20 (at once) L: Product::objects(&db).in_bulk(keys)"];
    two_requests_on_one_task_are_told_apart: 22, [
        "first: lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)",
        "second: lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)",
    ];
    a_task_that_outlives_its_request_is_told_as_far_as_it_was: 51,
        ["request: lazy_relation Product.category 3/50 L of Q: .select_related(|p| p.category)"];
    a_request_that_is_dropped_on_its_way: 7,
        ["request: aborted lazy_relation Product.category 6/50 L of Q: .select_related(|p| p.category)"];
    rows_that_are_loaded_for_in_another_scope_belong_to_their_query: 51,
        ["request: lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    work_that_nobody_watches: 11, [];
};

async fn loads_that_are_joined(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let loads = products.iter().map(|product| product.category.load(&db)); // L
    try_join_all(loads).await?;
    Ok(())
}

async fn loads_in_no_order(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let loads: FuturesUnordered<_> = products.iter().map(|p| p.category.load(&db)).collect(); // L
    loads.try_collect::<Vec<_>>().await?;
    Ok(())
}

async fn loads_a_few_at_a_time(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let loads: Vec<_> = products.iter().map(|product| product.tags.load(&db)).collect(); // L
    stream::iter(loads).buffer_unordered(8).try_collect::<Vec<_>>().await?;
    Ok(())
}

async fn loads_in_tasks_that_rows_were_moved_into(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let mut tasks = JoinSet::new();
    for product in products {
        let db = db.clone();
        tasks.spawn(async move {
            product.category.load(&db).await.map(drop) // L
        });
    }
    tasks.join_all().await.into_iter().collect()
}

async fn loads_in_tasks_within_the_span(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let mut tasks = JoinSet::new();
    for product in products {
        let db = db.clone();
        let load = async move {
            product.category.load(&db).await.map(drop) // L
        };
        tasks.spawn(load.instrument(tracing::Span::current()));
    }
    tasks.join_all().await.into_iter().collect()
}

async fn loads_on_a_thread_that_blocks(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let runtime = tokio::runtime::Handle::current();
    let work = move || {
        runtime.block_on(async {
            for product in &products {
                product.category.load(&db).await?; // L
            }
            Ok(())
        })
    };
    spawn_blocking(work).await.expect("it does not panic")
}

async fn queries_that_are_joined(db: Db) -> Result<()> {
    let queries = (1..=20).map(|key| Product::objects(&db).by_key(key)); // L
    try_join_all(queries).await?;
    Ok(())
}

async fn two_requests_on_one_task_are_told_apart(db: Db) -> Result<Vec<Finding>> {
    async fn page(db: &Db) -> Result<()> {
        let products = Product::objects(db).limit(10).await?; // Q
        for product in &products {
            product.category.load(db).await?; // L
        }
        Ok(())
    }
    let (first, second) = (request("first"), request("second"));
    let (one, other) = join(first.run(page(&db)), second.run(page(&db))).await;
    one.and(other)?;
    Ok([first.finish(), second.finish()].concat())
}

async fn a_task_that_outlives_its_request_is_told_as_far_as_it_was(db: Db) -> Result<Vec<Finding>> {
    let (request, (said, answered), (go, gone)) =
        (request("request"), oneshot::channel(), oneshot::channel());
    let products = request.run(async { Product::objects(&db).await }).await?; // Q
    let task = tokio::spawn(async move {
        let mut said = Some(said);
        let mut gone = Some(gone);
        for (at, product) in products.iter().enumerate() {
            if at == 3 {
                said.take().map(|said| said.send(()));
                let _ = gone.take().expect("it is 3 once").await;
            }
            product.category.load(&db).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    answered.await.expect("the task says when");
    let findings = request.finish();
    go.send(()).expect("the task waits");
    task.await.expect("it does not panic")?;
    Ok(findings)
}

async fn a_request_that_is_dropped_on_its_way(db: Db) -> Result<Vec<Finding>> {
    let request = request("request");
    let page = async {
        let products = Product::objects(&db).await?; // Q
        for (at, product) in products.iter().enumerate() {
            if at == 6 {
                std::future::pending::<()>().await;
            }
            product.category.load(&db).await?; // L
        }
        Ok::<_, querent::Error>(())
    };
    let visitor = tokio::time::timeout(std::time::Duration::from_millis(300), request.run(page));
    assert!(visitor.await.is_err());
    Ok(request.abort())
}

async fn rows_that_are_loaded_for_in_another_scope_belong_to_their_query(db: Db) -> Result<Vec<Finding>> {
    let (asks, loads) = (request("request"), request("another"));
    let products = asks.run(async { Product::objects(&db).await }).await?; // Q
    let work = async {
        for product in &products {
            product.category.load(&db).await?; // L
        }
        Ok::<_, querent::Error>(())
    };
    loads.run(work).await?;
    Ok([asks.finish(), loads.finish()].concat())
}

async fn work_that_nobody_watches(db: Db) -> Result<()> {
    let fill = async {
        for category in &Category::objects(&db).await? {
            category.products.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    querent::watch::setup(fill).await
}
