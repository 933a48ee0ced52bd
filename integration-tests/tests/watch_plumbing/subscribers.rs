//! A subscriber that is set for one thread, as in tests.

use querent::prelude::*;
use querent::watch::setup;
use tracing::dispatcher::set_default;
use tracing::{Dispatch, Instrument, Span};
use tracing_subscriber::prelude::*;

use crate::lines::{Lines, eventually};
use crate::pages::relations;
use crate::{Category, Product, ROWS, watch};

/// A subscriber, and what it is told.
fn listening() -> (Dispatch, Lines) {
    let lines = Lines::default();
    (tracing_subscriber::registry().with(watch().layer()).with(lines.clone()).into(), lines)
}

/// Work in the span of a request of a subscriber; the span is still open.
macro_rules! request {
    ($subscriber:expr, $db:expr) => {{
        let _set = set_default($subscriber);
        let span = tracing::info_span!("request");
        async { relations!($db) }.instrument(span.clone()).await;
        span
    }};
}

/// Closes a span where there is no runtime that could do something about it.
fn close(span: Span) {
    std::thread::spawn(move || drop(span)).join().unwrap();
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_is_found_reaches_the_subscriber_of_the_thread(db: Db) {
    let (subscriber, lines) = listening();
    let _set = set_default(&subscriber);
    relations!(&db);
    assert_eq!(lines.paths("first"), ["Product.category"]);
    assert_eq!(lines.of("summary").len(), 1, "the rows are gone");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn totals_reach_the_subscriber_of_the_span_though_a_thread_of_the_runtime_tells_them(db: Db) {
    let (subscriber, lines) = listening();
    drop(request!(&subscriber, &db));
    eventually(|| !lines.of("summary").is_empty()).await;
    assert_eq!((lines.of("first").len(), lines.of("summary").len()), (1, 1));
    assert_eq!(lines.of("summary")[0]["loads"], "10");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn totals_reach_the_subscriber_of_the_span_though_the_next_query_has_another_one(db: Db) {
    let ((own, lines), (other, others_lines)) = (listening(), listening());
    close(request!(&own, &db));
    let _set = set_default(&other);
    Product::objects(&db).count().await.unwrap();
    eventually(|| !lines.of("summary").is_empty()).await;
    assert_eq!((lines.of("summary").len(), others_lines.all().len()), (1, 0));
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn totals_reach_the_subscriber_of_the_span_though_the_next_query_has_none(db: Db) {
    let (subscriber, lines) = listening();
    close(request!(&subscriber, &db));
    let _set = set_default(&Dispatch::none());
    Product::objects(&db).count().await.unwrap();
    eventually(|| !lines.of("summary").is_empty()).await;
    assert_eq!(lines.of("summary").len(), 1);
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn totals_for_a_subscriber_that_is_gone_are_told_to_no_other_one(db: Db) {
    let ((own, lines), (other, others_lines)) = (listening(), listening());
    let span = request!(&own, &db);
    drop(own);
    close(span);
    let _set = set_default(&other);
    setup(Product::objects(&db).count()).await.unwrap();
    Product::objects(&db).count().await.unwrap();
    assert_eq!((lines.of("first").len(), others_lines.all().len()), (1, 0));
}
