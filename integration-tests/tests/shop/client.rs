//! A visitor of the shop, and what it is answered.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use querent::Db;
use serde_json::Value;
use tower::ServiceExt;

/// A visitor of a shop that runs in this process.
#[derive(Clone)]
pub(crate) struct Visitor(Router);

/// What a visitor is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Visitor {
    pub(crate) fn of(db: &Db) -> Self {
        Visitor(shop::app(db.clone()))
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        let request = Request::get(address).header(header::HOST, "shop.example");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, address: &str, body: &Value) -> Answer {
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|location| location.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }
}

impl Answer {
    /// The body, of an answer with this status.
    pub(crate) fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// The names in a list.
    pub(crate) fn names(&self) -> Vec<String> {
        let list = self.json(200);
        list.as_array().unwrap().iter().map(|product| product["name"].as_str().unwrap().to_owned()).collect()
    }
}
