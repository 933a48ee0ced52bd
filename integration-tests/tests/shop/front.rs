//! The first page.

use querent::prelude::*;

use crate::client::Visitor;

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_first_page_lists_every_route_with_calls_to_the_host_it_was_asked_from(db: Db) {
    let page = Visitor::of(&db).get("/").await;
    assert_eq!(page.status, 200);
    for route in [
        "GET</b> /<",
        "GET</b> /products<",
        "GET</b> /products/{id}<",
        "GET</b> /products/slow<",
        "POST</b> /products/{id}/stock<",
        "POST</b> /orders<",
        "GET</b> /orders/{id}<",
        "GET</b> /__querent<",
    ] {
        assert!(page.text.contains(route), "{route}");
    }
    assert!(page.text.contains("curl 'http://shop.example/products?search=lamp&amp;order_by=-price'"));
    assert!(!page.text.contains("{{"));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn every_link_of_the_first_page_leads_to_a_page(db: Db) {
    shop::seed::fill(&db).await.unwrap();
    let visitor = Visitor::of(&db);
    let page = visitor.get("/").await.text;
    let links: Vec<_> = page.split("href=\"/").skip(1).filter_map(|rest| rest.split_once('"')).collect();
    assert_eq!(links.len(), 11);
    for (link, _) in links {
        let status = visitor.get(&format!("/{}", link.replace("&amp;", "&"))).await.status.as_u16();
        let expected = match link {
            "products?min_price=cheap" => 400,
            "products/999999" => 404,
            _ => 200,
        };
        assert_eq!(status, expected, "{link}");
    }
}
