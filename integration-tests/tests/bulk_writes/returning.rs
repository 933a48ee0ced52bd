//! What comes back of the rows that a query updates or deletes.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Country, Product, shop};

#[querent_testkit::test(models = [Product])]
async fn an_update_returns_values_of_the_rows_as_they_are_behind_it(db: Db) -> Result<()> {
    shop(&db).await;
    let in_stock = Product::objects(&db).filter(|p| p.stock.gt(0));
    let sold =
        in_stock.clone().update(|p| p.stock.set(p.stock - 1)).returning(|p| (p.name, p.stock, p.price * 2));
    let mut sold: Vec<(String, i32, _)> = db.assert_statements(1, sold).await?;
    sold.sort();
    let expected = [("bike", 0, dec!(20)), ("chair", 4, dec!(100)), ("radio", 2, dec!(60))];
    assert_eq!(sold, expected.map(|(name, stock, price)| (name.to_owned(), stock, price)));
    let counted: u64 = in_stock.clone().update(|p| p.stock.set(9)).await?;
    assert_eq!(counted, 2);
    let keys: Vec<i64> = in_stock.none().update(|p| p.stock.set(0)).returning(|p| p.id).await?;
    assert!(keys.is_empty());
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn rows_come_back_whole_from_updates_and_deletes(db: Db) -> Result<()> {
    shop(&db).await;
    let american = Product::objects(&db).filter(|p| p.country.iso.eq("US"));
    let mut raised = american.clone().update(|p| p.price.set(p.price + 1)).returning_rows().await?;
    raised.sort_by_key(|product| product.id);
    assert_eq!(raised.iter().map(|p| p.price).collect::<Vec<_>>(), [dec!(31), dec!(1), dec!(51)]);
    assert_eq!(raised[0].country.key(), 1);
    let gone = db.assert_statements(1, american.clone().delete().returning_rows()).await?;
    assert_eq!(gone.len(), 3);
    assert_eq!(american.count().await?, 0);
    let names = Product::objects(&db).delete().returning(|p| p.name).await?;
    assert_eq!(names, ["bike"]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn what_is_not_a_value_of_the_row_is_refused(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db);
    let foreign = products.clone().update(|p| p.stock.set(1)).returning(|p| p.country.name);
    let error = db.assert_statements(0, foreign).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().starts_with("`returning` of a column of another table"), "{error}");
    let error = products.clone().delete().returning(|p| p.stock.sum()).await.unwrap_err();
    assert!(error.to_string().starts_with("`returning` of an aggregate"), "{error}");
    let related = products.delete().returning(|p| {
        (p.id, subquery(Country::within(p).filter(|c| c.id.eq(p.country.key())).values(|c| c.iso)))
    });
    let mut related = related.await?;
    related.sort();
    assert_eq!(related.len(), 4);
    assert_eq!(related[3], (4, Some("NL".to_owned())));
    Ok(())
}
