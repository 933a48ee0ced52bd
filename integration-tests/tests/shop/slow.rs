//! What the watch says of the page that loads row by row.

use std::fs;

use querent::prelude::*;
use querent::watch::{Rule, capture};
use querent_testkit::StatementCounts;

use crate::client::Visitor;
use crate::shelves;

/// The page's source, relative to the root of the workspace, as the compiler names it.
const PAGE: &str = "crates/shop/src/pages/products.rs";

/// `file:line:` of the only line of the page that has this text in it.
fn line_of(text: &str) -> String {
    let source = fs::read_to_string(format!("{}/../{PAGE}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let lines: Vec<_> = (1..).zip(source.lines()).filter(|(_, line)| line.contains(text)).collect();
    let [(number, _)] = lines[..] else { panic!("`{text}` is in {} lines of {PAGE}", lines.len()) };
    format!("{PAGE}:{number}:")
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_slow_page_is_one_finding_with_both_lines_and_the_fix(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let (answer, findings) = db.assert_statements(6, capture(visitor.get("/products/slow"))).await;
    assert_eq!(answer.json(200)[0]["category"]["name"], "Furniture");
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((finding.rule, &*finding.path), (Rule::LazyRelation, "Product.category"));
    assert_eq!((finding.loads, finding.siblings), (5, Some(5)));
    assert_eq!(finding.fix.as_deref(), Some(".select_related(|p| p.category)"));
    assert!(finding.loaded_at.starts_with(&line_of("category.load(&db)")), "{finding:?}");
    let query_at = finding.query_at.as_ref().unwrap();
    assert!(query_at.starts_with(&line_of(".limit(20).await")), "{finding:?}");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn nothing_is_found_on_the_pages_that_load_what_they_need(db: Db) {
    shelves::fill(&db).await;
    let laptop = shelves::called(&db, "Laptop").await;
    for address in ["/products".to_owned(), format!("/products/{}", laptop.id)] {
        let (answer, findings) = capture(Visitor::of(&db).get(&address)).await;
        assert_eq!((answer.status.as_u16(), findings), (200, vec![]));
    }
}
