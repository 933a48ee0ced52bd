//! A shop that is opened on an empty database.

use querent::prelude::*;
use shop::models::{Category, Order, OrderLine, Product, Review, Supplier, Tag};
use shop::{opening, seed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn counts(db: &Db) -> [i64; 7] {
    [
        Category::objects(db).count().await.unwrap(),
        Supplier::objects(db).count().await.unwrap(),
        Tag::objects(db).count().await.unwrap(),
        Product::objects(db).count().await.unwrap(),
        Review::objects(db).count().await.unwrap(),
        Order::objects(db).count().await.unwrap(),
        OrderLine::objects(db).count().await.unwrap(),
    ]
}

#[querent_testkit::test]
async fn a_second_start_migrates_and_fills_nothing(db: Db) {
    opening::prepare(&db).await.unwrap();
    let first = counts(&db).await;
    assert_eq!(first[..4], [8, 10, 10, 320]);
    opening::prepare(&db).await.unwrap();
    assert_eq!(counts(&db).await, first);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_shop_is_filled_with_the_same_things_each_time(db: Db) {
    let mut fillings = Vec::new();
    for _ in 0..2 {
        seed::fill(&db).await.unwrap();
        let products = Product::objects(&db)
            .order_by(|p| p.id)
            .values(|p| (p.name, p.price, p.stock, p.category.name, p.supplier.name))
            .await
            .unwrap();
        let reviews = Review::objects(&db)
            .order_by(|r| r.id)
            .values(|r| (r.product.name, r.author, r.rating, r.text, r.written_at))
            .await
            .unwrap();
        fillings.push((products, reviews));
        Order::objects(&db).delete().await.unwrap();
        Category::objects(&db).delete().await.unwrap();
        Supplier::objects(&db).delete().await.unwrap();
        Tag::objects(&db).delete().await.unwrap();
    }
    assert_eq!(fillings[0], fillings[1]);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_shop_answers_on_a_socket(db: Db) {
    seed::fill(&db).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(shop::server::serve(listener, shop::app(db)));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = "GET /products?limit=1 HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/json"), "{answer}");
    server.abort();
}
