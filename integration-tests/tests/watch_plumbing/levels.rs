//! Layers with filters of their own.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use querent::prelude::*;
use querent::watch::Watch;
use tower_http::trace::{DefaultMakeSpan, TraceLayer};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id};
use tracing::{Event, Instrument, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Layer, Registry, fmt, registry};

use crate::apart::is_apart;
use crate::lines::eventually;
use crate::pages::{kept, named, pages, visit};
use crate::{Category, Product, ROWS, watch};

/// A log in memory. A clone is the same.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts the spans and events that a layer sees.
#[derive(Clone, Default)]
struct Seen(Arc<[AtomicUsize; 2]>);

impl Seen {
    fn spans(&self) -> usize {
        self.0[0].load(Ordering::Relaxed)
    }

    fn events(&self) -> usize {
        self.0[1].load(Ordering::Relaxed)
    }
}

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if attributes.metadata().name() == "request" {
            self.0[0].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == module_path!() {
            self.0[1].fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What a user's own code says at DEBUG is around everything that is found.
async fn talkative(State(db): State<Db>) -> querent::Result<()> {
    tracing::debug!("the page begins");
    for product in &Product::objects(&db).await? {
        tracing::debug!("the category follows");
        product.category.load(&db).await?;
        tracing::debug!("the category is loaded");
    }
    Ok(())
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_finding_brings_no_line_into_a_log_that_its_filter_leaves_out(db: Db) {
    let (log, seen) = (Log::default(), Seen::default());
    let file = log.clone();
    let writer = move || file.clone();
    let subscriber = tracing_subscriber::registry()
        .with(watch().layer())
        .with(fmt::layer().with_ansi(false).with_writer(writer).with_filter(LevelFilter::INFO))
        .with(seen.clone().with_filter(LevelFilter::DEBUG));
    let subscriber = tracing::Dispatch::new(subscriber);
    let _set = tracing::dispatcher::set_default(&subscriber);
    talkative(State(db.clone())).instrument(tracing::info_span!("request")).await.unwrap();
    eventually(|| log.text().matches("phase=summary").count() == 1).await;
    assert_eq!(seen.events(), 21, "the other layer sees what the log does not");
    let lines: Vec<_> = log.text().lines().map(|line| line.contains(" WARN ")).collect();
    assert_eq!(lines, [true, true], "{}", log.text());
}

/// A layer with a filter takes an answer that nobody has asked for as one about the next span.
#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn requests_are_found_by_their_spans_though_somebody_asks_whether_a_level_is_on(db: Db) {
    if !is_apart("levels::requests_are_found_by_their_spans_though_somebody_asks_whether_a_level_is_on") {
        return;
    }
    watch().install();
    let (filtered, other) = (Seen::default(), Seen::default());
    tracing_subscriber::registry()
        .with(filtered.clone().with_filter(LevelFilter::INFO))
        .with(other.clone().with_filter(LevelFilter::DEBUG))
        .init();
    let spans = TraceLayer::new_for_http().make_span_with(DefaultMakeSpan::new().level(Level::INFO));
    let router = pages().layer(spans).with_state(db);
    visit(&router, "/lookups").await;
    assert_eq!((filtered.spans(), other.spans()), (1, 1));
    for _ in 0..100 {
        assert!(tracing::enabled!(Level::DEBUG));
        visit(&router, "/lookups").await;
    }
    assert_eq!((filtered.spans(), other.spans()), (1, 101), "what is dealt with is not there any more");
    assert_eq!(kept("request", 101).await, [10; 101]);
    assert!(named("request").iter().all(|request| request.findings.len() == 1));
}

/// The layer of the watch keeps such an answer from being taken for another one.
#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn with_the_layer_of_the_watch_they_are_found_too(db: Db) {
    if !is_apart("levels::with_the_layer_of_the_watch_they_are_found_too") {
        return;
    }
    let filtered = Seen::default();
    tracing_subscriber::registry()
        .with(watch().layer())
        .with(filtered.clone().with_filter(LevelFilter::INFO))
        .with(Seen::default().with_filter(LevelFilter::DEBUG))
        .init();
    let spans = TraceLayer::new_for_http().make_span_with(DefaultMakeSpan::new().level(Level::INFO));
    let router = Router::new().route("/talkative", get(talkative)).layer(spans).with_state(db);
    for _ in 0..100 {
        assert!(tracing::enabled!(Level::DEBUG));
        visit(&router, "/talkative").await;
    }
    assert_eq!(filtered.spans(), 100);
    assert_eq!(kept("request", 100).await, [11; 100]);
}

macro_rules! quiet {
    () => {
        fmt::layer().with_writer(io::sink)
    };
}

/// The level of a subscriber, and whether it wants what is said at `TRACE` and `DEBUG` here.
fn heard(subscriber: impl Subscriber + Send + Sync + 'static) -> (Option<LevelFilter>, [bool; 2]) {
    let level = subscriber.max_level_hint();
    let says = || [tracing::enabled!(Level::TRACE), tracing::enabled!(Level::DEBUG)];
    (level, tracing::subscriber::with_default(subscriber, says))
}

/// A stack without the layer of the watch, with it above, with it below, and with it in a box, an `Option` and a `Vec`.
macro_rules! stacks {
    ($($layer:expr),+) => {{
        type Boxed = Box<dyn Layer<Registry> + Send + Sync>;
        let boxed: Boxed = Box::new(watch().layer());
        let several: Vec<Boxed> = vec![boxed $(, Box::new($layer))+];
        [
            heard(registry()$(.with($layer))+),
            heard(registry()$(.with($layer))+.with(watch().layer())),
            heard(registry().with(watch().layer())$(.with($layer))+),
            heard(registry()$(.with($layer))+.with(Some(watch().layer()))),
            heard(registry().with(several)),
        ]
    }};
}

#[test]
fn the_layer_of_the_watch_raises_and_lowers_no_level_and_turns_nothing_on_or_off() {
    let here = || Targets::new().with_target(module_path!(), Level::DEBUG).with_default(Level::TRACE);
    let elsewhere = || Targets::new().with_target("elsewhere", Level::TRACE).with_default(Level::INFO);
    for (name, stacks) in [
        ("no filter", stacks!(quiet!())),
        ("a filter of the layer", stacks!(quiet!().with_filter(LevelFilter::INFO))),
        ("a filter of the layer, by targets", stacks!(quiet!().with_filter(here()))),
        ("a filter of the layer that leaves this out", stacks!(quiet!().with_filter(elsewhere()))),
        ("two filters", stacks!(quiet!().with_filter(elsewhere()), quiet!().with_filter(LevelFilter::WARN))),
    ] {
        let [without, with @ ..] = stacks;
        assert_eq!(with, [without; 4], "{name}");
    }
    let behind_a_filter_of_all = |watch: Option<Watch>| {
        heard(registry().with(elsewhere()).with(quiet!()).with(watch.map(Watch::layer)))
    };
    assert_eq!(behind_a_filter_of_all(Some(watch())), behind_a_filter_of_all(None));
}
