//! Rows of values as structs of the user's.

use querent::prelude::*;

use crate::models::{Category, Country, Detail, Product, Review, Supplier, Tag, shop};

#[derive(Values, Debug, PartialEq)]
struct Card {
    name: String,
    supplier: Option<String>,
    n: i64,
}

#[derive(Values, Debug, PartialEq)]
struct Stats {
    n: i64,
    highest: Option<i32>,
}

/// A struct of structs and tuples.
#[derive(Values, Debug, PartialEq)]
struct Report {
    title: String,
    stats: Stats,
    keys: (i64, Option<i64>),
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn values_are_read_into_the_fields_of_their_names(db: Db) {
    shop(&db).await;
    let cards: Vec<Card> = Product::objects(&db)
        .order_by(|p| p.id)
        .limit(3)
        .values(|p| CardValues { n: p.reviews.count(), supplier: p.supplier.name, name: p.name })
        .await
        .unwrap();
    let card = |name: &str, supplier: Option<&str>, n| Card {
        name: name.to_owned(),
        supplier: supplier.map(str::to_owned),
        n,
    };
    let expected = [card("Radio", Some("Acme"), 3), card("Lamp", Some("Bolt"), 1), card("Atlas", None, 0)];
    assert_eq!(cards, expected);
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn annotations_hand_their_names_to_later_closures(db: Db) {
    shop(&db).await;
    let rows: Vec<(Product, Stats)> = Product::objects(&db)
        .annotate(|p| StatsValues { n: p.reviews.count(), highest: p.reviews.rating.max() })
        .filter(|(_, s)| s.n.gt(1))
        .order_by(|(_, s)| s.highest)
        .await
        .unwrap();
    let rows: Vec<_> = rows.into_iter().map(|(p, s)| (p.id, s.n, s.highest)).collect();
    assert_eq!(rows, [(4, 2, Some(2)), (1, 3, Some(5))]);
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn totals_are_a_struct(db: Db) {
    shop(&db).await;
    let totals = Review::objects(&db)
        .aggregate(|r| StatsValues { n: r.id.count(), highest: r.rating.max() })
        .await
        .unwrap();
    assert_eq!(totals, Stats { n: 6, highest: Some(5) });
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn a_field_may_be_a_struct_or_a_tuple(db: Db) {
    shop(&db).await;
    let reports: Vec<(Product, Report)> = Product::objects(&db)
        .annotate(|p| ReportValues {
            stats: StatsValues { n: p.reviews.count(), highest: p.reviews.rating.max() },
            title: p.name,
            keys: (p.id, p.supplier.key()),
        })
        .filter(|(_, r)| r.stats.n.gt(2) & r.keys.0.eq(1) & r.title.contains("adi"))
        .await
        .unwrap();
    let reports: Vec<Report> = reports.into_iter().map(|(_, report)| report).collect();
    let stats = Stats { n: 3, highest: Some(5) };
    assert_eq!(reports, [Report { title: "Radio".to_owned(), stats, keys: (1, Some(1)) }]);
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn rows_are_grouped_by_a_struct(db: Db) {
    #[derive(Values, Debug, PartialEq)]
    struct Group {
        category: String,
        active: bool,
    }
    shop(&db).await;
    let groups: Vec<(Group, i64)> = Product::objects(&db)
        .values(|p| GroupValues { category: p.category.name, active: p.is_active })
        .annotate(|p| p.id.count())
        .filter(|(_, n)| n.gte(1))
        .order_by(|(p, n)| (n.desc(), p.category.name, p.is_active))
        .await
        .unwrap();
    let groups: Vec<_> = groups.iter().map(|(group, n)| (&*group.category, group.active, *n)).collect();
    assert_eq!(
        groups,
        [("Audio", true, 2), ("Books", false, 1), ("Books", true, 1), ("Electronics", true, 1)]
    );
}

#[querent_testkit::test(models = [Category, Country, Supplier, Product, Tag, Review, Detail])]
async fn a_value_that_the_field_cannot_hold_is_told(db: Db) {
    shop(&db).await;
    #[derive(Values, Debug, PartialEq)]
    struct Times {
        created: time::Date,
    }
    db.batch_execute("UPDATE products SET created_at = 'infinity'").await.unwrap();
    let rows = Product::objects(&db).values(|p| TimesValues { created: p.created_at.date() }).await;
    assert_eq!(rows.unwrap_err().kind(), querent::Kind::Decode);
    db.batch_execute("UPDATE products SET created_at = '2024-05-06'").await.unwrap();
    let row =
        Product::objects(&db).values(|p| TimesValues { created: p.created_at.date() }).first().await.unwrap();
    assert_eq!(row, Some(Times { created: time::macros::date!(2024 - 05 - 06) }));
}
