//! A small shop, of which every product is known.

use querent::prelude::*;
use rust_decimal::{Decimal, dec};
use shop::models::{Category, Product, Review, Supplier, Tag};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const DAY: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

/// A product of the small shop.
struct Good {
    name: &'static str,
    category: &'static str,
    tags: &'static [&'static str],
    price: Decimal,
    stock: i32,
}

const GOODS: [Good; 5] = [
    Good { name: "Clock Radio", category: "Electronics", tags: &["new"], price: dec!(40), stock: 5 },
    Good { name: "Desk Lamp", category: "Lighting", tags: &["sale"], price: dec!(60), stock: 3 },
    Good { name: "Floor Lamp", category: "Lighting", tags: &[], price: dec!(90.50), stock: 0 },
    Good { name: "Laptop", category: "Electronics", tags: &["new", "sale"], price: dec!(1200), stock: 1 },
    Good { name: "100% Wool_Rug", category: "Furniture", tags: &[], price: dec!(60), stock: 9 },
];

/// Fills the shelves: the five products above, and a radio that is not for sale any more.
///
/// The laptop has a supplier and five reviews, a day between each, the fifth the newest.
pub(crate) async fn fill(db: &Db) {
    let officina = Supplier::draft().name("Officina Moro").country("Italy").create(db).await.unwrap();
    for Good { name, category, tags, price, stock } in GOODS {
        let category = category_called(db, category).await;
        let draft = Product::draft().category(&category).name(name).price(price).stock(stock);
        let supplier = (name == "Laptop").then_some(officina.id);
        let mut product = draft.supplier(supplier).create(db).await.unwrap();
        for tag in tags {
            let tag = tag_called(db, tag).await;
            product.tags.add(db, [&tag]).await.unwrap();
        }
    }
    let laptop = called(db, "Laptop").await;
    for (days, rating) in (1..).zip([2, 5, 4, 3, 5]) {
        let review =
            Review::draft().product(&laptop).author("Ada").rating(rating).text(format!("day {days}"));
        review.written_at(DAY + Duration::days(days)).create(db).await.unwrap();
    }
    let electronics = category_called(db, "Electronics").await;
    let old = Product::draft().category(&electronics).name("Old Radio").price(dec!(5)).stock(7);
    old.is_active(false).create(db).await.unwrap();
}

async fn category_called(db: &Db, name: &str) -> Category {
    match Category::objects(db).get(|c| c.name.eq(name)).optional().await.unwrap() {
        Some(category) => category,
        None => Category::draft().name(name).create(db).await.unwrap(),
    }
}

async fn tag_called(db: &Db, name: &str) -> Tag {
    match Tag::objects(db).get(|t| t.name.eq(name)).optional().await.unwrap() {
        Some(tag) => tag,
        None => Tag::draft().name(name).create(db).await.unwrap(),
    }
}

/// The product of this name, as it is now.
pub(crate) async fn called(db: &Db, name: &str) -> Product {
    Product::objects(db).get(|p| p.name.eq(name)).await.unwrap()
}
