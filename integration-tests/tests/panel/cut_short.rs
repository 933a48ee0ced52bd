//! Requests that do not come to their end.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::routing::get;
use querent::prelude::*;
use shop::models::{Category, Product};
use tower::ServiceExt;

use crate::service::{eventually_only, only, watched};
use crate::socket::Listening;
use crate::watching;

async fn sleep(State(db): State<Db>) -> querent::Result<&'static str> {
    Category::objects(&db).count().await?;
    db.batch_execute("SELECT pg_sleep(600)").await?;
    Ok("late")
}

async fn panicking(State(db): State<Db>) -> &'static str {
    Category::objects(&db).count().await.unwrap();
    panic!("the handler panics");
}

fn routes(prefix: &str) -> Router<Db> {
    let inner = Router::new().route("/sleep", get(sleep)).route("/panic", get(panicking));
    Router::new().nest(prefix, inner)
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_request_whose_time_is_up_is_kept_with_what_it_had_sent(db: Db) {
    let _on = watching::on().await;
    let request = Request::get("/timeout/sleep").body(Body::empty()).unwrap();
    let answer = watched(&db, routes("/timeout")).oneshot(request);
    assert!(tokio::time::timeout(Duration::from_millis(100), answer).await.is_err());
    let request = only("GET /timeout/sleep");
    assert!(request.aborted && request.wall >= Duration::from_millis(90), "{request:?}");
    let errors: Vec<_> = request.statements.iter().map(|statement| statement.error.is_some()).collect();
    assert_eq!(errors, [false, true]);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_visitor_who_hangs_up_aborts_the_request(db: Db) {
    let _on = watching::on().await;
    let server = Listening::begin(watched(&db, routes("/hung_up"))).await;
    let stream = server.send(&["GET /hung_up/sleep HTTP/1.1"]).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(stream);
    assert!(eventually_only("GET /hung_up/sleep").await.aborted);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_handler_that_panics_aborts_its_request_and_no_other_one(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, routes("/panics"));
    let request = Request::get("/panics/panic").body(Body::empty()).unwrap();
    let panic = tokio::spawn(router.clone().oneshot(request)).await.unwrap_err();
    assert!(panic.is_panic());
    let request = only("GET /panics/panic");
    assert_eq!((request.aborted, request.statements.len()), (true, 1));
    assert_eq!(Product::objects(&db).count().await.unwrap(), 0, "the pool is whole");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_request_that_is_never_polled_is_aborted_too(db: Db) {
    let _on = watching::on().await;
    let request = Request::get("/unpolled/sleep").body(Body::empty()).unwrap();
    let mut router = watched(&db, routes("/unpolled"));
    let answer = tower::Service::call(&mut router, request);
    drop(answer);
    assert!(crate::service::kept("GET /unpolled/sleep").iter().all(|request| request.aborted));
}
