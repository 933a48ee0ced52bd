//! Tasks that a request spawns into its span.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use querent::prelude::*;
use querent_axum::RequestScope;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::trace::{DefaultMakeSpan, TraceLayer};
use tracing::{Instrument, Level, Span};
use tracing_subscriber::prelude::*;

use crate::apart::is_apart;
use crate::lines::Lines;
use crate::pages::{kept, named, visit};
use crate::{Category, Product, ROWS, watch};

/// Spawns a task into the span around this code, which looks products up.
fn spawned(db: &Db) -> JoinHandle<querent::Result<()>> {
    let db = db.clone();
    let work = async move {
        for key in 1..=10 {
            Product::objects(&db).by_key(key).await?;
        }
        Ok(())
    };
    tokio::spawn(work.instrument(Span::current()))
}

/// Sends a query and spawns a task, which sends ten.
async fn behind(State(db): State<Db>) -> querent::Result<()> {
    Product::objects(&db).count().await?;
    spawned(&db).await.unwrap()
}

/// Spawns a task before it sends a query.
async fn before(State(db): State<Db>) -> querent::Result<()> {
    spawned(&db).await.unwrap()?;
    Product::objects(&db).count().await.map(drop)
}

/// Turns the watch on, with a layer that lets spans be made.
fn subscribed() {
    tracing_subscriber::registry().with(watch().layer()).with(Lines::default()).init();
}

macro_rules! spans {
    () => {
        TraceLayer::new_for_http().make_span_with(DefaultMakeSpan::new().level(Level::INFO))
    };
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_task_in_the_span_around_a_request_is_part_of_it(db: Db) {
    if !is_apart("tasks::a_task_in_the_span_around_a_request_is_part_of_it") {
        return;
    }
    subscribed();
    let routes = Router::new().route("/behind", get(behind)).route("/before", get(before));
    let router = routes.layer(RequestScope::new()).layer(spans!()).with_state(db);
    for page in ["/behind", "/before"] {
        visit(&router, page).await;
        let endpoint = format!("GET {page}");
        assert_eq!(kept(&endpoint, 1).await, [11], "{page}");
        assert_eq!(named(&endpoint)[0].findings[0].loads, 10, "{page}");
    }
    assert!(named("request").is_empty(), "the spans have no scopes of their own");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_task_in_a_span_inside_a_request_is_part_of_it_from_the_first_query_of_the_request_on(db: Db) {
    if !is_apart(
        "tasks::a_task_in_a_span_inside_a_request_is_part_of_it_from_the_first_query_of_the_request_on",
    ) {
        return;
    }
    subscribed();
    let routes = Router::new().route("/behind", get(behind)).route("/before", get(before));
    let router = routes.layer(spans!()).layer(RequestScope::new()).with_state(db);
    visit(&router, "/behind").await;
    assert_eq!(kept("GET /behind", 1).await, [11]);
    assert!(named("request").is_empty());
    visit(&router, "/before").await;
    assert_eq!(kept("GET /before", 1).await, [1]);
    assert_eq!(kept("request", 1).await, [10], "until then nobody has seen both the span and the request");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_a_task_does_behind_the_answer_is_a_scope_of_the_same_name(db: Db) {
    if !is_apart("tasks::what_a_task_does_behind_the_answer_is_a_scope_of_the_same_name") {
        return;
    }
    subscribed();
    let (answered, wait) = oneshot::channel();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(Some(wait)));
    let page = async move |State(db): State<Db>| -> querent::Result<()> {
        Product::objects(&db).count().await?;
        let wait = wait.lock().unwrap().take().unwrap();
        let work = async move {
            wait.await.unwrap();
            for key in 1..=10 {
                Product::objects(&db).by_key(key).await.unwrap();
            }
        };
        tokio::spawn(work.instrument(Span::current()));
        Ok(())
    };
    let router = Router::new().route("/detached", get(page));
    let router = router.layer(RequestScope::new()).layer(spans!()).with_state(db);
    visit(&router, "/detached").await;
    assert_eq!(kept("GET /detached", 1).await, [1]);
    answered.send(()).unwrap();
    assert_eq!(kept("GET /detached", 2).await, [1, 10]);
    assert_eq!(named("GET /detached")[0].findings.len(), 1);
}
