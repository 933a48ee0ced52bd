//! Relations of which only some rows are joined.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn the_condition_stands_in_the_join_so_that_rows_without_a_related_row_stay(db: Db) {
    shop(&db).await;
    let names = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .order_by(|(c, cheap)| (c.name, cheap.name))
        .values(|(c, cheap)| (c.name, cheap.name));
    assert_eq!(
        names.sql().unwrap(),
        "SELECT \"categories\".\"name\", \"products\".\"name\" FROM \"categories\" LEFT JOIN \"products\" ON \
         \"products\".\"category_id\" = \"categories\".\"id\" AND \"products\".\"price\" < $1 ORDER BY \
         \"categories\".\"name\", \"products\".\"name\""
    );
    let expected = [
        ("Audio", Some("Radio")),
        ("Books", Some("Atlas")),
        ("Books", Some("Novel")),
        ("Electronics", None),
        ("Empty", None),
    ];
    let expected = expected.map(|(category, product)| (category.to_owned(), product.map(str::to_owned)));
    assert_eq!(db.assert_statements(1, names).await.unwrap(), expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_filtered_relation_is_aggregated_by_itself_beside_the_whole_one(db: Db) {
    shop(&db).await;
    let counts = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .annotate(|(_, cheap)| cheap.count())
        .values(|((c, _), n)| (c.name, n))
        .await
        .unwrap();
    let named = |counts: [(&str, i64); 4]| counts.map(|(name, n)| (name.to_owned(), n));
    assert_eq!(counts, named([("Audio", 1), ("Books", 2), ("Electronics", 0), ("Empty", 0)]));
    let both = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .annotate(|(c, cheap)| (cheap.count(), c.products.count()))
        .order_by(|((c, _), _)| c.id)
        .await
        .unwrap();
    let both: Vec<_> = both.into_iter().map(|(_, counts)| counts).collect();
    assert_eq!(both, [(0, 1), (1, 2), (2, 2), (0, 0)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn conditions_speak_of_the_same_filtered_rows_in_every_call(db: Db) {
    shop(&db).await;
    let cheap = Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
    let named = |query: QuerySet<Category, _>| async move {
        let rows = query.await.unwrap();
        rows.into_iter().map(|category: Category| category.name).collect::<Vec<_>>()
    };
    let with =
        cheap.clone().filter(|(_, cheap)| cheap.stock.gt(5)).filter(|(_, cheap)| cheap.name.eq("Novel"));
    assert_eq!(with.sql().unwrap().matches("JOIN").count(), 1);
    assert_eq!(named(with).await, ["Books"]);
    let without = cheap.filter(|(_, cheap)| cheap.is_null());
    assert_eq!(named(without).await, ["Electronics", "Empty"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_relation_may_be_filtered_in_several_ways(db: Db) {
    shop(&db).await;
    let rows = Product::objects(&db)
        .filtered_relation(|p| p.tags.filter(|t| t.name.eq("new")))
        .filtered_relation(|(p, _)| p.tags.filter(|t| t.name.eq("sale")))
        .filter(|((_, new), sale)| new.is_not_null() & sale.is_not_null())
        .order_by(|((p, _), _)| p.id)
        .values(|((p, new), sale)| (p.id, new.name, sale.name));
    let pair = || (Some("new".to_owned()), Some("sale".to_owned()));
    let expected = [1, 4].map(|id| (id, pair().0, pair().1));
    assert_eq!(rows.await.unwrap(), expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_on_a_third_table_is_refused_and_said_with_exists(db: Db) {
    shop(&db).await;
    let refused = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.supplier.name.eq("Acme")))
        .values(|(c, by_acme)| (c.name, by_acme.name))
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    let refused = Category::objects(&db).filtered_relation(|c| c.products.limit(1)).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    let reviewed = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| exists(p.reviews.filter(|r| r.rating.gte(4)))))
        .filter(|(_, good)| good.is_not_null())
        .values(|(c, good)| (c.name, good.name))
        .await
        .unwrap();
    let pair = |one: &str, other: &str| (one.to_owned(), Some(other.to_owned()));
    assert_eq!(reviewed, [pair("Audio", "Radio"), pair("Electronics", "Lamp")]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_filtered_relation_leads_to_no_row_also_where_the_key_is_never_null(db: Db) {
    shop(&db).await;
    let audio = || Product::objects(&db).filtered_relation(|p| p.category.filter(|c| c.name.eq("Audio")));
    assert_eq!(audio().exclude(|(_, audio)| audio.name.eq("x")).count().await.unwrap(), 5);
    assert_eq!(audio().filter(|(_, audio)| audio.name.ne("Audio")).count().await.unwrap(), 3);
    let of_radio = || Review::objects(&db).filtered_relation(|r| r.product.filter(|p| p.name.eq("Radio")));
    let behind = of_radio().exclude(|(_, radio)| radio.category.name.eq("Audio"));
    assert_eq!(behind.count().await.unwrap(), 3, "a relation behind it leads to no row either");
    let grouped = audio()
        .values(|(_, audio)| audio.name)
        .annotate(|(p, _)| (p.tags.count(), p.reviews.count()))
        .order_by(|((_, audio), _)| audio.name);
    let grouped: Vec<_> = grouped.await.unwrap();
    assert_eq!(grouped, [(Some("Audio".to_owned()), (4, 5)), (None, (1, 1))]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_without_a_row_of_a_filtered_relation_have_their_place_among_the_pages(db: Db) {
    shop(&db).await;
    let ordered = Product::objects(&db)
        .filtered_relation(|p| p.category.filter(|c| c.name.eq("Audio")))
        .order_by(|(_, audio)| audio.name);
    let (mut ids, mut cursor) = (Vec::new(), None);
    loop {
        let page = ordered.clone().page(2, cursor.as_deref()).await.unwrap();
        ids.push(page.rows.iter().map(|product| product.id).collect::<Vec<_>>());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(ids, [vec![1, 4], vec![2, 3], vec![5]]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_lies_behind_a_filtered_row_is_asked_of_that_row(db: Db) -> Result<()> {
    shop(&db).await;
    let books = || {
        let books = Product::objects(&db).filtered_relation(|p| p.category.filter(|c| c.name.eq("Books")));
        books.order_by(|(p, _)| p.id)
    };
    let of_electronics = |p: QuerySet<Product>| p.filter(|p| p.category.children.name.eq("Audio"));
    assert_eq!(names(&of_electronics(Product::objects(&db)).await?), ["Lamp"]);
    let without = books().exclude(|(_, books)| books.children.name.eq("Audio")).await?;
    assert_eq!(
        names(&without),
        ["Radio", "Lamp", "Atlas", "Headset", "Novel"],
        "Electronics is no row of it"
    );
    let with = books().filter(|(_, books)| books.children.name.eq("Audio")).await?;
    assert!(with.is_empty());
    Ok(())
}
