//! The panel's page of findings.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use querent::prelude::*;
use querent::watch;
use shop::models::Product;
use shop::opening;

use crate::service::{self, watched};
use crate::watching;

#[querent_testkit::test]
async fn findings_are_shown_by_endpoint_with_the_fix_and_all_that_they_cost(db: Db) {
    let _on = watching::on().await;
    opening::prepare(&db).await.unwrap();
    async fn slowly(State(db): State<Db>) -> querent::Result<()> {
        for product in Product::objects(&db).order_by(|p| p.id).limit(3).await? {
            product.category.load(&db).await?;
        }
        Ok(())
    }
    let router = watched(&db, Router::new().route("/costly", get(slowly)));
    for _ in 0..4 {
        service::get(&router, "/costly").await;
    }
    let page = service::get(&router, "/__querent/findings").await;
    let (_, section) = page.text.split_once("<span class=\"path\">/costly</span>").unwrap();
    let (section, _) = section.split_once("</section>").unwrap();
    for part in [
        " in 4 requests",
        "<h3>Product.category</h3>",
        "<b>12 queries</b>",
        ", in 4 requests",
        "<code>.select_related(|p| p.category)</code>",
        "<dt>query at</dt><dd><code>integration-tests/tests/panel/findings.rs:",
        "<dt>loaded at</dt><dd><code>integration-tests/tests/panel/findings.rs:",
    ] {
        assert!(section.contains(part), "{part} in {section}");
    }
    let json = service::get(&router, "/__querent/findings.json").await.json();
    let endpoints = json["endpoints"].as_array().unwrap();
    let endpoint = endpoints.iter().find(|endpoint| endpoint["endpoint"] == "GET /costly").unwrap();
    assert_eq!((&endpoint["requests"], &endpoint["findings"][0]["loads"]), (&4.into(), &12.into()));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn entries_of_allow_lists_that_nothing_has_matched_are_shown_with_reason_and_place(db: Db) {
    let _on = watching::on().await;
    let expected = Product::fields().supplier;
    watch::allow(expected, "a reason <em>for</em> it", async {}).await;
    let page = service::get(&watched(&db, Router::new()), "/__querent/findings").await;
    page.assert_in_order(&[
        "<h2>Allowed, and never seen</h2>",
        "<code>Product.supplier</code>",
        "a reason &lt;em&gt;for&lt;/em&gt; it",
        "<code>integration-tests/tests/panel/findings.rs:",
    ]);
}
