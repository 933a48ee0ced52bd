//! What is right by itself is right together.

use querent::prelude::*;
use querent::{Kind, Result};
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, Tag, names, shop};

fn named(categories: &[Category]) -> Vec<&str> {
    categories.iter().map(|category| category.name.as_str()).collect()
}

#[querent_testkit::test(models = [Review, Detail])]
async fn tables_of_a_subquery_inside_a_subquery_have_names_of_their_own(db: Db) -> Result<()> {
    shop(&db).await;
    let not_beside_audio = Category::objects(&db)
        .filter(|c| exists(c.products.exclude(|p| p.category.parent.children.name.eq("Audio"))));
    assert_eq!(named(&not_beside_audio.await?), ["Books", "Electronics"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_annotation_that_is_only_aggregated_or_filtered_by_makes_no_groups(db: Db) -> Result<()> {
    shop(&db).await;
    let twice = Product::objects(&db)
        .alias(|p| p.price * 2)
        .filter(|(_, twice)| twice.gt(dec!(30)))
        .values(|(p, _)| p.category.name)
        .annotate(|(_, twice)| twice.sum())
        .order_by(|((p, _), _)| p.category.name);
    let expected = [("Audio", dec!(239.98)), ("Electronics", dec!(71.00))];
    assert_eq!(twice.await?, expected.map(|(name, sum)| (name.to_owned(), Some(sum))));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pairs_that_lead_to_no_row_of_a_filtered_relation_are_none_of_it(db: Db) -> Result<()> {
    shop(&db).await;
    let new = || Product::objects(&db).filtered_relation(|p| p.tags.filter(|t| t.name.eq("new")));
    let without = new().filter(|(_, new)| new.is_null()).order_by(|(p, _)| p.id);
    assert_eq!(names(&without.await?), ["Lamp", "Atlas", "Novel"]);
    let all = new().order_by(|(p, _)| p.id).values(|(p, new)| (p.id, new.name)).await?;
    let tagged = |id| (id, Some("new".to_owned()));
    assert_eq!(all, [tagged(1), (2, None), (3, None), tagged(4), (5, None)]);
    let counts = new().annotate(|(p, new)| (new.count(), p.reviews.count())).order_by(|((p, _), _)| p.id);
    let counts: Vec<_> = counts.await?.into_iter().map(|(_, counts)| counts).collect();
    assert_eq!(counts, [(1, 3), (0, 1), (0, 0), (1, 2), (0, 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_first_rows_of_groups_keep_their_order_when_one_is_asked_for(db: Db) -> Result<()> {
    shop(&db).await;
    let dearest = || {
        Product::objects(&db)
            .order_by(|p| (p.category.key(), p.price.desc()))
            .distinct_on(|p| p.category.key())
    };
    assert_eq!(dearest().get(|p| p.category.eq(2)).await?.name, "Headset");
    let active = dearest().values(|p| p.is_active).annotate(|p| p.id.count());
    assert_eq!(active.order_by(|(p, _)| p.is_active).await?, [(false, 1), (true, 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_constant_condition_is_a_value_that_rows_are_grouped_and_ordered_by(db: Db) -> Result<()> {
    shop(&db).await;
    let none: Vec<i64> = Vec::new();
    let rows = Category::objects(&db)
        .annotate(|c| (c.id.is_in(none), c.products.count()))
        .order_by(|(c, (never, _))| (never, c.id))
        .values(|(c, (never, n))| (c.id, never, n));
    let never = Some(false);
    assert_eq!(rows.await?, [(1, never, 1), (2, never, 2), (3, never, 2), (4, never, 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_of_the_row_and_of_related_rows_stand_in_one_expression(db: Db) -> Result<()> {
    shop(&db).await;
    let sums = Product::objects(&db).annotate(|p| p.stock.sum() + p.reviews.count()).order_by(|(p, _)| p.id);
    let sums: Vec<_> = sums.await?.into_iter().map(|(_, sum)| sum).collect();
    assert_eq!(sums, [Some(8), Some(1), Some(9), Some(4), Some(40)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_aggregate_is_the_same_whatever_is_aggregated_beside_it(db: Db) -> Result<()> {
    shop(&db).await;
    let empty = || Category::objects(&db).filter(|c| c.name.eq("Empty"));
    let alone = empty().values(|c| (c.products.stock.coalesce(7).sum(), c.products.name.array_agg())).await?;
    let beside = empty()
        .values(|c| (c.products.stock.coalesce(7).sum(), c.products.name.array_agg(), c.children.count()))
        .await?;
    assert_eq!(alone, [(Some(7), Some(vec![None]))]);
    assert_eq!(beside, [(Some(7), Some(vec![None]), 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_on_groups_may_ask_of_many_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let rows = Category::objects(&db)
        .values(|c| c.name)
        .annotate(|c| c.products.count())
        .filter(|(c, n)| n.gt(5) | c.products.stock.gt(8))
        .order_by(|(c, _)| c.name);
    assert_eq!(rows.await?, [("Books".to_owned(), 2)]);
    let of_few = Product::objects(&db)
        .values(|p| p.category.key())
        .annotate(count_all)
        .filter(|(_, n)| n.not_in(Category::objects(&db).values(|c| c.id)))
        .order_by(|(p, _)| p.category.key());
    assert_eq!(of_few.await?, []);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_prefetch_is_ordered_by_an_aggregate(db: Db) -> Result<()> {
    shop(&db).await;
    let tags = Tag::objects(&db)
        .filter(|t| t.name.ne("rare"))
        .prefetch_related(|t| t.products.order_by(|p| (p.reviews.count(), p.id)))
        .await?;
    let products: Vec<_> = tags.iter().map(|tag| names(tag.products.loaded().unwrap())).collect();
    assert_eq!(products, [vec!["Headset", "Radio"], vec!["Lamp", "Headset", "Radio"]]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_among_the_values_of_a_slice_are_those_of_its_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let rows = Product::objects(&db)
        .order_by(|p| p.price.desc())
        .limit(2)
        .values(|p| (p.id, p.reviews.count()))
        .order_by(|p| p.id);
    assert_eq!(rows.await?, [(2, 1), (4, 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_mistake_in_a_subquery_of_a_negated_condition_is_an_error(db: Db) -> Result<()> {
    shop(&db).await;
    let mistaken = Product::objects(&db).order_by(|p| p.price).distinct_on(|p| p.stock).values(|p| p.id);
    let error = Category::objects(&db).exclude(|c| c.products.id.is_in(mistaken)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}
