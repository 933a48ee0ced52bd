//! Aggregates of relations that are filtered by before them, and beside others that are.

use querent::Result;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, shop};

type Counts = (i64, i64);

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_aggregated_is_not_multiplied_by_rows_that_another_relation_is_filtered_by(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    let with_tags = || Product::objects(&db).filter(|p| p.tags.name.is_in(["new", "sale"]));
    let counted = with_tags().annotate(|p| p.reviews.count()).order_by(|(p, _)| p.id);
    let counted = counted.values(|(p, n)| (p.name, n));
    let of_radio_lamp_and_headset = [3, 1, 2];
    let counts = |rows: Vec<(String, i64)>| rows.into_iter().map(|(_, n)| n).collect::<Vec<_>>();
    assert_eq!(counts(db.assert_statements(1, counted).await?), of_radio_lamp_and_headset);
    let both = with_tags().filter(|p| p.reviews.rating.gt(1)).annotate(|p| p.reviews.count());
    assert_eq!(counts(both.order_by(|(p, _)| p.id).values(|(p, n)| (p.name, n)).await?), [2, 1, 2]);
    let of_all = with_tags().aggregate(|p| p.reviews.count());
    assert_eq!(db.assert_statements(1, of_all).await?, 6);
    let of_categories = with_tags().values(|p| p.category.name).annotate(|p| p.reviews.count());
    let of_categories = of_categories.order_by(|(p, _)| p.category.name);
    assert_eq!(of_categories.await?, [("Audio".to_owned(), 5), ("Electronics".to_owned(), 1)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_of_relations_that_are_both_filtered_by_do_not_multiply_each_other(db: Db) -> Result<()> {
    shop(&db).await;
    let filtered = || {
        let filtered = Product::objects(&db).filter(|p| p.reviews.rating.gt(1));
        filtered.filter(|p| p.tags.name.is_in(["new", "sale"]))
    };
    let counted = filtered().annotate(|p| (p.reviews.count(), p.tags.count())).order_by(|(p, _)| p.id);
    let rows: Vec<(String, Counts)> =
        db.assert_statements(1, counted.clone().values(|(p, n)| (p.name, n))).await?;
    let expected = [("Radio", (2, 2)), ("Lamp", (1, 1)), ("Headset", (2, 2))];
    assert_eq!(rows, expected.map(|(name, counts)| (name.to_owned(), counts)));
    assert_eq!(counted.count().await?, 3);
    let in_one_call = Product::objects(&db)
        .filter(|p| p.reviews.rating.gt(1) & p.tags.name.is_in(["new", "sale"]))
        .annotate(|p| (p.reviews.rating.sum(), p.tags.count()))
        .order_by(|(p, _)| p.id)
        .values(|(_, totals)| totals);
    assert_eq!(in_one_call.await?, [(Some(8), 2), (Some(4), 1), (Some(4), 2)]);
    let of_all: Counts = filtered().aggregate(|p| (p.reviews.count(), p.tags.count())).await?;
    assert_eq!(of_all, (5, 5));
    let grouped = filtered().values(|p| p.category.name).annotate(|p| (p.reviews.count(), p.tags.count()));
    let grouped: Vec<(String, Counts)> = grouped.order_by(|(p, _)| p.category.name).await?;
    assert_eq!(grouped, [("Audio".to_owned(), (4, 4)), ("Electronics".to_owned(), (1, 1))]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_aggregate_whose_filter_speaks_of_another_relation_is_the_same_beside_others(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    db.batch_execute("INSERT INTO reviews (product_id, rating) VALUES (5, 4)").await?; // Novel, which has no tag
    let products = || Product::objects(&db).order_by(|p| p.id);
    let of_common = products().annotate(|p| p.reviews.count().filter(p.tags.name.ne("rare")));
    let alone = of_common.values(|(_, n)| n).await?;
    assert_eq!(alone, [6, 1, 0, 4, 1], "each review for each tag, or for none");
    let beside = products()
        .annotate(|p| (p.reviews.count().filter(p.tags.name.ne("rare")), p.reviews.count(), p.tags.count()));
    let beside: Vec<(i64, i64, i64)> = db.assert_statements(1, beside.values(|(_, n)| n)).await?;
    assert_eq!(beside, [(6, 3, 2), (1, 1, 1), (0, 0, 0), (4, 2, 2), (1, 1, 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_of_no_rows_are_one_row_whatever_is_filtered_by(db: Db) -> Result<()> {
    shop(&db).await;
    let none = Product::objects(&db).filter(|p| p.id.eq(0)).filter(|p| p.reviews.rating.gt(1));
    let none = none.filter(|p| p.tags.name.eq("new"));
    let counts: Counts = none.clone().aggregate(|p| (p.reviews.count(), p.tags.count())).await?;
    assert_eq!(counts, (0, 0));
    let counts: (i64, i64, i64) =
        none.aggregate(|p| (p.reviews.count(), p.tags.count(), p.id.count())).await?;
    assert_eq!(counts, (0, 0, 0));
    let only_tags = Product::objects(&db).filter(|p| p.tags.name.is_in(["new", "sale"]));
    let counts: Counts = only_tags.aggregate(|p| (p.reviews.count(), p.tags.count())).await?;
    assert_eq!(counts, (6, 5));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_call_speaks_of_one_related_row_before_an_aggregate_of_others(db: Db) -> Result<()> {
    shop(&db).await;
    let found = async |products: QuerySet<Product>| -> Result<(i64, i64)> {
        let counted = products.clone().distinct().count().await?;
        Ok((counted, products.annotate(|p| p.reviews.count()).count().await?))
    };
    let new_and_not_on_sale =
        Product::objects(&db).filter(|p| p.tags.name.eq("new") & !p.tags.name.eq("sale"));
    assert_eq!(found(new_and_not_on_sale).await?, (2, 2), "it is not the same tag");
    let new_or_well_reviewed = |name| {
        Product::objects(&db)
            .filter(move |p| p.tags.name.eq("new") & (p.tags.name.eq(name) | p.reviews.rating.gt(4)))
    };
    assert_eq!(found(new_or_well_reviewed("new")).await?, (2, 2));
    assert_eq!(found(new_or_well_reviewed("sale")).await?, (1, 1));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn calls_on_a_filtered_relation_speak_of_one_row_before_an_aggregate_of_others(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
    let of_two_rows =
        cheap.filter(|(_, cheap)| cheap.stock.gt(20)).filter(|(_, cheap)| cheap.name.eq("Atlas"));
    let counted = of_two_rows.annotate(|(c, _)| c.children.count());
    assert_eq!(counted.await?.len(), 0);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_of_many_rows_beside_an_aggregate_are_what_it_is_grouped_by(db: Db) -> Result<()> {
    shop(&db).await;
    let named = Product::objects(&db)
        .filter(|p| p.tags.name.is_in(["new", "sale"]))
        .filter(|p| p.reviews.rating.gt(1))
        .annotate(|p| p.tags.name)
        .annotate(|(p, _)| p.reviews.count())
        .order_by(|(p, name, _)| (p.id, name))
        .values(|(p, name, count)| (p.name, name, count));
    let rows: Vec<_> = named.await?.into_iter().map(|(_, name, count)| (name, count)).collect();
    let rows: Vec<_> = rows.iter().map(|(name, count)| (name.as_deref(), *count)).collect();
    let (new, sale) = (Some("new"), Some("sale"));
    assert_eq!(rows, [(new, 2), (sale, 2), (sale, 1), (new, 2), (sale, 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn prefetched_rows_are_ordered_by_aggregates_of_filtered_relations(db: Db) -> Result<()> {
    shop(&db).await;
    let categories = Category::objects(&db).order_by(|c| c.id).prefetch_related(|c| {
        c.products
            .filter(|p| p.reviews.rating.gt(1))
            .filter(|p| p.tags.name.is_in(["new", "sale"]))
            .order_by(|p| (p.reviews.count(), p.tags.count(), p.name))
    });
    let mut found = Vec::new();
    for category in &db.assert_statements(2, categories).await? {
        found.push(crate::models::names(category.products.loaded()?).join(", "));
    }
    assert_eq!(found, ["Lamp", "Headset, Radio", "", ""]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn slots_of_one_relation_are_one_join_before_an_aggregate(db: Db) -> Result<()> {
    shop(&db).await;
    let one_row = Category::objects(&db).filter(|c| c.products.stock.gt(3) & c.cheap.price.lt(30));
    let counted = one_row.annotate(|c| c.products.count()).values(|(c, n)| (c.name, n));
    assert_eq!(counted.await?, [("Audio".to_owned(), 1), ("Books".to_owned(), 2)]);
    let of_the_filtered = Category::objects(&db).filter(|c| c.cheap.price.lt(30));
    let counted = of_the_filtered.annotate(|c| c.products.count()).values(|(c, n)| (c.name, n));
    assert_eq!(counted.await?, [("Audio".to_owned(), 1), ("Books".to_owned(), 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_lies_behind_a_filtered_relation_is_behind_its_rows_before_an_aggregate(db: Db) -> Result<()> {
    shop(&db).await;
    let books = Product::objects(&db)
        .filtered_relation(|p| p.category.filter(|c| c.name.eq("Books")))
        .filter(|(_, books)| books.children.name.eq("Audio"))
        .annotate(|(p, _)| p.reviews.count());
    assert_eq!(books.await?.len(), 0, "Audio is below Electronics");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn beside_an_aggregate_of_the_querys_rows_those_of_relations_are_of_their_own(db: Db) -> Result<()> {
    shop(&db).await;
    let tagged = || Product::objects(&db).filter(|p| p.tags.name.is_in(["new", "sale"]));
    let (reviews, rows) = tagged().aggregate(|p| (p.reviews.count(), p.id.count())).await?;
    assert_eq!((reviews, rows), (6, 5), "the rows are those that are joined");
    let (rows, reviews) = tagged().aggregate(|p| (p.id.count(), p.reviews.count())).await?;
    assert_eq!((rows, reviews), (5, 6));
    let counted = tagged()
        .filter(|p| p.reviews.rating.gt(1))
        .annotate(|p| (p.reviews.count(), p.tags.count(), p.id.count()))
        .order_by(|(p, _)| p.id)
        .values(|(_, counts)| counts);
    let counted: Vec<(i64, i64, i64)> = db.assert_statements(1, counted).await?;
    assert_eq!(counted, [(2, 2, 4), (1, 1, 1), (2, 2, 4)]);
    Ok(())
}
