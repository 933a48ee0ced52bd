//! Pages of a service, each of which has something to find.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::Request;
use axum::routing::get;
use querent::prelude::*;
use querent::watch::{Request as Kept, requests};
use tower::ServiceExt;

use crate::Category;
use crate::lines::eventually;

/// Loads the category of each product, at the line that calls it: what one line does is told once in a process.
macro_rules! relations {
    ($db:expr) => {
        for product in &$crate::Product::objects($db).await.unwrap() {
            product.category.load($db).await.unwrap();
        }
    };
}
pub(crate) use relations;

async fn related(State(db): State<Db>) {
    relations!(&db);
}

/// Looks one category up after another.
async fn lookups(State(db): State<Db>) -> querent::Result<()> {
    for key in 1..=10 {
        Category::objects(&db).by_key(key).await?;
    }
    Ok(())
}

pub(crate) fn pages() -> Router<Db> {
    Router::new().route("/relations", get(related)).route("/lookups", get(lookups))
}

/// Asks for a page, and reads it to its end.
pub(crate) async fn visit(router: &Router, path: &str) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    to_bytes(response.into_body(), usize::MAX).await.unwrap();
}

/// The requests of this name that are kept, once there are so many: how many statements each has sent, the oldest first.
pub(crate) async fn kept(endpoint: &str, requests: usize) -> Vec<usize> {
    eventually(|| named(endpoint).len() >= requests).await;
    named(endpoint).iter().rev().map(|request| request.statements.len()).collect()
}

/// The requests of this name that are kept, the newest first.
pub(crate) fn named(endpoint: &str) -> Vec<Arc<Kept>> {
    requests().into_iter().filter(|request| request.endpoint == endpoint).collect()
}
