//! Requests that are dropped in the middle of what is found.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::routing::get;
use querent::prelude::*;
use querent::watch::Mode;
use querent_axum::RequestScope;
use tower::ServiceExt;
use tracing::dispatcher::set_default;
use tracing_subscriber::prelude::*;

use crate::apart::is_apart;
use crate::lines::Lines;
use crate::{Category, Product, ROWS, watch};

/// Loads the categories of three products, and comes no further.
async fn stuck(State(db): State<Db>) -> querent::Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?;
    for product in &Product::objects(&db).await?[..3] {
        product.category.load(&db).await?;
    }
    std::future::pending::<()>().await;
    assert_eq!(products.len(), 10);
    Ok(())
}

fn service(db: &Db) -> Router {
    Router::new().route("/stuck", get(stuck)).layer(RequestScope::new()).with_state(db.clone())
}

fn request() -> Request<Body> {
    Request::get("/stuck").body(Body::empty()).unwrap()
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_request_that_is_dropped_tells_once_what_it_had_done_so_far(db: Db) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::registry().with(watch().layer()).with(lines.clone());
    let _set = set_default(&subscriber.into());
    let answer = tokio::time::timeout(Duration::from_secs(1), service(&db).oneshot(request()));
    assert!(answer.await.is_err());
    let [summary] = &lines.of("summary")[..] else { panic!("{:?}", lines.all()) };
    let fields = ["relation", "loads", "aborted", "endpoint"].map(|field| &*summary[field]);
    assert_eq!(fields, ["Product.category", "3", "true", "GET /stuck"]);
    assert_eq!(lines.all().len(), 2, "rows that are dropped with it were not left unused");
}

/// A panic while another one unwinds would end the process.
#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn where_findings_are_panics_the_request_is_lost_and_the_process_is_not(db: Db) {
    if !is_apart("dropped::where_findings_are_panics_the_request_is_lost_and_the_process_is_not") {
        return;
    }
    let lines = Lines::default();
    watch().mode(Mode::Panic).install();
    tracing_subscriber::registry().with(lines.clone()).init();
    for _ in 0..3 {
        let panic = tokio::spawn(service(&db).oneshot(request())).await.unwrap_err().into_panic();
        let text = panic.downcast_ref::<String>().unwrap();
        assert!(text.starts_with("N+1: `Product.category` is loaded one row at a time"), "{text}");
    }
    let unused = Product::objects(&db).select_related(|p| p.category).await.unwrap();
    drop(unused);
    assert_eq!(Product::objects(&db).count().await.unwrap(), 10, "the pool is whole");
}
