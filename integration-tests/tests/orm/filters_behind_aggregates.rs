//! Conditions of one call behind an aggregate.

use querent::Result;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_an_aggregate_one_filter_speaks_of_one_related_row(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = || Category::objects(&db).annotate(|c| c.products.count());
    let named = |rows: Vec<(Category, i64)>| rows.into_iter().map(|(c, n)| (c.name, n)).collect::<Vec<_>>();
    let dear_and_in_stock =
        counted().filter(|(c, n)| n.gt(5) | (c.products.price.gt(50) & c.products.stock.gt(3)));
    assert_eq!(named(db.assert_statements(1, dear_and_in_stock).await?), []);
    let dear_or_many =
        counted().filter(|(c, n)| (c.products.price.gt(50) | n.gt(5)) & c.products.stock.gt(3));
    assert_eq!(named(dear_or_many.await?), []);
    let many = counted().filter(|(c, n)| (c.products.price.gt(50) | n.gt(1)) & c.products.stock.gt(3));
    assert_eq!(named(many.clone().await?), [("Audio".to_owned(), 2), ("Books".to_owned(), 2)]);
    assert_eq!(many.count().await?, 2);
    let compared = counted().filter(|(c, n)| c.products.id.gt(n) & c.products.price.gt(50));
    assert_eq!(named(compared.await?), [("Audio".to_owned(), 2)]);
    let rows = Category::objects(&db)
        .annotate(|c| (count_all(c), c.products.price.sum()))
        .filter(|(c, (rows, sum))| {
            c.products.stock.gt(3) & (c.products.price.gt(50) | (rows.gt(1) & sum.lt(dec!(30))))
        })
        .values(|(c, _)| c.name);
    assert_eq!(rows.await?, Vec::<String>::new());
    let rows = Category::objects(&db)
        .annotate(count_all)
        .filter(|(c, rows)| rows.gt(1) | (c.products.price.gt(50) & c.products.stock.lt(3)))
        .values(|(c, rows)| (c.name, rows));
    assert_eq!(rows.await?, [("Audio".to_owned(), 1)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_aggregates_of_several_kinds_one_filter_speaks_of_one_related_row(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = || {
        let counted =
            Category::objects(&db).annotate(|c| (c.products.count(), c.products.price.sum(), count_all(c)));
        counted.values(|(c, _)| c.name)
    };
    let no_row: [&str; 0] = [];
    let dear_and_in_stock =
        counted().filter(|(c, (n, ..))| n.gt(5) | (c.products.price.gt(50) & c.products.stock.gt(3)));
    assert_eq!(db.assert_statements(1, dear_and_in_stock).await?, no_row);
    let or_with_or =
        counted().filter(|(c, (n, ..))| (c.products.price.gt(50) | n.gt(5)) & c.products.stock.gt(3));
    assert_eq!(or_with_or.await?, no_row);
    let of_one =
        counted().filter(|(c, (n, ..))| (c.products.price.gt(50) | n.gt(1)) & c.products.stock.gt(3));
    assert_eq!(of_one.await?, ["Audio", "Books"]);
    let of_a_sum = counted().filter(|(c, (_, sum, _))| {
        c.products.stock.gt(3) & (c.products.price.gt(50) | sum.lt(dec!(30))) & c.name.ne("Empty")
    });
    assert_eq!(of_a_sum.await?, ["Books"]);
    let of_all_rows = counted().filter(|(c, (.., all))| {
        all.lt(2) & (all.gt(2) | (c.products.price.gt(50) & c.products.stock.lt(3)))
    });
    assert_eq!(of_all_rows.await?, ["Audio"]);
    let compared = counted().filter(|(c, (n, ..))| c.products.id.gt(n) & c.products.price.gt(50));
    assert_eq!(compared.await?, ["Audio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_an_aggregate_a_condition_on_it_needs_no_related_row(db: Db) -> Result<()> {
    shop(&db).await;
    let rows = Category::objects(&db)
        .annotate(|c| c.products.count())
        .filter(|(c, n)| n.eq(0) | (c.products.price.gt(10) & c.products.stock.gt(5)))
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n));
    assert_eq!(rows.await?, [("Books".to_owned(), 2), ("Empty".to_owned(), 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_beside_a_positive_condition_is_the_same_behind_an_aggregate(db: Db) -> Result<()> {
    shop(&db).await;
    let plain = || Category::objects(&db).values(|c| c.name);
    let counted = || Category::objects(&db).annotate(|c| c.products.count()).values(|(c, _)| c.name);
    let behind = counted().filter(|(c, _)| c.products.price.gt(50) & !c.products.name.eq("Radio"));
    assert_eq!(behind.await?, ["Audio"]);
    assert_eq!(plain().filter(|c| c.products.price.gt(50) & !c.products.name.eq("Radio")).await?, ["Audio"]);
    // No row is joined yet where the negation stands first: it speaks of all of them.
    let first = counted().filter(|(c, _)| !c.products.name.eq("Radio") & c.products.price.gt(50));
    assert!(first.await?.is_empty());
    assert!(plain().filter(|c| !c.products.name.eq("Radio") & c.products.price.gt(50)).await?.is_empty());
    // The tags of the one product are not joined.
    let deeper = counted().filter(|(c, _)| c.products.price.lt(50) & !c.products.tags.name.eq("new"));
    let plain = plain().filter(|c| c.products.price.lt(50) & !c.products.tags.name.eq("new")).distinct();
    assert_eq!(deeper.await?, ["Books", "Electronics"]);
    assert_eq!(plain.await?, ["Books", "Electronics"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_aggregates_one_filter_speaks_of_one_row_of_each_relation(db: Db) -> Result<()> {
    shop(&db).await;
    let counted =
        || Product::objects(&db).annotate(|p| (p.reviews.count(), p.tags.count())).order_by(|(p, _)| p.id);
    let rows = counted().filter(|(p, (reviews, tags))| {
        (p.reviews.rating.gt(2) | tags.gt(5))
            & (p.tags.name.eq("new") | reviews.gt(5))
            & p.reviews.rating.lt(4)
            & !p.tags.name.eq("sale")
    });
    let rows = rows.values(|(p, counts)| (p.name, counts));
    assert_eq!(rows.await?, [("Radio".to_owned(), (3, 2))]);
    let grouped = Product::objects(&db)
        .values(|p| p.name)
        .annotate(count_all)
        .filter(|(p, n)| n.gt(5) | (p.reviews.rating.gt(2) & p.reviews.rating.lt(4)))
        .order_by(|(p, _)| p.name);
    assert_eq!(grouped.await?, [("Radio".to_owned(), 1)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_subquery_beside_a_related_row_behind_an_aggregate_may_use_both(db: Db) -> Result<()> {
    shop(&db).await;
    let rows = Category::objects(&db)
        .annotate(|c| c.products.count())
        .filter(|(c, n)| {
            let same = Product::within(c).filter(|p| p.id.gt(n) & p.name.eq(c.products.name));
            c.products.price.gt(50) & (exists(same) | n.gt(5))
        })
        .values(|(c, _)| c.name);
    assert_eq!(rows.await?, ["Audio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_subquery_that_uses_a_related_row_multiplies_no_aggregate(db: Db) -> Result<()> {
    shop(&db).await;
    let rows = Category::objects(&db)
        .annotate(|c| c.products.count())
        .filter(|(c, _)| exists(Product::within(c).filter(|p| p.stock.lt(c.products.stock))))
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n));
    let expected = [("Audio".to_owned(), 2), ("Books".to_owned(), 2)];
    assert_eq!(rows.await?, expected);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_an_aggregate_of_a_slice_one_filter_speaks_of_one_related_row(db: Db) -> Result<()> {
    shop(&db).await;
    let first = || {
        Category::objects(&db).order_by(|c| c.id).limit(3).annotate(|c| (c.products.count(), count_all(c)))
    };
    let none = first().filter(|(c, (n, _))| n.gt(5) | (c.products.price.gt(50) & c.products.stock.gt(3)));
    assert!(none.await?.is_empty());
    let some = first()
        .filter(|(c, (n, all))| {
            all.gt(5) | n.eq(1) | (c.products.price.gt(50) & c.parent.name.eq("Electronics"))
        })
        .order_by(|(c, _)| c.id)
        .values(|(c, (n, _))| (c.name, n));
    assert_eq!(some.await?, [("Electronics".to_owned(), 1), ("Audio".to_owned(), 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn inside_a_query_one_filter_behind_an_aggregate_speaks_of_one_related_row(db: Db) -> Result<()> {
    shop(&db).await;
    let with_peers = |least: i64| {
        let products = Product::objects(&db).filter(move |p| {
            let categories = Category::within(p).annotate(|c| c.products.count()).filter(move |(c, n)| {
                c.id.eq(p.category.key())
                    & (n.gt(least) | (c.products.price.gt(p.price) & c.products.stock.gt(3)))
            });
            exists(categories)
        });
        products.order_by(|p| p.id).values(|p| p.name)
    };
    assert_eq!(with_peers(1).await?, ["Radio", "Atlas", "Headset", "Novel"]);
    assert_eq!(with_peers(2).await?, ["Novel"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn behind_an_aggregate_one_filter_speaks_of_one_row_of_a_filtered_relation(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = || {
        let cheap = Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
        cheap.annotate(|(c, _)| c.children.count())
    };
    let dear = cheap().filter(|((_, cheap), n)| n.gt(5) | (cheap.price.gt(50) & cheap.stock.gt(1)));
    assert_eq!(dear.count().await?, 0);
    let some = cheap().filter(|((_, cheap), n)| n.gt(0) | (cheap.price.gt(10) & !cheap.name.eq("Radio")));
    assert_eq!(
        some.values(|((c, _), n)| (c.name, n)).await?,
        [("Books".to_owned(), 0), ("Electronics".to_owned(), 1)]
    );
    Ok(())
}
