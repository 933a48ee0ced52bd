//! Related rows that are joined in, or loaded for one row, with the statements counted.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, Supplier, names, shop};

fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn select_related_joins_to_any_depth_and_past_missing_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).select_related(|p| (p.category.parent.parent, p.supplier.country, p.detail));
    let products = db.assert_statements(1, async { query.await }).await?;
    let parents: Vec<_> = products
        .iter()
        .map(|p| p.category.loaded().unwrap().parent.loaded().unwrap().map(|parent| parent.name.as_str()))
        .collect();
    assert_eq!(parents, [Some("Electronics"), None, None, Some("Electronics"), None]);
    let electronics = products[0].category.loaded()?.parent.loaded()?.unwrap();
    assert!(electronics.parent.loaded()?.is_none(), "the grandparent is NULL");
    let countries: Vec<_> = products
        .iter()
        .map(|p| p.supplier.loaded().unwrap().map(|s| s.country.loaded().unwrap().map(|c| c.name.as_str())))
        .collect();
    assert_eq!(countries, [Some(Some("Norway")), Some(None), None, Some(Some("Norway")), None]);
    let details: Vec<_> =
        products.iter().map(|p| p.detail.loaded().unwrap().map(|d| d.text.as_str())).collect();
    assert_eq!(details, [Some("with antenna"), None, Some("with maps"), None, None]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn two_keys_to_one_table_are_two_joins(db: Db) -> Result<()> {
    shop(&db).await;
    let query = by_id(&db).select_related(|p| (p.supplier, p.backup.country));
    let products = db.assert_statements(1, async { query.await }).await?;
    let both: Vec<_> = products
        .iter()
        .map(|p| {
            let name = |slot: &ForeignKey<Option<Supplier>>| slot.loaded().unwrap().map(|s| s.name.clone());
            (name(&p.supplier), name(&p.backup))
        })
        .collect();
    let (acme, bolt) = (|| Some("Acme".to_owned()), || Some("Bolt".to_owned()));
    assert_eq!(both, [(acme(), bolt()), (bolt(), None), (None, acme()), (acme(), acme()), (None, None)]);
    let error = products[0].supplier.loaded()?.unwrap().country.loaded().unwrap_err();
    assert_eq!(error.kind(), Kind::NotLoaded);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_table_may_be_joined_many_times(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Detail::objects(&db)
        .order_by(|d| d.id)
        .select_related(|d| (d.product.detail.product.category, d.product.category.parent, d.product.detail));
    let details = db.assert_statements(1, async { query.await }).await?;
    let again = details[0].product.loaded()?.detail.loaded()?.unwrap();
    assert_eq!((again.id, again.product.loaded()?.category.loaded()?.name.as_str()), (1, "Audio"));
    assert_eq!(details[0].product.loaded()?.category.loaded()?.parent.loaded()?.unwrap().name, "Electronics");
    let children = Category::objects(&db).filter(|c| c.parent.name.eq("Electronics"));
    let children = children.select_related(|c| c.parent.parent).order_by(|c| c.parent.name).await?;
    assert_eq!(children[0].parent.loaded()?.unwrap().name, "Electronics");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_loaded_is_remembered_and_shared_by_clones(db: Db) -> Result<()> {
    shop(&db).await;
    let product = by_id(&db).first().await?.unwrap();
    db.assert_statements(4, async {
        for _ in 0..3 {
            assert_eq!(product.category.load(&db).await?.name, "Audio");
            assert_eq!(product.tags.load(&db).await?.len(), 2);
            assert_eq!(product.reviews.load(&db).await?.len(), 3);
            assert_eq!(product.detail.load(&db).await?.unwrap().text, "with antenna");
        }
        Result::<()>::Ok(())
    })
    .await?;
    let copy = product.clone();
    assert!(std::ptr::eq(copy.category.loaded()?, product.category.loaded()?));
    assert_eq!(copy.tags.loaded()?.len(), 2);
    let novel = by_id(&db).last().await?.unwrap();
    db.assert_statements(1, async {
        assert!(novel.supplier.load(&db).await?.is_none(), "a NULL key needs no statement");
        assert!(novel.detail.load(&db).await?.is_none() && novel.detail.load(&db).await?.is_none());
        Result::<()>::Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_not_loaded_says_how_to_load_it(db: Db) -> Result<()> {
    shop(&db).await;
    let product = by_id(&db).first().await?.unwrap();
    let text = |result: Result<()>| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), Kind::NotLoaded);
        error.to_string()
    };
    let advice = "to what loads `Product`, or load it with `.load(&db).await`";
    assert_eq!(
        text(product.category.loaded().map(drop)),
        format!("`Product.category` is not loaded; add `.select_related(|p| p.category)` {advice}")
    );
    assert_eq!(
        text(product.tags.loaded().map(drop)),
        format!("`Product.tags` is not loaded; add `.prefetch_related(|p| p.tags)` {advice}")
    );
    assert_eq!(
        text(product.detail.loaded().map(drop)),
        format!("`Product.detail` is not loaded; add `.select_related(|p| p.detail)` {advice}")
    );
    let joined = by_id(&db).select_related(|p| p.category).first().await?.unwrap();
    assert_eq!(
        text(joined.category.loaded()?.parent.loaded().map(drop)),
        "`Category.parent` is not loaded; add `.select_related(|c| c.parent)` to what loads `Category`, or load it \
         with `.load(&db).await`"
    );
    let unsaved = (ForeignKey::<Category>::new(2), HasMany::<Review>::default(), HasOne::<Detail>::default());
    assert_eq!(unsaved.0.loaded().unwrap_err().kind(), Kind::NotLoaded);
    assert_eq!(unsaved.0.load(&db).await?.name, "Audio", "a key is enough");
    let dangling = ForeignKey::<Category>::new(99);
    let error = dangling.load(&db).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (Kind::DoesNotExist, "this key leads to no `Category`")
    );
    db.assert_statements(0, async {
        assert_eq!(unsaved.1.load(&db).await.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(unsaved.2.load(&db).await.unwrap_err().kind(), Kind::Misuse);
        assert!(ForeignKey::<Option<Category>>::default().load(&db).await.unwrap().is_none());
    })
    .await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_related_manager_is_a_queryset_of_the_related_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let radio = by_id(&db).first().await?.unwrap();
    assert_eq!(radio.reviews.objects(&db).filter(|r| r.rating.gt(1)).count().await?, 2);
    assert_eq!(radio.tags.objects(&db).order_by(|t| t.name.desc()).first().await?.unwrap().name, "sale");
    let sale = radio.tags.objects(&db).get(|t| t.name.eq("sale")).await?;
    assert_eq!(names(&sale.products.objects(&db).order_by(|p| p.id).await?), ["Radio", "Lamp", "Headset"]);
    let slice = sale.products.objects(&db).order_by(|p| p.id).limit(2).filter(|p| p.stock.gt(0));
    assert_eq!(names(&slice.await?), ["Radio"], "a slice of its own rows");
    let also_new = sale.products.objects(&db).filter(|p| p.tags.name.eq("new"));
    assert_eq!(also_new.count().await?, 0, "the first filter speaks of the tag that it came from");
    let also_new = sale.products.objects(&db).filter(|_| true).filter(|p| p.tags.name.eq("new"));
    assert_eq!(also_new.count().await?, 2);
    assert_eq!(radio.reviews.objects(&db).update(|r| r.rating.set(4)).await?, 3);
    assert_eq!(sale.products.objects(&db).filter(|p| p.stock.gt(0)).update(|p| p.stock.set(1)).await?, 2);
    Ok(())
}

#[querent_testkit::test(
    models = [Review, Detail],
    sql = "ALTER TABLE details DROP CONSTRAINT details_product_id_key"
)]
async fn of_several_rows_that_only_one_was_to_be_the_first_is_taken(db: Db) -> Result<()> {
    shop(&db).await;
    let texts = ["second", "third"].map(|text| Detail::draft().product(1).text(text));
    Detail::objects(&db).bulk_create(texts).await?;
    let query = by_id(&db).prefetch_related(|p| p.detail.order_by(|d| d.text.desc()));
    assert_eq!(query.await?[0].detail.loaded()?.unwrap().text, "with antenna");
    let query = by_id(&db).prefetch_related(|p| p.detail.order_by(|d| d.text));
    assert_eq!(query.await?[0].detail.loaded()?.unwrap().text, "second");
    Ok(())
}
