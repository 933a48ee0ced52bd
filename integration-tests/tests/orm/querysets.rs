//! Querysets: built step by step, sliced, awaited, counted, streamed, updated and deleted.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, ProductQuerySet, Review, Supplier, names, shop};

/// Products in the order of their keys.
fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn filters_add_up_and_the_last_order_counts(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Product::objects(&db).filter(|p| p.is_active).exclude(|p| p.stock.eq(0)).order_by(|p| p.name);
    let query = query.filter(|p| p.price.lt(50)).order_by(|p| (p.category.name.desc(), p.price));
    assert_eq!(names(&query.clone().await?), ["Novel", "Radio"]);
    assert_eq!(names(&query.clone().reverse().await?), ["Radio", "Novel"]);
    assert_eq!(names(&query.clone().reverse().reverse().await?), ["Novel", "Radio"]);
    assert_eq!(names(&query.reverse().order_by(|p| p.name.desc()).await?), ["Novel", "Radio"]);
    let absent: Option<Q<Product>> = None;
    assert_eq!(Product::objects(&db).filter(|_| absent).exclude(|_| Q::<Product>::all()).count().await?, 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_model_has_an_order_of_its_own_also_through_a_relation(db: Db) -> Result<()> {
    shop(&db).await;
    let categories = Category::objects(&db).values(|c| c.name).await?;
    assert_eq!(categories, ["Audio", "Books", "Electronics", "Empty"]);
    let reviews = Review::objects(&db).values(|r| (r.product.name, r.rating)).await?;
    let reviews: Vec<_> = reviews.iter().map(|(name, rating)| (name.as_str(), *rating)).collect();
    let expected = [("Headset", 2), ("Headset", 2), ("Lamp", 4), ("Radio", 5), ("Radio", 3), ("Radio", 1)];
    assert_eq!(reviews, expected);
    assert_eq!(Review::objects(&db).reverse().first().await?.unwrap().rating, 1);
    assert_eq!(Review::objects(&db).first().await?.unwrap().rating, 2);
    assert_eq!(Review::objects(&db).last().await?.unwrap().rating, 1);
    assert!(!Product::objects(&db).sql()?.contains("ORDER BY"), "products have none");
    assert!(!Review::objects(&db).order_by(|_| ()).sql()?.contains("ORDER BY"));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn nulls_come_last_first_or_where_they_are_told_to(db: Db) -> Result<()> {
    shop(&db).await;
    let countries = |order: fn(querent::model::Fields<Supplier>) -> querent::Order<Supplier>| {
        Supplier::objects(&db).order_by(order).values(|s| s.country.name)
    };
    let norway = || Some("Norway".to_owned());
    assert_eq!(countries(|s| s.country.name.asc()).await?, [norway(), None]);
    assert_eq!(countries(|s| s.country.name.desc()).await?, [None, norway()]);
    assert_eq!(countries(|s| s.country.name.asc().nulls_first()).await?, [None, norway()]);
    assert_eq!(countries(|s| s.country.name.desc().nulls_last()).await?, [norway(), None]);
    assert_eq!(countries(|s| s.country.name.asc().nulls_first()).reverse().await?, [norway(), None]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_row_is_one_row_or_an_error_that_names_the_model(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    assert_eq!(all().get(|p| p.name.eq("Lamp")).await?.id, 2);
    let error = all().get(|p| p.name.eq("x")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (Kind::DoesNotExist, "no `Product` matches the query")
    );
    assert!(error.is_does_not_exist());
    let error = all().get(|p| p.is_active).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MultipleObjectsReturned);
    assert_eq!(error.to_string(), "more than one `Product` matches a query for one");
    assert_eq!(
        all().get(|p| p.is_active).optional().await.unwrap_err().kind(),
        Kind::MultipleObjectsReturned
    );
    assert!(all().get(|p| p.name.eq("x")).optional().await?.is_none());
    assert!(all().by_key(99).optional().await?.is_none());
    assert_eq!(all().values(|p| (p.name, p.stock)).by_key(2).await?, ("Lamp".to_owned(), 0));
    assert_eq!(all().values(|p| p.name).get(|p| p.stock.eq(40)).await?, "Novel");
    let product = all().select_related(|p| p.supplier.country).prefetch_related(|p| p.tags).by_key(1);
    let product = db.assert_statements(2, product).await?;
    assert_eq!(product.supplier.loaded()?.unwrap().country.loaded()?.unwrap().name, "Norway");
    assert!(all().first().await?.unwrap().id == 1 && all().last().await?.unwrap().id == 5);
    assert!(all().filter(|p| p.stock.lt(0)).first().await?.is_none());
    assert_eq!(all().reverse().first().await?.unwrap().id, 5, "by key without an order, turned round");
    assert_eq!(all().reverse().last().await?.unwrap().id, 1);
    assert_eq!(all().values(|p| p.name).last().await?.as_deref(), Some("Novel"));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn several_rows_instead_of_one_are_not_prefetched_for(db: Db) -> Result<()> {
    shop(&db).await;
    let several = Product::objects(&db).prefetch_related(|p| (p.tags, p.reviews)).get(|p| p.is_active);
    let error = db.assert_statements(1, several).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MultipleObjectsReturned);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_have_no_place_for_related_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let before = by_id(&db).select_related(|p| p.category).prefetch_related(|p| p.tags).values(|p| p.stock);
    assert_eq!(before.sql()?, by_id(&db).values(|p| p.stock).sql()?);
    assert_eq!(db.assert_statements(1, before).await?.len(), 5);
    let prefetched = || by_id(&db).values(|p| p.name).prefetch_related(|p| p.tags);
    let joined = || by_id(&db).values(|p| p.name).select_related(|p| p.category);
    db.assert_statements(0, async {
        for error in [
            prefetched().await.unwrap_err(),
            prefetched().first().await.unwrap_err(),
            prefetched().stream().try_next().await.unwrap_err(),
            joined().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), Kind::Misuse);
            assert_eq!(
                error.to_string(),
                "`select_related` or `prefetch_related` after `values` of `Product`: values have no place for related \
                 rows; leave these out, and name what is wanted of a related row in `values`"
            );
        }
    })
    .await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_are_options_exactly_where_a_path_can_be_null(db: Db) -> Result<()> {
    shop(&db).await;
    let rows: Vec<(String, String, Option<String>, Option<String>)> =
        by_id(&db).limit(2).values(|p| (p.name, p.category.name, p.supplier.name, p.note)).await?;
    let text = |text: &str| text.to_owned();
    assert_eq!(rows[0], (text("Radio"), text("Audio"), Some(text("Acme")), Some(text("small"))));
    assert_eq!(rows[1], (text("Lamp"), text("Electronics"), Some(text("Bolt")), None));
    let computed =
        by_id(&db).values(|p| (p.price * 2 + p.stock, p.stock.gt(4) & p.is_active, p.note.eq("small")));
    assert_eq!(computed.await?[1], (dec!(71.00), Some(false), None));
    let keys: Vec<(i64, Option<i64>, Option<i64>)> =
        by_id(&db).values(|p| (p.category.key(), p.supplier.key(), p.supplier.country.key())).await?;
    assert_eq!(
        keys,
        [(2, Some(1), Some(1)), (1, Some(2), None), (3, None, None), (2, Some(1), Some(1)), (3, None, None)]
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_are_updated_and_deleted_where_they_are(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    let before = all().by_key(1).await?;
    let changed = all().filter(|p| p.stock.gt(4)).update(|p| (p.stock.set(p.stock - 1), p.note.set(None)));
    assert_eq!(db.assert_statements(1, changed).await?, 3);
    let after = all().by_key(1).await?;
    assert_eq!((after.stock, after.note, after.updated_at), (4, None, before.updated_at));
    let changed = all().filter(|p| p.category.parent.name.eq("Electronics")).update(|p| p.supplier.set(2));
    assert_eq!(db.assert_statements(1, changed).await?, 2);
    assert_eq!(all().filter(|p| p.supplier.eq(2)).count().await?, 3);
    let bolt = Supplier::objects(&db).by_key(2).await?;
    assert_eq!(all().filter(|p| p.reviews.rating.gte(4)).update(|p| p.backup.set(&bolt)).await?, 2);
    assert_eq!(all().exclude(|p| p.tags.name.eq("sale")).update(|p| p.backup.set(None)).await?, 2);
    assert_eq!(all().update(|p| p.price.set(p.price + p.stock * 2)).await?, 5);
    assert_eq!(all().by_key(5).await?.price, dec!(87.90));
    assert_eq!(Review::objects(&db).filter(|r| r.product.tags.name.eq("new")).delete().await?, 5);
    assert_eq!(all().filter(|p| p.stock.lt(3)).delete().await?, 2);
    assert_eq!(Category::objects(&db).by_key(3).await?.products.objects(&db).delete().await?, 2);
    assert_eq!(names(&by_id(&db).await?), ["Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_stream_gives_the_rows_that_a_vec_would_hold(db: Db) -> Result<()> {
    shop(&db).await;
    let query = || by_id(&db).filter(|p| p.is_active).select_related(|p| p.category);
    let mut streamed = Vec::new();
    let mut rows = query().stream();
    while let Some(product) = rows.try_next().await? {
        assert!(product.category.is_loaded());
        streamed.push(product);
    }
    assert_eq!(streamed, query().await?);
    let mut rows = query().limit(2).prefetch_related(|p| p.tags.products).stream();
    let first = rows.try_next().await?.unwrap();
    assert_eq!(first.tags.loaded()?[0].products.loaded()?.len(), 2);
    drop(rows);
    let mut values = by_id(&db).values(|p| p.name).stream();
    assert_eq!(values.try_next().await?.as_deref(), Some("Radio"));
    assert_eq!(db.status().connections, db.status().connections);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_manager_chains_on_every_shape_and_inside_closures(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(names(&by_id(&db).active().at_most(20).await?), ["Radio", "Novel"]);
    assert_eq!(by_id(&db).values(|p| p.name).active().at_most(20).await?, ["Radio", "Novel"]);
    assert_eq!(names(&by_id(&db).limit(3).active().await?), ["Radio", "Lamp"]);
    let categories = Category::objects(&db).prefetch_related(|c| c.products.active().at_most(20));
    let categories = db.assert_statements(2, async { categories.await }).await?;
    let loaded: Vec<_> = categories.iter().map(|c| names(c.products.loaded().unwrap())).collect();
    assert_eq!(loaded, [vec!["Radio"], vec!["Novel"], vec![], vec![]]);
    let books = Category::objects(&db).by_key(3).await?;
    assert_eq!(names(&books.products.objects(&db).active().await?), ["Novel"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_mistake_inside_a_subquery_is_reported_and_nothing_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let unsaved = HasMany::<Product>::default();
    let mistaken = || unsaved.objects(&db);
    db.assert_statements(0, async {
        let inside = Review::objects(&db).filter(|r| r.product.is_in(mistaken()));
        assert_eq!(inside.clone().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(inside.clone().count().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(inside.clone().exists().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(inside.delete().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(mistaken().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(mistaken().count().await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(mistaken().limit(1).filter(|p| p.is_active).await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(mistaken().delete().await.unwrap_err().kind(), Kind::Misuse);
        assert!(mistaken().stream().try_next().await.is_err());
    })
    .await;
    assert_eq!(Review::objects(&db).count().await?, 6);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_query_that_is_known_to_be_empty_takes_no_connection(db: Db) -> Result<()> {
    let lazy = db.to_builder().build()?;
    let products = || Product::objects(&lazy).filter(|p| p.id.is_in(Vec::<i64>::new()));
    assert!(products().await?.is_empty() && products().first().await?.is_none());
    assert_eq!((products().count().await?, products().exists().await?), (0, false));
    assert!(Product::objects(&lazy).none().await?.is_empty());
    assert_eq!(products().update(|p| p.stock.set(0)).await? + products().delete().await?, 0);
    assert_eq!(lazy.status().connections, 0);
    Ok(())
}
