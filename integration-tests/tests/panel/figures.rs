//! The panel's page of the pool.

use axum::Router;
use querent::prelude::*;
use shop::models::Category;

use crate::service::{self, watched};

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_pool_is_shown_with_what_its_statement_caches_find(db: Db) {
    let one = db.to_builder().max_connections(2).build().unwrap();
    for _ in 0..4 {
        Category::objects(&one).count().await.unwrap();
    }
    let router = watched(&one, Router::new());
    let page = service::get(&router, "/__querent/pool").await;
    page.assert_in_order(&[
        "<h1>Pool</h1>",
        "aria-label=\"0 of 2 connections in use\"",
        "<b>0</b> in use",
        "<b>1</b> free",
        "<b>1</b> not made yet",
        "<dt>Checkouts</dt><dd>4</dd>",
        "<h2>Prepared statements</h2>",
        "<dt>Hits</dt><dd>3</dd>",
        "<dt>Misses</dt><dd>1</dd>",
        "<dt>Hit rate</dt><dd>75 %</dd>",
        "<dt>Prepared now</dt><dd>1</dd>",
    ]);
    let json = service::get(&router, "/__querent/pool.json").await.json();
    for (name, value) in [
        ("max_connections", 2),
        ("connections", 1),
        ("checkouts", 4),
        ("statement_hits", 3),
        ("statement_misses", 1),
        ("prepared_statements", 1),
    ] {
        assert_eq!(json[name], value, "{name}");
    }
    assert_eq!(json["waited_ms"], 0.0);
}
