//! What the panel says to programs.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use querent::prelude::*;
use shop::opening;

use crate::service::{self, kept};
use crate::watching;

#[querent_testkit::test]
async fn requests_are_there_as_json_in_short_and_whole(db: Db) {
    let _on = watching::on().await;
    opening::prepare(&db).await.unwrap();
    let shop: Router = shop::app(db.clone());
    service::get(&shop, "/products/slow").await;
    let number = kept("GET /products/slow")[0].number;

    let answer = service::get(&shop, "/__querent/requests.json").await;
    assert_eq!(answer.headers[CONTENT_TYPE], "application/json");
    let json = answer.json();
    let request =
        json["requests"].as_array().unwrap().iter().find(|request| request["number"] == number).unwrap();
    assert_eq!(
        (&request["endpoint"], &request["statement_count"]),
        (&"GET /products/slow".into(), &21.into())
    );
    assert_eq!(request["findings"][0]["fix"], ".select_related(|p| p.category)");
    assert!(request["wall_ms"].as_f64().unwrap() >= request["in_database_ms"].as_f64().unwrap(), "{request}");
    assert!(request["started"].as_str().unwrap().ends_with('Z'), "{request}");

    let whole = service::get(&shop, &format!("/__querent/requests/{number}.json")).await.json();
    for (name, value) in request.as_object().unwrap() {
        assert_eq!(&whole[name], value, "{name} is the same in both");
    }
    let request = whole;
    let statements = request["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 21);
    assert!(statements[1]["sql"].as_str().unwrap().contains(r#"FROM "categories""#), "{request}");
    assert!(statements[1]["site"].as_str().unwrap().starts_with("crates/shop/src/pages/products.rs:"));
    assert_eq!(statements[1]["rows"], 1);
}
