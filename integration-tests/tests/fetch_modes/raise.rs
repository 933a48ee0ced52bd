//! Rows for which nothing is loaded.

use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;

use crate::{Category, Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn a_load_is_refused_and_names_what_to_add_to_the_query(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Raise).await?;
    let one = db.assert_statements(0, products[0].category.load(&db)).await.unwrap_err();
    assert_eq!(one.kind(), Kind::NotLoaded);
    assert_eq!(
        one.to_string(),
        "`Product.category` is not loaded, and `FetchMode::Raise` lets `load` send nothing; add \
         `.select_related(|p| p.category)` to what loads `Product`"
    );
    let many = db.assert_statements(0, products[0].tags.load(&db)).await.unwrap_err();
    assert!(
        many.to_string().ends_with("add `.prefetch_related(|p| p.tags)` to what loads `Product`"),
        "{many}"
    );
    let detail = db.assert_statements(0, products[0].detail.load(&db)).await.unwrap_err();
    assert_eq!(detail.kind(), Kind::NotLoaded);
    assert!(products[0].supplier.load(&db).await?.is_none(), "NULL is known");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_in_memory_is_lent_and_what_is_asked_for_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Product::objects(&db).fetch_mode(FetchMode::Raise);
    let products = query.select_related(|p| p.category).prefetch_related(|p| p.tags).await?;
    assert_eq!(products[1].category.load(&db).await?.id, 2);
    assert_eq!(products[1].tags.load(&db).await?.len(), 3);
    let behind = products[1].category.loaded()?.parent.load(&db).await.unwrap_err();
    assert_eq!(behind.kind(), Kind::NotLoaded, "rows that it leads to have the mode");
    assert_eq!(products[1].reviews.objects(&db).await?.len(), 2, "a related manager is a query");
    prefetch_related_objects(&db, &products, |p| p.reviews).await?;
    assert_eq!(products[1].reviews.load(&db).await?.len(), 2);
    let mut category = Category::objects(&db).fetch_mode(FetchMode::Raise).by_key(2).await?;
    category.name = "new".to_owned();
    category.save(&db).await?;
    category.refresh(&db).await?;
    assert_eq!(
        (&*category.name, category.parent.load(&db).await.unwrap_err().kind()),
        ("new", Kind::NotLoaded)
    );
    Ok(())
}
