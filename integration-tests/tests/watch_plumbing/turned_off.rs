//! The watch as it is set again while the process runs.

use std::sync::mpsc;
use std::thread;

use axum::Router;
use querent::prelude::*;
use querent::watch::{Mode, Scope, is_on, kept_requests, report, requests};
use querent_axum::RequestScope;
use tower::ServiceExt;
use tracing_subscriber::prelude::*;

use crate::apart::is_apart;
use crate::lines::Lines;
use crate::{Category, Product, ROWS, watch};

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn once_it_is_off_nothing_is_counted_in_scopes_and_for_rows_from_before(db: Db) {
    if !is_apart("turned_off::once_it_is_off_nothing_is_counted_in_scopes_and_for_rows_from_before") {
        return;
    }
    let lines = Lines::default();
    tracing_subscriber::registry().with(watch().layer()).with(lines.clone()).init();
    let rows = async || Product::objects(&db).await.unwrap();
    let scope = Scope::new("before");
    let (of_scope, of_none) = (scope.run(rows()).await, rows().await);
    let other = watch().mode(Mode::Deny).scope("watched on its own");
    watch().mode(Mode::Off).install();
    assert!(!is_on());
    let work = async {
        for product in of_scope.iter().chain(&of_none) {
            product.category.load(&db).await.unwrap();
            Category::objects(&db).by_key(product.id).await.unwrap();
        }
    };
    scope.run(work).await;
    assert_eq!(scope.finish(), []);
    assert_eq!(lines.all().len(), 0, "{:?}", lines.all());
    let lookups = async {
        for key in 1..=10 {
            Category::objects(&db).by_key(key).await.unwrap();
        }
    };
    other.run(lookups).await;
    assert_eq!(other.finish().len(), 1, "it goes on");
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn fewer_requests_are_kept_from_the_moment_that_it_is_said(db: Db) {
    if !is_apart("turned_off::fewer_requests_are_kept_from_the_moment_that_it_is_said") {
        return;
    }
    watch().keep_requests(10).install();
    let request = async || {
        let scope = Scope::new("a request");
        scope.run(Product::objects(&db).count()).await.unwrap();
        scope
    };
    for _ in 0..20 {
        request().await.finish();
    }
    let late = request().await;
    assert_eq!(requests().len(), 10);
    watch().keep_requests(3).install();
    assert_eq!(requests().len(), 3);
    late.finish();
    assert_eq!((requests().len(), requests()[0].statements.len()), (3, 1));
    watch().mode(Mode::Off).install();
    assert!(requests().is_empty());
}

#[test]
fn a_thread_that_knew_other_settings_has_those_that_were_set_last() {
    if !is_apart("turned_off::a_thread_that_knew_other_settings_has_those_that_were_set_last") {
        return;
    }
    let (ask, asked) = mpsc::channel::<()>();
    let (answer, answers) = mpsc::channel();
    let other = thread::spawn(move || asked.iter().for_each(|()| answer.send(kept_requests()).unwrap()));
    let kept = || {
        ask.send(()).unwrap();
        answers.recv().unwrap()
    };
    assert_eq!(kept(), 0);
    for keep in [10, 3] {
        watch().keep_requests(keep).install();
        assert_eq!(kept(), keep);
    }
    watch().mode(Mode::Off).install();
    assert_eq!(kept(), 0);
    drop(ask);
    other.join().unwrap();
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn paths_that_visitors_make_up_leave_room_in_the_report(db: Db) {
    if !is_apart("turned_off::paths_that_visitors_make_up_leave_room_in_the_report") {
        return;
    }
    watch().install();
    let page = axum::routing::get(async || "here");
    let router: Router = Router::new().route("/here", page).layer(RequestScope::new());
    let visit = async |method: &str, path: &str| {
        let request = axum::http::Request::builder().method(method).uri(path);
        router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap()
    };
    for number in 0..1_000 {
        visit("GET", &format!("/made/up/{number}")).await;
        visit(&format!("MADE{number}"), "/here").await;
    }
    visit("GET", "/here").await;
    let told: Vec<_> = report().endpoints.into_iter().map(|one| (one.endpoint, one.requests)).collect();
    let expected = [("GET (no route)", 1_000), ("GET /here", 1), ("OTHER /here", 1_000)]
        .map(|(name, n)| (name.into(), n));
    assert_eq!(told, expected);
    drop(db);
}
