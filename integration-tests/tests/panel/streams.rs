//! Bodies that load while they are sent.

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use querent::prelude::*;
use shop::models::Category;
use tower::ServiceExt;

use crate::service::{self, eventually_only, kept, only, send, watched};
use crate::socket::Listening;
use crate::watching;

/// A line for each of three queries.
fn lines(db: Db) -> impl Stream<Item = Result<Bytes, querent::Error>> + Send + 'static {
    stream::iter(0..3).then(move |n| {
        let db = db.clone();
        async move { Ok(Bytes::from(format!("{n} {}\n", Category::objects(&db).count().await?))) }
    })
}

async fn streamed(State(db): State<Db>) -> querent::Result<Body> {
    Category::objects(&db).exists().await?;
    Ok(Body::from_stream(lines(db)))
}

/// The stream's length is told, so that a server does not ask for its end.
async fn measured(State(db): State<Db>) -> Response {
    ([(CONTENT_LENGTH, "12")], Body::from_stream(lines(db))).into_response()
}

fn routes(prefix: &str) -> Router<Db> {
    let inner = Router::new().route("/streamed", get(streamed)).route("/measured", get(measured));
    Router::new().nest(prefix, inner)
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn what_a_body_loads_belongs_to_its_request_which_ends_with_the_body(db: Db) {
    let _on = watching::on().await;
    let request = Request::get("/late/streamed").body(Body::empty()).unwrap();
    let response = watched(&db, routes("/late")).oneshot(request).await.unwrap();
    let mut body = response.into_body().into_data_stream();
    assert_eq!(body.try_next().await.unwrap().unwrap(), "0 0\n");
    assert!(kept("GET /late/streamed").is_empty(), "it goes on");
    assert_eq!(body.try_collect::<Vec<_>>().await.unwrap().concat(), b"1 0\n2 0\n");
    let request = only("GET /late/streamed");
    assert_eq!((request.aborted, request.statements.len()), (false, 4));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn two_bodies_that_are_read_by_turns_are_told_apart(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, routes("/turns"));
    let ask = |path: &str| router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
    let bodies = [ask("/turns/streamed").await.unwrap(), ask("/turns/measured").await.unwrap()];
    let [mut one, mut other] = bodies.map(|response| response.into_body().into_data_stream());
    while let (Some(_), Some(_)) = (one.try_next().await.unwrap(), other.try_next().await.unwrap()) {}
    assert_eq!(only("GET /turns/streamed").statements.len(), 4);
    assert_eq!(only("GET /turns/measured").statements.len(), 3);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_body_of_known_length_ends_its_request_over_a_socket_too(db: Db) {
    let _on = watching::on().await;
    let server = Listening::begin(watched(&db, routes("/sent"))).await;
    for (path, statements) in [("/sent/measured", 3), ("/sent/streamed", 4)] {
        let answer = server.answer(&format!("GET {path} HTTP/1.1")).await;
        assert!(answer.contains("0 0\n") && answer.contains("2 0\n"), "{answer}");
        let request = eventually_only(&format!("GET {path}")).await;
        assert_eq!((request.aborted, request.statements.len()), (false, statements), "{path}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_head_request_is_whole_though_its_body_is_never_read(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, routes("/head"));
    assert_eq!(send(&router, Method::HEAD, "/head/streamed").await.text, "");
    let request = only("HEAD /head/streamed");
    assert_eq!((request.aborted, request.statements.len()), (false, 1));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_body_that_is_dropped_half_read_aborts_its_request(db: Db) {
    let _on = watching::on().await;
    let request = Request::get("/half/streamed").body(Body::empty()).unwrap();
    let response = watched(&db, routes("/half")).oneshot(request).await.unwrap();
    let mut body = response.into_body().into_data_stream();
    body.try_next().await.unwrap();
    drop(body);
    let request = only("GET /half/streamed");
    assert_eq!((request.aborted, request.statements.len()), (true, 2));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_body_that_fails_aborts_its_request(db: Db) {
    let _on = watching::on().await;
    async fn failing(State(db): State<Db>) -> Body {
        let failure = async move { db.batch_execute("SELECT 1 / 0").await.map(|()| Bytes::new()) };
        Body::from_stream(stream::once(failure))
    }
    let request = Request::get("/failing").body(Body::empty()).unwrap();
    let router = watched(&db, Router::new().route("/failing", get(failing)));
    let response = router.oneshot(request).await.unwrap();
    assert!(response.into_body().into_data_stream().try_next().await.is_err());
    assert!(only("GET /failing").aborted);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_body_says_of_itself_what_it_said_before(db: Db) {
    let _on = watching::on().await;
    let text = Router::new().route("/text", get(async || "four"));
    let request = Request::get("/text").body(Body::empty()).unwrap();
    let response = watched(&db, text).oneshot(request).await.unwrap();
    assert_eq!(response.headers()[CONTENT_LENGTH], "4");
    assert_eq!((response.body().size_hint().exact(), response.body().is_end_stream()), (Some(4), false));
    let frames = response.into_body().into_data_stream().collect::<Vec<_>>().await;
    assert_eq!(frames.into_iter().map(|frame| frame.unwrap()).collect::<Vec<_>>(), ["four"]);
    assert!(!only("GET /text").aborted);
    let empty = watched(&db, Router::new().route("/empty", get(async || {})));
    assert_eq!(service::get(&empty, "/empty").await.text, "");
    assert!(!only("GET /empty").aborted);
}
