//! Conditions and arithmetic as values that a program puts together.

use querent::Result;
use querent::prelude::*;

use crate::models::{Detail, Product, Review, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_grows_in_place(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let mut wanted = Q::<Product>::all();
    wanted &= p.stock.gt(1);
    wanted &= p.is_active;
    wanted &= None::<Q<Product>>;
    assert_eq!(found(&db, &wanted).await?, "Radio Headset Novel");
    wanted |= p.name.eq("Lamp");
    assert_eq!(found(&db, &wanted).await?, "Radio Lamp Headset Novel");
    wanted ^= p.stock.lt(5);
    assert_eq!(found(&db, &wanted).await?, "Radio Novel");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_as_a_value_is_none_where_it_is_unknown(db: Db) -> Result<()> {
    shop(&db).await;
    let small = || Product::fields().note.eq("small");
    let values = Product::objects(&db).order_by(|p| p.id).values(|_| small()).await?;
    assert_eq!(values, [Some(true), None, Some(false), None, Some(false)]);
    assert_eq!(found(&db, &!small()).await?, "Lamp Atlas Headset Novel");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn integers_and_decimals_have_a_remainder(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    assert_eq!(found(&db, &(p.stock % 2).eq(1)).await?, "Radio Atlas");
    assert_eq!(found(&db, &(p.price % 5).eq(0)).await?, "Radio Atlas");
    Ok(())
}

async fn found(db: &Db, wanted: &Q<Product>) -> Result<String> {
    let products = Product::objects(db).filter(|_| wanted.clone()).order_by(|p| p.id).await?;
    Ok(names(&products).join(" "))
}
