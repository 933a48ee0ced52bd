//! Querysets put together as sets, and what may follow.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, Supplier, Tag, names, shop};

/// Radio, Headset
fn audio(db: &Db) -> QuerySet<Product> {
    Product::objects(db).filter(|p| p.category.name.eq("Audio"))
}

/// Lamp, Headset
fn dear(db: &Db) -> QuerySet<Product> {
    Product::objects(db).filter(|p| p.price.gt(30))
}

fn sorted(products: &[Product]) -> Vec<&str> {
    let mut names = names(products);
    names.sort_unstable();
    names
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_union_has_equal_rows_once_and_union_all_has_them_as_often_as_they_are_there(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(sorted(&audio(&db).union(dear(&db)).await?), ["Headset", "Lamp", "Radio"]);
    assert_eq!(sorted(&audio(&db).union_all(dear(&db)).await?), ["Headset", "Headset", "Lamp", "Radio"]);
    assert_eq!(sorted(&audio(&db).intersection(dear(&db)).await?), ["Headset"]);
    assert_eq!(sorted(&audio(&db).difference(dear(&db)).await?), ["Radio"]);
    assert_eq!(sorted(&dear(&db).difference(audio(&db)).await?), ["Lamp"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn several_sides_are_put_together_from_left_to_right(db: Db) -> Result<()> {
    shop(&db).await;
    let named = |name: &'static str| Product::objects(&db).filter(move |p| p.name.eq(name));
    let three = named("Radio").union(named("Lamp")).union(named("Novel"));
    assert_eq!(sorted(&three.clone().await?), ["Lamp", "Novel", "Radio"]);
    assert_eq!(sorted(&three.clone().difference(dear(&db)).await?), ["Novel", "Radio"]);
    assert_eq!(
        sorted(&three.clone().difference(dear(&db)).union(dear(&db)).await?),
        ["Headset", "Lamp", "Novel", "Radio"]
    );
    assert_eq!(
        sorted(&named("Atlas").union(three.clone().intersection(dear(&db))).await?),
        ["Atlas", "Lamp"]
    );
    let twice = three.clone().order_by(|p| p.name).limit(1).union(three.order_by(|p| p.name.desc()).limit(1));
    assert_eq!(sorted(&twice.await?), ["Lamp", "Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn order_and_limit_are_of_the_whole_and_those_of_a_side_are_its_own(db: Db) -> Result<()> {
    shop(&db).await;
    let either = || audio(&db).union(dear(&db));
    assert_eq!(names(&either().order_by(|p| p.price.desc()).await?), ["Headset", "Lamp", "Radio"]);
    assert_eq!(names(&either().order_by(|p| p.price.desc()).reverse().await?), ["Radio", "Lamp", "Headset"]);
    assert_eq!(names(&either().order_by(|p| p.price.desc()).offset(1).limit(1).await?), ["Lamp"]);
    assert_eq!(
        names(&either().order_by(|p| (p.category.name.desc(), p.id)).await?),
        ["Lamp", "Radio", "Headset"]
    );
    assert_eq!(either().first().await?.unwrap().name, "Radio", "by key without an order");
    assert_eq!(either().last().await?.unwrap().name, "Headset");
    let cheapest = Product::objects(&db).order_by(|p| p.price).limit(1);
    let dearest = Product::objects(&db).order_by(|p| p.price.desc()).limit(1);
    let both = cheapest.union(dearest).order_by(|p| p.price);
    assert_eq!(names(&both.clone().await?), ["Novel", "Headset"]);
    assert_eq!(
        both.values(|p| (p.id, p.price)).sql()?,
        "SELECT \"products\".\"value 1\", \"products\".\"value 2\" FROM (\
         (SELECT \"products\".\"id\", \"products\".\"price\" FROM \"products\" ORDER BY \"products\".\"price\" LIMIT 1) \
         UNION \
         (SELECT \"products\".\"id\", \"products\".\"price\" FROM \"products\" ORDER BY \"products\".\"price\" DESC LIMIT 1)\
         ) AS \"products\" (\"value 1\", \"value 2\") ORDER BY \"products\".\"value 2\"",
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_follows_applies_to_the_combined_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let either = || audio(&db).union(dear(&db)); // Radio, Lamp, Headset
    assert_eq!(sorted(&either().filter(|p| p.stock.gt(0)).await?), ["Headset", "Radio"]);
    assert_eq!(sorted(&either().exclude(|p| p.tags.name.eq("new")).await?), ["Lamp"]);
    assert_eq!(either().filter(|p| p.supplier.country.name.eq("Norway")).count().await?, 2);
    assert_eq!(either().get(|p| p.price.lt(25)).await?.name, "Radio");
    assert_eq!(either().by_key(2).await?.name, "Lamp");
    assert_eq!(either().by_key(3).await.unwrap_err().kind(), Kind::DoesNotExist);
    assert_eq!(either().count().await?, 3);
    assert_eq!(audio(&db).union_all(dear(&db)).count().await?, 4);
    assert_eq!(either().order_by(|p| p.id).limit(2).count().await?, 2);
    assert!(either().exists().await?);
    assert!(either().contains(2).await? && !either().contains(3).await?);
    assert_eq!(either().aggregate(|p| (p.price.sum(), p.id.count())).await?, (Some(dec!(155.49)), 3));
    let counted = either().annotate(|p| p.reviews.count()).order_by(|(p, n)| (n.desc(), p.id)).await?;
    let counted: Vec<_> = counted.iter().map(|(product, n)| (product.name.as_str(), *n)).collect();
    assert_eq!(counted, [("Radio", 3), ("Headset", 2), ("Lamp", 1)]);
    let of_the_slice = either().order_by(|p| p.price).limit(2).filter(|p| p.stock.eq(0)).await?;
    assert_eq!(names(&of_the_slice), ["Lamp"]);
    let distinct = audio(&db).union_all(dear(&db)).distinct().order_by(|p| p.id).await?;
    assert_eq!(names(&distinct), ["Radio", "Lamp", "Headset"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn relations_of_combined_rows_are_joined_and_prefetched(db: Db) -> Result<()> {
    shop(&db).await;
    let either = audio(&db)
        .prefetch_related(|p| p.tags)
        .union(dear(&db).select_related(|p| p.supplier))
        .order_by(|p| p.id)
        .select_related(|p| (p.category, p.supplier.country));
    let products = db.assert_statements(2, either).await?;
    assert_eq!(names(&products), ["Radio", "Lamp", "Headset"]);
    assert_eq!(products[1].category.loaded()?.name, "Electronics");
    assert_eq!(products[0].supplier.loaded()?.unwrap().country.loaded()?.unwrap().name, "Norway");
    assert_eq!(products[2].tags.loaded()?.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn combined_rows_stand_inside_other_queries(db: Db) -> Result<()> {
    shop(&db).await;
    let either = || audio(&db).union(dear(&db));
    let by_value = Product::objects(&db).filter(|p| p.id.is_in(either().values(|p| p.id)));
    assert_eq!(sorted(&db.assert_statements(1, by_value).await?), ["Headset", "Lamp", "Radio"]);
    let of_these = Review::objects(&db).filter(|r| r.product.is_in(either().filter(|p| p.stock.gt(0))));
    assert_eq!(of_these.count().await?, 5);
    let others = Product::objects(&db).exclude(|p| p.id.is_in(either().values(|p| p.id)));
    assert_eq!(sorted(&others.await?), ["Atlas", "Novel"]);
    let categories = Category::objects(&db).filter(|c| c.id.is_in(either().values(|p| p.category.key())));
    assert_eq!(categories.count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_directly_behind_are_those_that_rows_are_compared_by(db: Db) -> Result<()> {
    shop(&db).await;
    let either = || audio(&db).union(dear(&db));
    let categories = either().values(|p| p.category.name).order_by(|p| p.category.name);
    assert_eq!(categories.await?, ["Audio", "Electronics"]);
    let ordered_before = either().order_by(|p| p.category.name.desc()).values(|p| p.category.name);
    assert_eq!(ordered_before.await?, ["Electronics", "Audio"]);
    let of_the_rows = either().filter(|p| p.id.gt(0)).order_by(|p| p.id).values(|p| p.category.name);
    assert_eq!(
        of_the_rows.await?,
        ["Audio", "Electronics", "Audio"],
        "behind a filter, rows have been compared"
    );
    let all = audio(&db).union_all(dear(&db)).values(|p| p.name).order_by(|p| p.name);
    assert_eq!(all.await?, ["Headset", "Headset", "Lamp", "Radio"]);
    let grouped = either().values(|p| p.name).annotate(|p| p.id.count());
    assert_eq!(grouped.await.unwrap_err().kind(), Kind::Misuse, "the rows are names");
    let grouped = audio(&db).union_all(dear(&db)).values(|p| p.name).annotate(|p| p.id.count());
    let grouped = grouped.order_by(|(_, n)| n.desc()).limit(1).await?;
    assert_eq!(grouped, [("Headset".to_owned(), 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_of_two_models_are_combined_and_ordered_by_what_the_first_selects(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).filter(|p| p.stock.gt(4)).values(|p| (p.name, p.id));
    let tags = Tag::objects(&db).values(|t| (t.name, t.id));
    let both = products.union(tags);
    let ordered = both.clone().order_by(|p| (p.id.desc(), p.name)).await?;
    let expected = [("Novel", 5), ("Atlas", 3), ("rare", 3), ("sale", 2), ("Radio", 1), ("new", 1)];
    assert_eq!(ordered, expected.map(|(name, id)| (name.to_owned(), id)));
    assert_eq!(both.clone().filter(|p| p.name.icontains("a")).count().await?, 4);
    assert_eq!(both.clone().first().await?.unwrap().0, "Atlas", "by the values without an order");
    assert_eq!(both.clone().last().await?.unwrap().0, "sale");
    assert_eq!(both.clone().aggregate(|p| p.id.sum()).await?, Some(dec!(15)));
    let sliced = both.clone().order_by(|p| p.name).limit(2).filter(|p| p.id.eq(5));
    assert_eq!(sliced.await?, [("Novel".to_owned(), 5)]);
    let one = both.clone().values(|p| p.name).order_by(|p| p.name).limit(1).await?;
    assert_eq!(one, ["Atlas"]);
    for wrong in [both.clone().order_by(|p| p.price), both.clone().filter(|p| p.category.name.eq("Audio"))] {
        let error = db.assert_statements(0, wrong).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains("is not among the values of these rows"), "{error}");
    }
    let error = db.assert_statements(0, both.contains(1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn each_side_computes_its_own_annotations(db: Db) -> Result<()> {
    shop(&db).await;
    let rated = Product::objects(&db).annotate(|p| p.reviews.rating.max()).filter(|(_, best)| best.gte(5));
    let unrated = Product::objects(&db)
        .filter(|p| p.name.eq("Novel"))
        .annotate(|p| subquery(Review::within(p).filter(|r| r.rating.gt(4)).limit(1).values(|r| r.rating)));
    let both = rated.union(unrated);
    let rows = both.clone().order_by(|(p, best)| (best.desc(), p.id)).await?;
    let rows: Vec<_> = rows.iter().map(|(product, best)| (product.name.as_str(), *best)).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|(_, best)| *best == Some(5)));
    assert_eq!(both.clone().filter(|(p, best)| best.gt(3) & p.stock.gt(5)).count().await?, 1);
    let values = both.values(|(p, best)| (p.name, best)).order_by(|(p, _)| p.name).await?;
    assert_eq!(values, [("Novel".to_owned(), Some(5)), ("Radio".to_owned(), Some(5))]);
    let grouped = Product::objects(&db)
        .values(|p| p.category.name)
        .annotate(|p| p.id.count())
        .union_all(Supplier::objects(&db).values(|s| s.name).annotate(|s| s.products.count()))
        .order_by(|(p, n)| (n.desc(), p.category.name))
        .await?;
    let expected = [("Acme", 2), ("Audio", 2), ("Books", 2), ("Bolt", 1), ("Electronics", 1)];
    assert_eq!(grouped, expected.map(|(name, n)| (name.to_owned(), n)));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn related_rows_are_combined_with_others_and_streamed(db: Db) -> Result<()> {
    shop(&db).await;
    let acme = Supplier::objects(&db).by_key(1).await?;
    let either = acme.products.objects(&db).union(acme.backs_up.objects(&db)).order_by(|p| p.id);
    assert_eq!(names(&either.clone().await?), ["Radio", "Atlas", "Headset"]);
    let mut rows = either.prefetch_related(|p| p.tags).stream();
    let mut tags = Vec::new();
    while let Some(product) = rows.try_next().await? {
        tags.push(product.tags.loaded()?.len());
    }
    assert_eq!(tags, [2, 0, 2]);
    let many = (0..200).map(|_| acme.products.objects(&db)).reduce(QuerySet::union).unwrap();
    assert_eq!(many.count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_alias_of_a_side_stays_there(db: Db) -> Result<()> {
    shop(&db).await;
    let twice = || Product::objects(&db).alias(|p| p.price * 2);
    let cheap = twice().filter(|(_, twice)| twice.lt(dec!(31)));
    let either = cheap.union(audio(&db)).order_by(|(p, _)| p.id);
    assert_eq!(names(&either.clone().await?), ["Radio", "Atlas", "Headset", "Novel"]);
    assert_eq!(names(&either.clone().limit(3).filter(|(p, _)| p.stock.gt(2)).await?), ["Radio", "Atlas"]);
    let error = db.assert_statements(0, either.filter(|(_, twice)| twice.gt(dec!(1)))).await.unwrap_err();
    assert!(error.to_string().starts_with("an `alias` of one of several combined querysets"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn sides_without_rows_break_nothing_and_of_nothing_nothing_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    let nothing = || all().none();
    assert_eq!(sorted(&audio(&db).union(nothing()).await?), ["Headset", "Radio"]);
    assert_eq!(sorted(&nothing().union(audio(&db)).await?), ["Headset", "Radio"]);
    assert_eq!(sorted(&audio(&db).difference(nothing()).await?), ["Headset", "Radio"]);
    assert_eq!(
        sorted(&all().filter(|p| p.price.gt(30) & p.id.is_in([0i64; 0])).union(audio(&db)).await?).len(),
        2
    );
    db.assert_statements(0, async {
        assert!(nothing().union(nothing()).await?.is_empty());
        assert!(nothing().union(all().limit(0)).order_by(|p| p.name).await?.is_empty());
        assert_eq!(nothing().union_all(all().filter(|p| p.id.is_in([0i64; 0]))).count().await?, 0);
        assert!(!audio(&db).intersection(nothing()).exists().await?);
        assert!(nothing().difference(audio(&db)).await?.is_empty());
        assert!(audio(&db).union(dear(&db)).none().filter(|p| p.stock.gt(1)).await?.is_empty());
        Result::<()>::Ok(())
    })
    .await?;
    assert_eq!(sorted(&audio(&db).union(dear(&db)).none().union(audio(&db)).await?), ["Headset", "Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn combined_rows_are_neither_locked_nor_written(db: Db) -> Result<()> {
    shop(&db).await;
    let either = audio(&db).union(dear(&db));
    let update = db.assert_statements(0, either.clone().update(|p| p.stock.set(0))).await;
    assert_eq!(update.unwrap_err().kind(), Kind::Misuse);
    let delete = db.assert_statements(0, either.clone().delete()).await.unwrap_err();
    assert!(delete.to_string().starts_with("`delete` of combined rows of `Product`"), "{delete}");
    db.atomic(async |tx| -> Result<()> {
        let locked = audio(tx).select_for_update().union(dear(tx)).await.unwrap_err();
        assert_eq!(locked.kind(), Kind::Misuse);
        let locked = audio(tx).union(dear(tx)).select_for_update().await.unwrap_err();
        assert_eq!(locked.kind(), Kind::Misuse);
        Ok(())
    })
    .await
}
