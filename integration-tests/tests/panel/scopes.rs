//! Where a request begins, what it is called, and what belongs to it.

use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{any, get};
use axum::{Json, Router};
use querent::prelude::*;
use querent::watch::{self, Scope};
use querent_axum::RequestScope;
use shop::models::Product;
use tokio::io::AsyncReadExt;

use crate::service::{self, kept, only, send, watched};
use crate::socket::Listening;
use crate::watching;

async fn count(State(db): State<Db>) -> querent::Result<Json<i64>> {
    Ok(Json(Product::objects(&db).count().await?))
}

async fn product(State(db): State<Db>, Path(id): Path<i64>) -> querent::Result<Json<Product>> {
    Ok(Json(Product::objects(&db).by_key(id).await?))
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_request_is_called_by_its_method_and_route_without_values(db: Db) {
    let _on = watching::on().await;
    let inner = Router::new().route("/{id}", get(product).delete(product));
    let router = watched(&db, Router::new().route("/named/count", get(count)).nest("/named/products", inner));
    assert_eq!(service::get(&router, "/named/count?secret=1").await.status, 200);
    assert_eq!(
        service::get(&router, "/named/products/17?secret=1").await.status,
        404,
        "there is no such row"
    );
    send(&router, Method::DELETE, "/named/products/18").await;
    assert_eq!(only("GET /named/count").statements.len(), 1);
    assert_eq!(only("GET /named/products/{id}").statements.len(), 1);
    assert!(!only("DELETE /named/products/{id}").aborted);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn without_a_route_it_is_called_by_its_method_and_by_nothing_that_visitors_make_up(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, Router::new());
    assert_eq!(service::get(&router, "/secret/path?token=secret").await.status, 404);
    assert!(!kept("GET (no route)").is_empty());
    assert!(!watch::requests().iter().any(|request| request.endpoint.contains("secret")));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn requests_at_the_same_time_are_told_apart(db: Db) {
    let _on = watching::on().await;
    async fn twice(State(db): State<Db>) -> querent::Result<Json<[i64; 2]>> {
        let first = Product::objects(&db).count().await?;
        tokio::task::yield_now().await;
        Ok(Json([first, Product::objects(&db).count().await?]))
    }
    let routes = Router::new().route("/apart/once", get(count)).route("/apart/twice", get(twice));
    let router = watched(&db, routes);
    let calls =
        (0..10).map(|n| service::get(&router, if n % 2 == 0 { "/apart/once" } else { "/apart/twice" }));
    futures::future::join_all(calls).await;
    for (endpoint, statements) in [("GET /apart/once", 1), ("GET /apart/twice", 2)] {
        let counts: Vec<_> = kept(endpoint).iter().map(|request| request.statements.len()).collect();
        assert_eq!(counts, [statements; 5], "{endpoint}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_second_layer_further_in_makes_no_second_request(db: Db) {
    let _on = watching::on().await;
    let inner = Router::new().route("/count", get(count)).layer(RequestScope::new());
    let router = watched(&db, Router::new().nest("/layers", inner));
    service::get(&router, "/layers/count").await;
    assert_eq!(only("GET /layers/count").statements.len(), 1);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn in_a_scope_that_is_there_already_requests_belong_to_that_one(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, Router::new().route("/inside/count", get(count)));
    watch::scope("a test", async {
        for _ in 0..3 {
            service::get(&router, "/inside/count").await;
        }
    })
    .await;
    assert_eq!(only("a test").statements.len(), 3);
    assert!(kept("GET /inside/count").is_empty());
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn what_is_set_up_is_in_no_scope_whoever_would_make_one(db: Db) {
    let _on = watching::on().await;
    let router = watched(&db, Router::new().route("/set-up/count", get(count)));
    let scoped = watch::setup(async {
        service::get(&router, "/set-up/count").await;
        watch::scope("a job that is set up", async { Scope::current().is_some() }).await
    });
    assert!(!scoped.await);
    assert!(kept("GET /set-up/count").is_empty() && kept("a job that is set up").is_empty());
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn what_a_handler_does_before_its_first_await_and_in_the_service_itself_is_inside(db: Db) {
    let _on = watching::on().await;
    let eager = tower::service_fn(|_| {
        let scope = Scope::current().map(|scope| scope.endpoint().to_string());
        std::future::ready(Ok::<_, std::convert::Infallible>(Response::new(format!("{scope:?}"))))
    });
    let router = watched(&db, Router::new().route_service("/eager", eager));
    assert_eq!(service::get(&router, "/eager").await.text, r#"Some("GET /eager")"#);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_error_of_the_database_ends_its_request_like_any_answer(db: Db) {
    let _on = watching::on().await;
    async fn refused(State(db): State<Db>) -> querent::Result<StatusCode> {
        db.batch_execute("SELECT 1 / 0").await?;
        Ok(StatusCode::OK)
    }
    let router = watched(&db, Router::new().route("/refused", get(refused)));
    assert_eq!(service::get(&router, "/refused").await.status, 500);
    let request = only("GET /refused");
    assert!(!request.aborted);
    assert_eq!(request.statements[0].error.as_deref(), Some("22012"));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_websocket_is_no_part_of_the_request_that_opened_it(db: Db) {
    let _on = watching::on().await;
    async fn open(State(db): State<Db>, upgrade: WebSocketUpgrade) -> querent::Result<Response> {
        Product::objects(&db).count().await?;
        Ok(upgrade.on_upgrade(async move |mut socket| {
            let scope = Scope::current().is_some();
            let count = Product::objects(&db).count().await.unwrap();
            socket.send(Message::text(format!("{scope} {count}"))).await.unwrap();
        }))
    }
    let server = Listening::begin(watched(&db, Router::new().route("/socket", any(open)))).await;
    let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    let upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", key];
    let mut stream = server.send(&[&["GET /socket HTTP/1.1"], &upgrade[..]].concat()).await;
    let mut answer = Vec::new();
    while !answer.ends_with(b"false 0") {
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "{}", String::from_utf8_lossy(&answer));
    }
    assert!(answer.starts_with(b"HTTP/1.1 101 "));
    let request = only("GET /socket");
    assert_eq!((request.aborted, request.statements.len()), (false, 1));
}
