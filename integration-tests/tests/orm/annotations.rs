//! Annotations: what is computed for each row, and conditions, orders and values made of it.

use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};

use crate::models::{Category, Detail, Product, Review, Supplier, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn each_call_adds_one_element_to_the_rows_and_to_later_closures(db: Db) {
    shop(&db).await;
    let rows = Category::objects(&db)
        .annotate(|c| (c.products.count(), c.products.price.avg()))
        .filter(|(c, (n, _))| n.gt(0) & c.name.icontains("o"))
        .order_by(|(_, (n, average))| (n.desc(), average.desc()))
        .annotate(|(_, (n, _))| n + 1);
    let rows: Vec<(Category, (i64, Option<Decimal>), i64)> = db.assert_statements(1, rows).await.unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(c, (n, average), m)| (c.name, n, average, m)).collect();
    let expected = [
        ("Audio".to_owned(), 2, Some(dec!(59.995)), 3),
        ("Books".to_owned(), 2, Some(dec!(12.45)), 3),
        ("Electronics".to_owned(), 1, Some(dec!(35.5)), 2),
    ];
    assert_eq!(rows, expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_of_one_relation_are_one_join_and_one_group(db: Db) {
    let rows = Category::objects(&db)
        .annotate(|c| (c.products.count(), c.products.price.max()))
        .filter(|(c, (n, _))| n.gt(1) & c.name.ne("Books"))
        .values(|(c, (n, _))| (c.id, n));
    assert_eq!(
        rows.sql().unwrap(),
        "SELECT \"categories\".\"id\", count(\"products\".\"id\") FROM \"categories\" LEFT JOIN \"products\" ON \
         \"products\".\"category_id\" = \"categories\".\"id\" WHERE \"categories\".\"name\" <> $2 GROUP BY \
         \"categories\".\"id\" HAVING count(\"products\".\"id\") > $1 ORDER BY \"categories\".\"name\""
    );
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_of_different_relations_do_not_multiply_each_other(db: Db) {
    shop(&db).await;
    let rows = Product::objects(&db)
        .annotate(|p| (p.reviews.count(), p.tags.count(), p.reviews.rating.sum()))
        .filter(|(_, (reviews, ..))| reviews.gt(0))
        .order_by(|(p, _)| p.id);
    assert!(!rows.sql().unwrap().contains("GROUP BY"));
    let rows: Vec<_> = rows.await.unwrap().into_iter().map(|(p, counts)| (p.name, counts)).collect();
    let expected = [
        ("Radio".to_owned(), (3, 2, Some(9))),
        ("Lamp".to_owned(), (1, 1, Some(4))),
        ("Headset".to_owned(), (2, 2, Some(4))),
    ];
    assert_eq!(rows, expected);
    let totals = Product::objects(&db).aggregate(|p| (p.price.sum(), p.tags.count(), p.reviews.count()));
    assert_eq!(db.assert_statements(1, totals).await.unwrap(), (Some(dec!(180.39)), 5, 6));
    let by_category = Product::objects(&db)
        .values(|p| p.category.name)
        .annotate(|p| (p.price.sum(), p.tags.count(), p.reviews.rating.max()))
        .order_by(|(p, _)| p.category.name);
    let expected = [
        ("Audio".to_owned(), (Some(dec!(119.99)), 4, Some(5))),
        ("Books".to_owned(), (Some(dec!(24.90)), 0, None)),
        ("Electronics".to_owned(), (Some(dec!(35.50)), 1, Some(4))),
    ];
    assert_eq!(db.assert_statements(1, by_category).await.unwrap(), expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_filter_before_an_aggregate_decides_what_is_aggregated_and_one_behind_it_which_rows_stay(db: Db) {
    shop(&db).await;
    let counted = |rows: Vec<(Category, i64)>| -> Vec<(String, i64)> {
        rows.into_iter().map(|(category, n)| (category.name, n)).collect()
    };
    let before = Category::objects(&db).filter(|c| c.products.price.lt(30)).annotate(|c| c.products.count());
    assert_eq!(counted(before.await.unwrap()), [("Audio".to_owned(), 1), ("Books".to_owned(), 2)]);
    let behind =
        Category::objects(&db).annotate(|c| c.products.count()).filter(|(c, _)| c.products.price.lt(30));
    assert_eq!(behind.clone().count().await.unwrap(), 2);
    assert_eq!(counted(behind.await.unwrap()), [("Audio".to_owned(), 2), ("Books".to_owned(), 2)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_filter_holds_for_what_is_aggregated_behind_the_rows_it_speaks_of(db: Db) {
    shop(&db).await;
    let cheap = Category::objects(&db).filter(|c| c.products.price.lt(30));
    let reviews = cheap.clone().annotate(|c| c.products.reviews.count());
    let reviews: Vec<_> = reviews.await.unwrap().into_iter().map(|(c, n)| (c.name, n)).collect();
    assert_eq!(reviews, [("Audio".to_owned(), 3), ("Books".to_owned(), 0)]);
    let both = cheap.annotate(|c| (c.products.reviews.count(), c.products.count(), c.children.count()));
    let both: Vec<_> =
        db.assert_statements(1, both).await.unwrap().into_iter().map(|(c, n)| (c.name, n)).collect();
    assert_eq!(both, [("Audio".to_owned(), (3, 1, 0)), ("Books".to_owned(), (0, 2, 0))]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_aggregated_of_chosen_values_of_groups_are_the_groups(db: Db) {
    shop(&db).await;
    let categories_by_size = Category::objects(&db)
        .annotate(|c| c.products.count())
        .values(|(_, n)| n)
        .annotate(|(c, _)| c.id.count())
        .order_by(|((_, n), _)| n);
    assert_eq!(categories_by_size.await.unwrap(), [(0, 1), (1, 1), (2, 2)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_alternative_behind_an_aggregate_may_hold_without_a_related_row(db: Db) {
    shop(&db).await;
    let counted = || Category::objects(&db).annotate(|c| c.products.count());
    let named = async |query: QuerySet<Category, _>| -> Vec<String> {
        query.await.unwrap().into_iter().map(|(category, _): (Category, i64)| category.name).collect()
    };
    let one = counted().filter(|(c, _)| c.products.stock.gt(3) | c.name.eq("Audio"));
    assert_eq!(named(one).await, ["Audio", "Books"]);
    let other = counted().filter(|(c, _)| c.products.stock.gt(100) | c.name.eq("Empty"));
    assert_eq!(named(other).await, ["Empty"]);
    let coalesced = Category::objects(&db).exclude(|c| c.products.note.coalesce("none").eq("small"));
    let coalesced: Vec<_> = coalesced.await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(coalesced, ["Books", "Electronics", "Empty"]);
    let without = Category::objects(&db).exclude(|c| c.products.note.coalesce("none").eq("none"));
    let without: Vec<_> = without.await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(without, ["Books"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_before_an_aggregate_are_what_rows_are_grouped_by(db: Db) {
    shop(&db).await;
    let rows = Product::objects(&db)
        .annotate(|p| p.stock % 2)
        .values(|(p, odd)| (odd, p.category.name))
        .annotate(|(p, _)| p.id.count())
        .filter(|(_, n)| n.gt(1))
        .order_by(|((p, odd), n)| (n.desc(), p.category.name, odd));
    assert_eq!(rows.clone().count().await.unwrap(), 0);
    assert_eq!(rows.await.unwrap(), []);
    let by_supplier = Product::objects(&db)
        .values(|p| p.supplier.name)
        .annotate(|p| (p.id.count(), p.price.max()))
        .order_by(|(p, _)| p.supplier.name.asc().nulls_first());
    let expected = [
        (None, (1, Some(dec!(9.90)))),
        (Some("Acme".to_owned()), (2, Some(dec!(99.99)))),
        (Some("Bolt".to_owned()), (1, Some(dec!(35.50)))),
    ];
    let some = by_supplier.clone().exclude(|(p, _)| p.name.eq("Atlas"));
    assert_eq!(some.await.unwrap(), expected);
    assert_eq!(by_supplier.count().await.unwrap(), 3);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_carries_its_annotations_and_is_aggregated_as_it_is(db: Db) {
    shop(&db).await;
    let dearest = Product::objects(&db).alias(|p| p.price * 2).order_by(|(_, twice)| twice.desc()).limit(3);
    let total = dearest.clone().aggregate(|(p, twice)| (p.price.sum(), twice.max()));
    assert_eq!(total.await.unwrap(), (Some(dec!(155.49)), Some(dec!(199.98))));
    let filtered = dearest.filter(|(_, twice)| twice.lt(dec!(100))).order_by(|(_, twice)| twice);
    let names: Vec<_> = filtered.await.unwrap().into_iter().map(|product| product.name).collect();
    assert_eq!(names, ["Radio", "Lamp"]);
    let counts = Category::objects(&db).annotate(|c| c.products.count());
    let of_counts = counts.clone().aggregate(|(_, n)| (n.avg(), n.max()));
    assert_eq!(db.assert_statements(1, of_counts).await.unwrap(), (Some(1.25), Some(2)));
    let largest = counts.order_by(|(c, n)| (n.desc(), c.id)).limit(2).filter(|(c, _)| c.name.ne("Audio"));
    let largest: Vec<_> = largest.await.unwrap().into_iter().map(|(c, n)| (c.name, n)).collect();
    assert_eq!(largest, [("Books".to_owned(), 2)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn annotated_rows_have_their_related_rows(db: Db) {
    shop(&db).await;
    let rows = Product::objects(&db)
        .annotate(|p| p.reviews.count())
        .select_related(|p| (p.category, p.supplier))
        .prefetch_related(|p| p.tags)
        .order_by(|(p, n)| (n.desc(), p.supplier.name))
        .limit(2);
    let rows = db.assert_statements(2, rows).await.unwrap();
    let seen: Vec<_> = rows
        .iter()
        .map(|(p, n)| {
            (p.name.as_str(), *n, p.category.loaded().unwrap().name.as_str(), p.tags.loaded().unwrap().len())
        })
        .collect();
    assert_eq!(seen, [("Radio", 3, "Audio", 2), ("Headset", 2, "Audio", 2)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_grouped_query_is_a_set_and_can_be_asked_for_one_row(db: Db) {
    shop(&db).await;
    let busy = Category::objects(&db).annotate(|c| c.products.count()).filter(|(_, n)| n.gte(2));
    assert!(busy.clone().exists().await.unwrap());
    assert_eq!(busy.clone().first().await.unwrap().map(|(c, n)| (c.name, n)), Some(("Audio".to_owned(), 2)));
    let products =
        Product::objects(&db).filter(|p| p.category.is_in(Category::objects(&db).filter(|c| c.id.gt(1))));
    assert_eq!(products.count().await.unwrap(), 4);
    let of_busy = Product::objects(&db).filter(|p| p.category.key().is_in(busy.values(|(c, _)| c.id)));
    assert_eq!(of_busy.count().await.unwrap(), 4);
    let one = Supplier::objects(&db).annotate(|s| s.products.count()).get(|(s, _)| s.name.eq("Acme"));
    assert_eq!(one.await.unwrap().1, 2);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_order_by_an_aggregate_needs_no_annotation(db: Db) {
    shop(&db).await;
    let rows = Category::objects(&db).order_by(|c| (c.products.count().desc(), c.name.desc()));
    let names: Vec<_> = rows.await.unwrap().into_iter().map(|category| category.name).collect();
    assert_eq!(names, ["Books", "Audio", "Electronics", "Empty"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn aggregates_have_filters_defaults_orders_and_arithmetic(db: Db) {
    shop(&db).await;
    let rows = Category::objects(&db)
        .annotate(|c| {
            let dear = c.products.price.gt(30);
            (
                c.products.count().filter(dear),
                c.products.stock.sum().default(0),
                c.products.name.string_agg("+").order_by(c.products.name.desc()),
                c.products.stock.max() - c.products.stock.min(),
            )
        })
        .order_by(|(c, _)| c.id);
    let rows: Vec<_> = rows.await.unwrap().into_iter().map(|(_, row)| row).collect();
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        (1, 0, text("Lamp"), Some(0)),
        (1, 7, text("Radio+Headset"), Some(3)),
        (0, 49, text("Novel+Atlas"), Some(31)),
        (0, 0, None, None),
    ];
    assert_eq!(rows, expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_aggregate_is_the_same_wherever_other_related_rows_are_shown(db: Db) {
    shop(&db).await;
    let headset = || Product::objects(&db).filter(|p| p.name.eq("Headset"));
    let behind = headset().values(|p| (p.tags.count(), p.reviews.rating)).await.unwrap();
    let before = headset().values(|p| (p.reviews.rating, p.tags.count())).await.unwrap();
    assert_eq!((behind[0], before[0]), ((2, Some(2)), (Some(2), 2)));
    let all = || Product::objects(&db).order_by(|p| p.id);
    let counts = |rows: Vec<(Product, i64)>| rows.into_iter().map(|(_, n)| n).collect::<Vec<_>>();
    let behind = all().annotate(|p| p.reviews.count()).alias(|(p, _)| p.tags.name);
    assert_eq!(counts(behind.await.unwrap()), [3, 1, 0, 2, 0]);
    let before = all().alias(|p| p.tags.name).annotate(|(p, _)| p.reviews.count());
    let before = before.await.unwrap();
    assert_eq!(counts(before), [3, 1, 0, 2, 0]);
    let ordered = Product::objects(&db).annotate(|p| p.reviews.count());
    let ordered = ordered.order_by(|(p, _)| (p.tags.name, p.id)).await.unwrap();
    assert_eq!(counts(ordered), [3, 2, 3, 1, 2, 0, 0], "one row for each tag");
    let rated = all().annotate(|p| p.reviews.count()).values(|(p, n)| (p.id, p.reviews.rating, n));
    let rated = rated.filter(|(p, _)| p.id.eq(4)).await.unwrap();
    assert_eq!(rated, [(4, Some(2), 2)], "of the rows that are shown themselves");
}
