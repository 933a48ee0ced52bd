//! The panel's list of requests, and one of them on its time line.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use futures::future::try_join_all;
use querent::prelude::*;
use querent::watch::{self, Scope};
use shop::models::{Category, Product};
use shop::opening;

use crate::service::{self, kept, only, watched};
use crate::watching;

/// The shop with something on its shelves, and the number of a request for its slow page.
async fn slow(db: &Db) -> (Router, u64) {
    opening::prepare(db).await.unwrap();
    let shop = shop::app(db.clone());
    assert_eq!(service::get(&shop, "/products/slow").await.status, 200);
    let number = kept("GET /products/slow")[0].number;
    (shop, number)
}

#[querent_testkit::test]
async fn the_shop_shows_its_requests_with_time_statements_and_findings(db: Db) {
    let _on = watching::on().await;
    let (shop, number) = slow(&db).await;
    let page = service::get(&shop, "/__querent").await;
    assert_eq!(page.status, 200);
    let link = format!("<a href=\"__querent/requests/{number}\">");
    page.assert_in_order(&[
        "<!DOCTYPE html>",
        r#"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
        r#"<a href="__querent/requests" aria-current="page">Requests</a>"#,
        "<h1>Requests</h1>",
        &link,
        r#"<span class="method">GET</span> <span class="path">/products/slow</span>"#,
        r#"<span class="rule" title="lazy relation">Product.category</span>"#,
        r#"<span class="number">21<span class="unit"> statements</span></span>"#,
    ]);
}

#[querent_testkit::test]
async fn a_request_is_shown_with_its_fix_both_places_and_a_time_line(db: Db) {
    let _on = watching::on().await;
    let (shop, number) = slow(&db).await;
    let page = service::get(&shop, &format!("/__querent/requests/{number}")).await;
    page.assert_in_order(&[
        "<h2>Findings</h2>",
        "<h3>Product.category</h3>",
        "<b>20 queries</b>",
        ", for 20 of 20 rows",
        "add <code>.select_related(|p| p.category)</code> to the query</p>",
        "<dt>query at</dt><dd><code>crates/shop/src/pages/products.rs:",
        "<dt>loaded at</dt><dd><code>crates/shop/src/pages/products.rs:",
        "<h2>Statements</h2>",
        "In the database",
        r#"<details class="line plain">"#,
        "<code>SELECT … FROM products WHERE is_active",
        r#"<details class="line found">"#,
        r#"<span class="times">20×</span><code>SELECT … FROM categories WHERE id = $1"#,
        r#"aria-label="20 statements in "#,
        r#"<pre><code>SELECT &quot;categories&quot;.&quot;id&quot;"#,
    ]);
    let [_, repeated] = page.text.split("<details").skip(1).collect::<Vec<_>>()[..] else {
        panic!("two lines: {}", page.text)
    };
    assert_eq!(repeated.matches("<rect class=\"sent\"").count(), 20);
    assert_eq!(repeated.matches("y=\"4\"").count(), 20, "one after another: they lie in one lane");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn statements_at_the_same_time_lie_in_lanes_of_their_own(db: Db) {
    let _on = watching::on().await;
    async fn at_once(State(db): State<Db>) -> querent::Result<()> {
        try_join_all((0..3).map(|_| db.batch_execute("SELECT pg_sleep(0.5)"))).await?;
        Ok(())
    }
    let router = watched(&db, Router::new().route("/lanes", get(at_once)));
    service::get(&router, "/lanes").await;
    let page = service::get(&router, &format!("/__querent/requests/{}", only("GET /lanes").number)).await;
    for y in [4, 13, 22] {
        assert_eq!(
            page.text.matches(&format!("y=\"{y}\" height=\"7\" rx=\"1.5\"")).count(),
            1 + usize::from(y == 4)
        );
    }
    page.assert_in_order(&["In the database", "<span class=\"times\">3×</span>", "<svg height=\"33\""]);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn every_text_is_escaped(db: Db) {
    let _on = watching::on().await;
    let name = "job <script>alert('x')</script> & \"more\"";
    let scope = Scope::new(name);
    scope.run(async { db.batch_execute("SELECT '<b>' AS \"<i>\"").await }).await.unwrap();
    scope.finish();
    let router = watched(&db, Router::new());
    let number = only(name).number;
    for page in ["/__querent".to_owned(), format!("/__querent/requests/{number}")] {
        let page = service::get(&router, &page).await;
        assert!(page.text.contains("&lt;script&gt;alert"), "{}", page.text);
        for raw in ["<script", "<b>' AS", "<i>&", "& \"more\""] {
            assert!(!page.text.contains(raw), "{raw}");
        }
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_statement_that_failed_is_shown_with_its_code_and_an_aborted_request_says_so(db: Db) {
    let _on = watching::on().await;
    let scope = Scope::new("failing job");
    scope.run(async { db.batch_execute("SELECT 1 / 0").await }).await.unwrap_err();
    scope.abort();
    let router = watched(&db, Router::new());
    let page = service::get(&router, &format!("/__querent/requests/{}", only("failing job").number)).await;
    page.assert_in_order(&[
        r#"<span class="aborted">aborted</span>"#,
        "It was dropped before its end",
        r#"<details class="line failed">"#,
        r#"<rect class="error""#,
        r#"<td class="error">22012</td>"#,
    ]);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn no_value_of_a_row_or_of_a_query_is_on_any_page(db: Db) {
    let _on = watching::on().await;
    let category = Category::draft().name("Zeitgeist").create(&db).await.unwrap();
    async fn find(State(db): State<Db>) -> querent::Result<()> {
        for _ in 0..6 {
            Category::objects(&db).filter(|c| c.name.eq("Zeitgeist")).await?;
        }
        Product::objects(&db).filter(|p| p.category.name.contains("Zeitgeist")).count().await?;
        Ok(())
    }
    let router = watched(&db, Router::new().route("/values", get(find)));
    service::get(&router, "/values?q=Zeitgeist").await;
    assert_eq!(category.name, "Zeitgeist");
    let number = only("GET /values").number;
    for page in [
        "",
        "/findings",
        "/pool",
        "/requests.json",
        "/findings.json",
        "/pool.json",
        &format!("/requests/{number}"),
        &format!("/requests/{number}.json"),
    ] {
        let answer = service::get(&router, &format!("/__querent{page}")).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(!answer.text.contains("Zeitgeist"), "{page}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_panels_own_requests_are_not_among_those_it_shows(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, Router::new());
    for page in ["", "/requests", "/findings", "/pool", "/requests.json", "/requests/0", "/nowhere"] {
        service::get(&router, &format!("/__querent{page}")).await;
    }
    assert!(watch::requests().iter().all(|request| !request.endpoint.contains("__querent")));
    assert!(watch::report().endpoints.iter().all(|endpoint| !endpoint.endpoint.contains("__querent")));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_request_that_is_not_kept_is_a_page_of_its_own(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, Router::new());
    for number in ["0", "-1", "x", "99999999999999999999"] {
        let page = service::get(&router, &format!("/__querent/requests/{number}")).await;
        assert_eq!(page.status, 404, "{number}");
        page.assert_in_order(&["<h1>This request is not kept</h1>", "<a href=\"../requests\">"]);
        let json = service::get(&router, &format!("/__querent/requests/{number}.json")).await;
        assert_eq!(json.status, 404, "{number}");
        assert_eq!(json.text, format!(r#"{{"error":"no request `{number}` is kept"}}"#));
    }
}
