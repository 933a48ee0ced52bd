//! A service that is watched, called without a socket, and what the watch has kept of it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use querent::Db;
use querent::watch::{self, Request as Kept};
use querent_axum::RequestScope;
use serde_json::Value;
use tower::ServiceExt;

/// What a visitor is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body, of an answer that is fine.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// Checks that all of this stands in the page, in this order.
    pub(crate) fn assert_in_order(&self, parts: &[&str]) {
        let mut rest = &*self.text;
        for part in parts {
            let Some(at) = rest.find(part) else { panic!("`{part}` does not follow in {}", self.text) };
            rest = &rest[at + part.len()..];
        }
    }
}

/// The routes, in scopes, with the panel beside them.
pub(crate) fn watched(db: &Db, routes: Router<Db>) -> Router {
    routes.nest("/__querent", querent_axum::panel(db)).layer(RequestScope::new()).with_state(db.clone())
}

pub(crate) async fn get(router: &Router, address: &str) -> Answer {
    send(router, Method::GET, address).await
}

pub(crate) async fn send(router: &Router, method: Method, address: &str) -> Answer {
    let request = Request::builder().method(method).uri(address).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Answer { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

/// What is kept of requests of this name, the newest first. Other tests make others at the same time.
pub(crate) fn kept(endpoint: &str) -> Vec<Arc<Kept>> {
    watch::requests().into_iter().filter(|request| request.endpoint == endpoint).collect()
}

/// The only request of this name that is kept.
pub(crate) fn only(endpoint: &str) -> Arc<Kept> {
    let requests = kept(endpoint);
    let [request] = &requests[..] else { panic!("{} requests `{endpoint}`", requests.len()) };
    request.clone()
}

/// As [`only`], once there is one: what happens to a connection is known a moment later.
pub(crate) async fn eventually_only(endpoint: &str) -> Arc<Kept> {
    for _ in 0..500 {
        if !kept(endpoint).is_empty() {
            return only(endpoint);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no request `{endpoint}`");
}
