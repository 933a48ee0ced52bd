//! A statement's span is inside the span that awaits it.

use futures::future::join_all;
use querent::prelude::*;
use tracing::Instrument;

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
