//! A statement's span is inside the span that awaits it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use futures::future::join_all;
use querent::prelude::*;
use tracing::span::{Attributes, Id};
use tracing::{Instrument, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::captured::{inside, names, work_span};
use crate::{Category, Product, Tag, watched};

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn statements_at_the_same_time_are_each_inside_the_span_that_awaits_them(db: Db) {
    watched(&db).await;
    let spans: Vec<_> = (0..5).map(|_| work_span()).collect();
    let work = |span: &tracing::Span| {
        let db = db.clone();
        async move {
            Product::objects(&db).count().await?;
            Category::objects(&db).first().await
        }
        .instrument(span.clone())
    };
    for result in join_all(spans.iter().map(work)).await {
        result.unwrap();
    }
    for span in &spans {
        assert_eq!(names(&inside(span)), ["SELECT products", "SELECT categories"]);
    }
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn statements_of_tasks_are_inside_the_span_that_the_task_was_given(db: Db) {
    watched(&db).await;
    let spans: Vec<_> = (0..5).map(|_| work_span()).collect();
    let tasks = spans.iter().map(|span| {
        let db = db.clone();
        tokio::spawn(async move { Product::objects(&db).count().await }.instrument(span.clone()))
    });
    for task in join_all(tasks).await {
        task.unwrap().unwrap();
    }
    for span in &spans {
        assert_eq!(names(&inside(span)), ["SELECT products"]);
    }
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_statement_is_inside_the_span_of_the_await_and_not_of_the_call(db: Db) {
    watched(&db).await;
    let (made, awaited) = (work_span(), work_span());
    let query = made.in_scope(|| Product::objects(&db).count());
    query.instrument(awaited.clone()).await.unwrap();
    assert_eq!(names(&inside(&made)), [""; 0]);
    assert_eq!(names(&inside(&awaited)), ["SELECT products"]);
}

/// A subscriber that asks for something of a block whenever a statement begins.
#[derive(Clone, Default)]
struct Asking(Arc<Mutex<Option<Db>>>, Arc<AtomicU32>);

impl<S: Subscriber> Layer<S> for Asking {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let db = self.0.lock().unwrap().clone();
        if attributes.metadata().target() == "querent::statement"
            && let Some(db) = db
        {
            db.on_commit(|_| async { Ok(()) }).now_or_never().unwrap().unwrap();
            self.1.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn who_is_told_of_what_opens_a_block_may_use_the_block(db: Db) -> querent::Result<()> {
    watched(&db).await;
    let asking = Asking::default();
    let _set = tracing::subscriber::set_default(tracing_subscriber::registry().with(asking.clone()));
    let block = db.atomic::<_, querent::Error, _>(async |tx| {
        *asking.0.lock().unwrap() = Some(tx.clone());
        Category::objects(tx).count().await?;
        let nested = tx.atomic::<_, querent::Error, _>(async |inner| {
            *asking.0.lock().unwrap() = Some(inner.clone());
            Category::objects(inner).count().await?;
            *asking.0.lock().unwrap() = None;
            querent::Result::Ok(())
        });
        nested.await
    });
    block.await?;
    assert_eq!(asking.1.load(Ordering::Relaxed), 4, "BEGIN, SELECT, SAVEPOINT and SELECT");
    Ok(())
}
