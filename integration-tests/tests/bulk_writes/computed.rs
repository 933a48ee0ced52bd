//! Annotated querysets that are updated and deleted.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Country, Product, countries, shop};

#[querent_testkit::test(models = [Product])]
async fn columns_are_set_to_annotations_and_rows_chosen_by_them(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db);
    let worth = products.clone().annotate(|p| p.stock * 2).annotate(|(p, double)| double + p.stock);
    let set =
        worth.clone().filter(|(_, double, _)| double.gt(5)).update(|(p, _, triple)| p.stock.set(triple));
    assert_eq!(db.assert_statements(1, set).await?, 2);
    assert_eq!(products.clone().order_by(|p| p.id).values(|p| p.stock).await?, [9, 0, 15, 1]);
    let aliased = products.clone().alias(|p| p.country.iso).filter(|(_, iso)| iso.eq("NL"));
    assert_eq!(aliased.update(|(p, _)| p.stock.set(7)).await?, 1);
    assert_eq!(worth.filter(|(_, double, _)| double.lt(18)).delete().await?, 2);
    assert_eq!(products.values(|p| p.name).await?, ["radio", "chair"]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn rows_are_chosen_by_aggregates_of_what_is_related_to_them(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = Country::objects(&db).annotate(|c| c.products.count());
    let many = counted.clone().filter(|(c, n)| n.gt(1) & c.iso.ne("XX"));
    assert_eq!(db.assert_statements(1, many.update(|(c, _)| c.name.set("big"))).await?, 1);
    assert_eq!(countries(&db).await[1].1, "big");
    let few = counted.filter(|(_, n)| n.lte(1));
    assert_eq!(few.delete().returning(|c| c.iso).await?, ["NL"]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_column_is_not_set_to_an_aggregate_or_to_a_column_of_another_table(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = Country::objects(&db).annotate(|c| c.products.count());
    let error =
        db.assert_statements(0, counted.update(|(c, n)| c.hits.set(n.cast::<i32>()))).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("sets a column to an aggregate"), "{error}");
    let named = Product::objects(&db).annotate(|p| p.country.name);
    let error = named.update(|(p, name)| p.name.set(name)).await.unwrap_err();
    assert!(error.to_string().contains("one of another table"), "{error}");
    let counts = Country::objects(&db).update(|c| {
        let products = Product::within(c).filter(|p| p.country.eq(c.id)).values(|p| p.country.key());
        let count = products.annotate(|p| p.id.count()).values(|(_, n)| n.cast::<i32>());
        c.hits.set(subquery(count).coalesce(0))
    });
    assert_eq!(counts.await?, 2);
    assert_eq!(countries(&db).await.iter().map(|country| country.3).collect::<Vec<_>>(), [1, 3]);
    Ok(())
}
