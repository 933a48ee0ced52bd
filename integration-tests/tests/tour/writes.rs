//! The tour: rows that are created, saved and deleted.

use querent::prelude::*;
use rust_decimal::dec;

use crate::models::{Category, Product, Tag};

pub async fn create(db: Db, electronics: Category) -> querent::Result<Product> {
    let radio = Product::draft().category(&electronics).name("Radio").price(dec!(19.99)).create(&db).await?; // a missing required field does not compile
    Ok(radio)
}

pub async fn create_many(db: Db, electronics: Category) -> querent::Result<Vec<Product>> {
    let drafts = (1..=3)
        .map(|n| Product::draft().category(&electronics).name(format!("Lamp {n}")).price(dec!(5) * dec!(2)));
    Product::objects(&db).bulk_create(drafts).await // one statement of one text for any number of rows
}

/// Rows behind an instance: a draft leaves out the key that the relation fills in.
pub async fn behind_relations(db: Db, mut audio: Category) -> querent::Result<(Product, Tag, bool)> {
    let radio = Product::draft().name("Radio").price(dec!(19.99));
    let mut radio = audio.products.create(&db, radio).await?;
    audio.products.add(&db, [7]).await?; // one UPDATE; and remove, set, clear
    radio.tags.create(&db, Tag::draft().label("loud")).await?; // the row and its pair, in one statement
    let (sale, is_new) = radio.tags.get_or_create(&db, |t| t.label, Tag::draft().label("sale")).await?;
    Ok((radio, sale, is_new))
}

pub async fn in_a_transaction(db: Db) -> querent::Result<()> {
    db.atomic(async |tx| -> querent::Result<_> {
        // tx is a &Db: the same type in and out of a transaction
        let mut product = Product::objects(tx).select_for_update().by_key(7).await?;
        product.stock -= 1;
        product.save(tx).await?;
        tx.atomic(async |savepoint| -> querent::Result<_> {
            Product::objects(savepoint).filter(|p| p.stock.lt(1)).update(|p| p.is_active.set(false)).await
        })
        .await
    })
    .await?;
    Ok(())
}

/// The error of a block may be your own: any `E: From<querent::Error>`.
#[derive(Debug)]
pub enum ShopError {
    /// There is not enough in stock.
    SoldOut,
    /// The database's.
    Database(querent::Error),
}

impl From<querent::Error> for ShopError {
    fn from(error: querent::Error) -> Self {
        ShopError::Database(error)
    }
}

pub async fn sell(db: Db, key: i64, count: i32) -> Result<i32, ShopError> {
    db.atomic(async |tx| {
        let mut product = Product::objects(tx).select_for_update().by_key(key).await?;
        product.stock -= count;
        product.save_only(tx, |p| (p.stock,)).await?; // the named columns only
        if product.stock < 0 { Err(ShopError::SoldOut) } else { Ok(product.stock) }
    })
    .await
}

pub async fn instances(db: Db, mut product: Product) -> querent::Result<()> {
    product.name = "Wireless".to_owned();
    product.save(&db).await?;
    product.refresh(&db).await?;
    product.delete(&db).await
}
