//! The layer and the panel while the watch is off, or keeps nothing.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use querent::prelude::*;
use querent::watch::{Scope, Watch};
use shop::models::Product;

use crate::service::{self, kept, watched};
use crate::watching;

async fn look(State(db): State<Db>) -> querent::Result<String> {
    let count = Product::objects(&db).count().await?;
    Ok(format!("{count} {}", Scope::current().is_some()))
}

fn service(db: &Db) -> Router {
    watched(db, Router::new().route("/off/look", get(look)))
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn while_the_watch_is_off_there_are_no_scopes_and_the_panel_says_how_to_turn_it_on(db: Db) {
    let _off = watching::off().await;
    let router = service(&db);
    assert_eq!(service::get(&router, "/off/look").await.text, "0 false");
    assert!(kept("GET /off/look").is_empty());
    for page in ["/__querent", "/__querent/findings"] {
        let page = service::get(&router, page).await;
        page.assert_in_order(&[
            "<h2>The watch is off</h2>",
            "querent::watch::Watch::new().keep_requests(100).layer()",
        ]);
    }
    let json = service::get(&router, "/__querent/requests.json").await.json();
    assert_eq!(json["watching"], false);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn while_no_requests_are_kept_the_panel_says_how_to_keep_them(db: Db) {
    let _alone = watching::alone(Watch::new()).await;
    let router = service(&db);
    assert_eq!(service::get(&router, "/off/look").await.text, "0 true");
    let json = service::get(&router, "/__querent/requests.json").await.json();
    assert_eq!((&json["watching"], &json["kept"]), (&true.into(), &0.into()));
    let page = service::get(&router, "/__querent").await;
    page.assert_in_order(&["<h1>Requests</h1>", "<h2>No requests are kept</h2>", ".keep_requests(100)"]);
}
