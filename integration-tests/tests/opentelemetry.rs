//! The example of OpenTelemetry, as it says of itself.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

#[path = "../examples/opentelemetry/telemetry.rs"]
mod telemetry;

use std::collections::HashMap;

use opentelemetry::trace::{SpanKind, Status};
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use querent::Error;
use querent::prelude::*;
use tracing::Instrument;

#[derive(Model, Debug)]
#[model(table = "categories")]
struct Category {
    id: i64,
    #[field(unique)]
    name: String,
}

#[derive(Model, Debug)]
#[model(table = "products")]
struct Product {
    id: i64,
    #[relation(on_delete = Cascade)]
    category: ForeignKey<Category>,
}

/// Attributes by their keys, each of which is there once.
fn attributes(of: &[KeyValue]) -> HashMap<&str, Value> {
    let attributes: HashMap<_, _> = of.iter().map(|one| (one.key.as_str(), one.value.clone())).collect();
    assert_eq!(attributes.len(), of.len(), "a key is there twice: {of:#?}");
    attributes
}

/// The subscriber is the process', so that what it exports is told in one test.
#[querent_testkit::test(
    models = [Category, Product],
    sql = "INSERT INTO categories (name) VALUES ('a'), ('b');
           INSERT INTO products (category_id) SELECT n % 2 + 1 FROM generate_series(1, 6) n"
)]
async fn statements_and_warnings_are_exported_inside_the_span_of_the_request(db: Db) {
    let exporter = InMemorySpanExporter::default();
    let provider = telemetry::install(exporter.clone());
    let request = tracing::info_span!("request", otel.name = "GET /products", otel.kind = "server");
    let work = async {
        for product in Product::objects(&db).await? {
            product.category.load(&db).await?;
        }
        Category::draft().name("a").create(&db).await.map(drop)
    };
    let error: Error = work.instrument(request).await.unwrap_err();
    assert!(error.violation().is_some());
    provider.force_flush().unwrap();

    let mut spans = exporter.get_finished_spans().unwrap();
    let request = spans.remove(spans.iter().position(|span| span.name == "GET /products").unwrap());
    spans.retain(|span| span.parent_span_id == request.span_context.span_id());
    let names: Vec<_> = spans.iter().map(|span| span.name.as_ref()).collect();
    assert_eq!(names[..2], ["SELECT products", "SELECT categories"]);
    assert_eq!((names.len(), names[7]), (8, "INSERT categories"));
    assert!(spans.iter().all(|span| span.span_kind == SpanKind::Client));
    assert!(spans.iter().all(|span| span.span_context.trace_id() == request.span_context.trace_id()));

    query(&spans[0]);
    failure(&spans[7]);
    warning(&request);
}

/// A query that was answered.
fn query(span: &SpanData) {
    assert_eq!(span.status, Status::Unset);
    let attributes = attributes(&span.attributes);
    let of_databases = |key: &&str| ["db.", "server.", "error."].iter().any(|prefix| key.starts_with(prefix));
    // A server that listens on another port than PostgreSQL's own has that besides.
    let keys = attributes.keys().copied().filter(of_databases).filter(|key| *key != "server.port");
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    let expected = [
        "db.collection.name",
        "db.namespace",
        "db.operation.name",
        "db.query.summary",
        "db.query.text",
        "db.response.returned_rows",
        "db.system.name",
        "server.address",
    ];
    assert_eq!(keys, expected);
    assert_eq!(attributes["db.system.name"], "postgresql".into());
    assert_eq!(attributes["db.query.summary"], "SELECT products".into());
    assert_eq!(attributes["db.response.returned_rows"], 6.into());
}

/// A statement that the server refused.
fn failure(span: &SpanData) {
    assert_eq!(span.status, Status::error(""));
    let attributes = attributes(&span.attributes);
    assert_eq!(attributes["error.type"], "23505".into());
    assert_eq!(attributes["db.response.status_code"], "23505".into());
    assert!(!attributes.contains_key("db.response.returned_rows"));
}

/// What the watch says is an event of the request's span.
fn warning(request: &SpanData) {
    attributes(&request.attributes);
    let events = request.events.iter().map(|event| attributes(&event.attributes));
    let warnings: Vec<_> = events.filter(|event| event.contains_key("relation")).collect();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0]["relation"], "Product.category".into());
    assert!(matches!(warnings[0]["loads"], Value::I64(2..)), "{warnings:?}");
}
