//! The writes of the tour, run.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Product, Review};
use crate::writes::{self, ShopError};

const SHOP: &str = "
    INSERT INTO categories (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Electronics');
    INSERT INTO products (id, category_id, name, price, stock) OVERRIDING SYSTEM VALUE
        VALUES (7, 1, 'Radio', 19.99, 1);
";

async fn electronics(db: &Db) -> Category {
    Category::objects(db).by_key(1).await.unwrap()
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn a_created_row_has_what_the_database_wrote(db: Db) {
    let electronics = electronics(&db).await;
    let radio = db.assert_statements(1, writes::create(db.clone(), electronics)).await.unwrap();
    assert_eq!((radio.name.as_str(), radio.price, radio.stock), ("Radio", dec!(19.99), 0));
    assert!(radio.is_active && radio.id > 0);
    assert_eq!(radio.created_at, radio.updated_at);
    assert_eq!(radio.supplier.key(), None);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn many_rows_are_created_in_one_statement(db: Db) {
    let electronics = electronics(&db).await;
    let lamps = db.assert_statements(1, writes::create_many(db.clone(), electronics)).await.unwrap();
    let names: Vec<&str> = lamps.iter().map(|lamp| lamp.name.as_str()).collect();
    assert_eq!(names, ["Lamp 1", "Lamp 2", "Lamp 3"]);
    assert_eq!(lamps[2].price, dec!(10));
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn rows_are_created_behind_relations(db: Db) {
    let audio = electronics(&db).await;
    let (radio, sale, is_new) = writes::behind_relations(db.clone(), audio.clone()).await.unwrap();
    assert_eq!((radio.category.key(), &*sale.label, is_new), (audio.id, "sale", true));
    assert_eq!(audio.products.objects(&db).count().await.unwrap(), 2);
    let labels = radio.tags.objects(&db).order_by(|t| t.label).values(|t| t.label).await.unwrap();
    assert_eq!(labels, ["loud", "sale"]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn a_transaction_and_its_savepoint_commit_together(db: Db) {
    writes::in_a_transaction(db.clone()).await.unwrap();
    let radio = Product::objects(&db).by_key(7).await.unwrap();
    assert_eq!((radio.stock, radio.is_active), (0, false));
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn an_error_of_the_users_own_rolls_back(db: Db) {
    assert_eq!(writes::sell(db.clone(), 7, 1).await.unwrap(), 0);
    assert!(matches!(writes::sell(db.clone(), 7, 1).await, Err(ShopError::SoldOut)));
    assert_eq!(Product::objects(&db).by_key(7).await.unwrap().stock, 0);
    let Err(ShopError::Database(missing)) = writes::sell(db.clone(), 8, 1).await else { unreachable!() };
    assert_eq!(missing.kind(), Kind::DoesNotExist);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn instances_are_saved_read_again_and_deleted(db: Db) {
    let product = Product::objects(&db).by_key(7).await.unwrap();
    db.assert_statements(3, writes::instances(db.clone(), product.clone())).await.unwrap();
    assert_eq!(Product::objects(&db).count().await.unwrap(), 0);
    let mut gone = product;
    assert_eq!(gone.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
}
