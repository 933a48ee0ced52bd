//! What the log says of the page that loads row by row.

use std::fmt;
use std::fs;
use std::sync::{Arc, Mutex};

use querent::prelude::*;
use querent_testkit::StatementCounts;
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::client::{Answer, Visitor};
use crate::shelves;

/// The page's source, relative to the root of the workspace, as the compiler names it.
const PAGE: &str = "crates/shop/src/pages/products.rs";

/// The fields of the warnings of the N+1 watch, each as `name=value`.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<Vec<String>>>>);

struct Fields(Vec<String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push(format!("{field}={value:?}"));
    }
}

impl<S: Subscriber> Layer<S> for Warnings {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "querent::n_plus_one" && *event.metadata().level() == Level::WARN {
            let mut fields = Fields(Vec::new());
            event.record(&mut fields);
            self.0.lock().unwrap().push(fields.0);
        }
    }
}

/// The answer to a visitor, and the warnings that were logged meanwhile.
async fn watched(db: &Db, address: &str) -> (Answer, Vec<Vec<String>>) {
    let warnings = Warnings::default();
    let log = tracing_subscriber::registry().with(querent::n_plus_one_layer()).with(warnings.clone());
    let answer = Visitor::of(db).get(address).with_subscriber(log).await;
    let warnings = warnings.0.lock().unwrap().clone();
    (answer, warnings)
}

/// `file:line:` of the only line of the page that has this text in it.
fn line_of(text: &str) -> String {
    let source = fs::read_to_string(format!("{}/../{PAGE}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let lines: Vec<_> = (1..).zip(source.lines()).filter(|(_, line)| line.contains(text)).collect();
    let [(number, _)] = lines[..] else { panic!("`{text}` is in {} lines of {PAGE}", lines.len()) };
    format!("{PAGE}:{number}:")
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_slow_page_is_told_apart_in_one_warning_with_both_lines_and_the_fix(db: Db) {
    shelves::fill(&db).await;
    let (answer, warnings) = db.assert_statements(6, watched(&db, "/products/slow")).await;
    assert_eq!(answer.json(200)[0]["category"]["name"], "Furniture");
    let [fields] = &warnings[..] else { panic!("{} warnings", warnings.len()) };
    let loaded_at = format!("loaded_at={}", line_of("category.load(&db)"));
    let query_at = format!("query_at={}", line_of(".limit(20).await"));
    for expected in
        ["relation=Product.category", "fix=.select_related(|p| p.category)", &loaded_at, &query_at]
    {
        assert!(fields.iter().any(|field| field.starts_with(expected)), "{expected} in {fields:?}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_pages_that_load_what_they_need_log_no_warning(db: Db) {
    shelves::fill(&db).await;
    let laptop = shelves::called(&db, "Laptop").await;
    for address in ["/products".to_owned(), format!("/products/{}", laptop.id)] {
        let (answer, warnings) = watched(&db, &address).await;
        assert_eq!((answer.status.as_u16(), warnings), (200, vec![]));
    }
}
