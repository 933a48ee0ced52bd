//! Nobody is told of single statements without having asked.
//!
//! What is watched is a matter of the process, so this test is one of its own.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use querent::prelude::*;
use querent::watch::Watch;
use tracing::Subscriber;
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;

#[derive(Model, Debug)]
struct Note {
    id: i64,
}

/// Counts the spans of statements.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Count {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if attributes.metadata().target().starts_with("querent") {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[querent_testkit::test(models = [Note])]
async fn statements_have_spans_once_somebody_has_asked_and_a_filter_leaves_them_out(db: Db) {
    let count = Count::default();
    let query = || async { Note::objects(&db).count().await.unwrap() };
    query().with_subscriber(tracing_subscriber::registry().with(count.clone())).await;
    assert_eq!(count.0.load(Ordering::Relaxed), 0);

    Watch::new().spans().install();
    query().with_subscriber(tracing_subscriber::registry().with(count.clone())).await;
    assert_eq!(count.0.load(Ordering::Relaxed), 1);

    let others = Targets::new().with_default(tracing::Level::TRACE).with_target("querent::statement", None);
    let filtered = tracing_subscriber::registry().with(count.clone()).with(others);
    query().with_subscriber(filtered).await;
    assert_eq!(count.0.load(Ordering::Relaxed), 1);

    Watch::new().install();
    query().with_subscriber(tracing_subscriber::registry().with(count.clone())).await;
    assert_eq!(count.0.load(Ordering::Relaxed), 1);
}
