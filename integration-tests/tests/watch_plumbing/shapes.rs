//! How work may be at the same time, or later, and belong to its request all the same.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::routing::get;
use futures::{StreamExt, stream};
use querent::prelude::*;
use querent::watch::scope;
use tower_http::trace::TraceLayer;
use tracing::dispatcher::set_default;
use tracing::{Dispatch, Instrument, Span};
use tracing_subscriber::prelude::*;

use crate::lines::Lines;
use crate::pages::{kept, named, visit};
use crate::{Category, Product, ROWS, watch};

/// The span of a request of this name, which its scope is called by.
macro_rules! request {
    ($name:literal) => {
        tracing::info_span!($name, otel.kind = "server", http.route = "/")
    };
}

fn listening() -> (Dispatch, Lines) {
    let lines = Lines::default();
    (tracing_subscriber::registry().with(watch().layer()).with(lines.clone()).into(), lines)
}

/// Sends a query, and answers by a piece for each category that is looked up while it is sent.
async fn streamed(State(db): State<Db>) -> querent::Result<Body> {
    Product::objects(&db).count().await?;
    let pieces = stream::iter(1..=10).then(move |key| {
        let db = db.clone();
        async move { Category::objects(&db).by_key(key).await.map(|_| Bytes::from_static(b".")) }
    });
    Ok(Body::from_stream(pieces))
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_a_body_loads_below_trace_layer_is_in_the_scope_of_its_span(db: Db) {
    let (subscriber, lines) = listening();
    let _set = set_default(&subscriber);
    let spans = TraceLayer::new_for_http()
        .make_span_with(|_: &axum::http::Request<Body>| request!("a streamed page"));
    let router = Router::new().route("/streamed", get(streamed)).layer(spans).with_state(db);
    visit(&router, "/streamed").await;
    assert_eq!(kept("a streamed page", 1).await, [11]);
    assert_eq!(named("a streamed page")[0].findings[0].loads, 10);
    assert_eq!(lines.paths("first"), ["Category.get"]);
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn rows_that_a_body_loads_for_are_watched_though_nobody_is_there_any_more(db: Db) {
    let (subscriber, lines) = listening();
    let _set = set_default(&subscriber);
    let page = async {
        let products = Product::objects(&db).await.unwrap();
        let pieces = stream::iter(products).then(|product| {
            let db = db.clone();
            async move { product.category.load(&db).await.map(|category| category.id) }
        });
        Box::pin(pieces)
    };
    let pieces = page.instrument(request!("a lazy page")).await;
    assert_eq!(kept("a lazy page", 1).await, [1], "its span has closed");
    assert_eq!(pieces.filter(|id| std::future::ready(id.is_ok())).count().await, 10);
    assert_eq!(lines.paths("first"), ["Product.category"]);
    assert_eq!(lines.of("summary")[0]["loads"], "10");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn requests_that_one_task_has_by_turns_are_told_apart_by_their_spans(db: Db) {
    let (subscriber, _) = listening();
    let _set = set_default(&subscriber);
    let page = async |queries: i64| {
        for key in 1..=queries {
            Product::objects(&db).by_key(key).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let one = page(10).instrument(request!("ten by turns"));
    tokio::join!(one, page(7).instrument(request!("seven by turns")));
    assert_eq!(kept("ten by turns", 1).await, [10]);
    assert_eq!(kept("seven by turns", 1).await, [7]);
}

/// The documentation of `tracing` warns of this, and rightly so: it is who runs next that has the span.
#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn scopes_are_told_apart_though_a_span_stays_entered_over_an_await(db: Db) {
    let (subscriber, _) = listening();
    let _set = set_default(&subscriber);
    let page = async |span: Span, queries: i64| {
        let _entered = span.enter();
        for key in 1..=queries {
            Product::objects(&db).by_key(key).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let three = scope("three in a guard", page(request!("a guard"), 3));
    tokio::join!(three, scope("two without one", page(Span::none(), 2)));
    assert_eq!(kept("three in a guard", 1).await, [3]);
    assert_eq!(kept("two without one", 1).await, [2]);
    assert!(named("a guard").is_empty());
}
