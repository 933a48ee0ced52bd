//! Requests that all have the same to tell are a handful of lines.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use futures::StreamExt;
use querent::prelude::*;
use querent::watch::scope;
use tower::ServiceExt;

use crate::{Category, Product, told, watched};

/// A page with an N+1.
async fn slow(State(db): State<Db>) -> StatusCode {
    let page = async {
        for product in &Product::objects(&db).await.unwrap() {
            product.category.load(&db).await.unwrap();
        }
    };
    scope("GET /slow", page).await;
    StatusCode::OK
}

#[querent_testkit::test(models = [Category, Product])]
async fn a_thousand_requests_with_one_n_plus_one_are_five_lines(db: Db) {
    watched(&db).await;
    let router = Router::new().route("/slow", get(slow)).with_state(db);
    for _ in 0..1_000 {
        let request = Request::get("/slow").body(Body::empty()).unwrap();
        assert_eq!(router.clone().oneshot(request).await.unwrap().status(), 200);
    }
    let first = ("first".to_owned(), 1, 0);
    let summary = |occurrence, suppressed| ("summary".to_owned(), occurrence, suppressed);
    let lines = [first, summary(1, 0), summary(10, 8), summary(100, 89), summary(1_000, 899)];
    assert_eq!(told(&["GET /slow"]), lines);
}

#[querent_testkit::test(models = [Category, Product])]
async fn at_the_same_time_for_two_pages_they_are_five_lines_too(db: Db) {
    watched(&db).await;
    let page = async || {
        for product in &Product::objects(&db).await.unwrap() {
            product.category.load(&db).await.unwrap();
        }
    };
    let names = ["GET /one", "GET /other"];
    let requests = (0..1_000).map(|number| scope(names[number % 2], page()));
    futures::stream::iter(requests).buffer_unordered(4).collect::<Vec<_>>().await;
    let mut lines: Vec<_> =
        told(&names).into_iter().map(|(phase, occurrence, _)| (phase, occurrence)).collect();
    lines.sort();
    let summary = |occurrence| ("summary".to_owned(), occurrence);
    assert_eq!(lines, [("first".to_owned(), 1), summary(1), summary(10), summary(100), summary(1_000)]);
}
