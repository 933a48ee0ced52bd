//! What an instance knows of its relations after a write through them: what is so, or nothing.

use querent::prelude::*;
use querent::{Kind, Result};

use crate::models::{Contract, Product, ROWS, Supplier, Tag, product, supplier};

/// Loads the tags of a product, lets `write` write, and expects that they are forgotten.
async fn forgets_tags(db: &Db, write: impl AsyncFnOnce(&mut ManyToMany<Tag>) -> Result<()>) {
    let mut radio = product(db, 1).await;
    radio.tags.load(db).await.unwrap();
    write(&mut radio.tags).await.unwrap();
    assert_eq!(radio.tags.loaded().unwrap_err().kind(), Kind::NotLoaded);
}

/// As [`forgets_tags`], with the products of a supplier.
async fn forgets_products(db: &Db, write: impl AsyncFnOnce(&mut HasMany<Product>) -> Result<()>) {
    let mut north = supplier(db, 1).await;
    north.products.load(db).await.unwrap();
    write(&mut north.products).await.unwrap();
    assert_eq!(north.products.loaded().unwrap_err().kind(), Kind::NotLoaded);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn every_write_of_pairs_forgets_what_was_loaded(db: Db) {
    let tag = |name: &str| Tag::draft().name(name);
    forgets_tags(&db, async |tags| tags.add(&db, [3]).await).await;
    forgets_tags(&db, async |tags| tags.remove(&db, [3]).await).await;
    forgets_tags(&db, async |tags| tags.set(&db, [2]).await).await;
    forgets_tags(&db, async |tags| tags.clear(&db).await).await;
    forgets_tags(&db, async |tags| tags.create(&db, tag("a")).await.map(drop)).await;
    forgets_tags(&db, async |tags| tags.get_or_create(&db, |t| t.name, tag("b")).await.map(drop)).await;
    forgets_tags(&db, async |tags| tags.update_or_create(&db, |t| t.name, tag("c")).await.map(drop)).await;
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn every_write_behind_a_key_forgets_what_was_loaded(db: Db) {
    let product = |name: &str| Product::draft().category(1).name(name);
    forgets_products(&db, async |rows| rows.add(&db, [4]).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.remove(&db, [4]).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.set(&db, [2]).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.clear(&db).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.create(&db, product("a")).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.bulk_create(&db, [product("b")]).await.map(drop)).await;
    forgets_products(&db, async |rows| rows.get_or_create(&db, |p| p.name, product("c")).await.map(drop))
        .await;
    forgets_products(&db, async |rows| rows.update_or_create(&db, |p| p.name, product("d")).await.map(drop))
        .await;
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn what_was_loaded_is_forgotten_by_a_write_that_fails_or_is_dropped(db: Db) {
    let mut radio = product(&db, 1).await;
    radio.tags.load(&db).await.unwrap();
    assert_eq!(radio.tags.add(&db, [999]).await.unwrap_err().kind(), Kind::ForeignKeyViolation);
    assert!(!radio.tags.is_loaded());
    radio.tags.load(&db).await.unwrap();
    drop(radio.tags.add(&db, [3]));
    assert!(!radio.tags.is_loaded());
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn what_is_loaded_after_a_write_is_what_was_written(db: Db) {
    let suppliers = Supplier::objects(&db).prefetch_related(|s| s.products);
    let mut suppliers = suppliers.await.unwrap();
    suppliers[1].products.add(&db, [1]).await.unwrap();
    let names = |rows: &[Product]| rows.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(suppliers[1].products.load(&db).await.unwrap()), ["radio", "amplifier"]);
    // Nobody knows of the other instance: it is what was read.
    assert_eq!(names(suppliers[0].products.loaded().unwrap()), ["radio", "speaker"]);
    suppliers[0].refresh(&db).await.unwrap();
    assert_eq!(names(suppliers[0].products.load(&db).await.unwrap()), ["speaker"]);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_key_that_is_set_and_saved_leads_to_the_row_that_it_names(db: Db) {
    let mut radio = Product::objects(&db).select_related(|p| p.category).by_key(1).await.unwrap();
    let cable = Product::objects(&db).select_related(|p| p.supplier).by_key(4).await.unwrap();
    assert_eq!(radio.category.loaded().unwrap().name, "audio");
    radio.category.set(2);
    assert!(!radio.category.is_loaded());
    radio.save(&db).await.unwrap();
    assert_eq!(radio.category.load(&db).await.unwrap().name, "video");
    // A slot of another instance comes with its key.
    radio.supplier = cable.supplier.clone();
    radio.save(&db).await.unwrap();
    assert!(radio.supplier.loaded().unwrap().is_none());
    assert_eq!(product(&db, 1).await.supplier.key(), None);
}

#[querent_testkit::test(models = [Contract, Product], sql = ROWS)]
async fn a_key_that_the_database_computes_forgets_the_row_that_it_led_to(db: Db) {
    let mut radio = Product::objects(&db).select_related(|p| p.category).by_key(1).await.unwrap();
    radio.update(&db, |p| p.category.set(2)).await.unwrap();
    assert_eq!(radio.category.key(), 2);
    assert!(!radio.category.is_loaded());
    assert_eq!(radio.category.load(&db).await.unwrap().name, "video");
}
