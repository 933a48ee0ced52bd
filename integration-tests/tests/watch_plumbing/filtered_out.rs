//! Spans of requests that a filter leaves out.

use querent::prelude::*;
use querent::watch::report;
use tower_http::trace::TraceLayer;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::prelude::*;

use crate::apart::is_apart;
use crate::lines::Lines;
use crate::pages::{pages, visit};
use crate::{Category, Product, ROWS, watch};

/// What most services have: one filter for everything, which leaves out the DEBUG span of tower-http.
fn subscribed() -> Lines {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::registry().with(EnvFilter::new("info"));
    subscriber.with(watch().layer()).with(lines.clone()).init();
    lines
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn relations_are_found_without_it_and_why_loops_are_not_is_said_once(db: Db) {
    if !is_apart("filtered_out::relations_are_found_without_it_and_why_loops_are_not_is_said_once") {
        return;
    }
    let lines = subscribed();
    let router = pages().layer(TraceLayer::new_for_http()).with_state(db);
    visit(&router, "/relations").await;
    assert_eq!(lines.paths("first"), ["Product.category"]);
    assert!(lines.reasons().is_empty(), "it is too early to say");
    for _ in 0..60 {
        visit(&router, "/lookups").await;
    }
    assert_eq!(lines.paths("first"), ["Product.category"]);
    let [reason] = &lines.reasons()[..] else { panic!("{:?}", lines.all()) };
    assert!(reason.contains("`TraceLayer::new_for_http()` makes its span at DEBUG"), "{reason}");
    let names: Vec<_> = report().endpoints.into_iter().map(|endpoint| endpoint.endpoint).collect();
    assert_eq!((names, report().without_scope), (vec!["(no request)".to_owned()], 11 + 600));
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn loads_for_rows_that_came_from_no_scope_count_as_queries_without_one(db: Db) {
    if !is_apart("filtered_out::loads_for_rows_that_came_from_no_scope_count_as_queries_without_one") {
        return;
    }
    let lines = subscribed();
    let products = "INSERT INTO products (category_id) SELECT n % 10 + 1 FROM generate_series(1, 290) n";
    db.batch_execute(products).await.unwrap();
    let router = pages().layer(TraceLayer::new_for_http()).with_state(db);
    visit(&router, "/relations").await;
    assert_eq!(lines.reasons().len(), 1);
    assert_eq!(report().without_scope, 301);
}
