//! A shop as a web service: what an application over Querent looks like.
//!
//! `cargo run -p shop` starts it. Read [`models`] first, then [`pages`]: a page is one query and its answer.

pub mod models;
pub mod errors;
pub mod parameters;
pub mod checked;
pub mod panel;
pub mod pages;
pub mod seed;
pub mod opening;
pub mod server;

use axum::Router;
use axum::routing::{get, post};
use querent::Db;
use querent_axum::RequestScope;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

pub use models::PROJECT;
use pages::{front, missing, orders, products};

/// The shop's routes, answered from a database that has its tables.
pub fn app(db: Db) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(DefaultMakeSpan::new().level(Level::INFO))
        .on_response(DefaultOnResponse::new().level(Level::INFO));
    let shop = Router::new()
        .route("/", get(front::show))
        .route("/products", get(products::list))
        .route("/products/slow", get(products::list_slowly))
        .route("/products/{id}", get(products::show))
        .route("/products/{id}/stock", post(products::change_stock))
        .route("/orders", post(orders::place))
        .route("/orders/{id}", get(orders::show))
        .fallback(missing::page)
        .method_not_allowed_fallback(missing::method);
    let shop = if panel::is_there() { shop.nest(panel::PATH, querent_axum::panel(&db)) } else { shop };
    shop.layer(RequestScope::new()).layer(trace).with_state(db)
}
