//! Rows page by page.

use querent::prelude::*;
use querent::{Kind, NumberedPage, Page, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, names, shop};

/// Every page of a queryset, each asked for by the cursor of the one before it.
async fn pages<M: Model, S, T>(query: QuerySet<M, S>, size: u64) -> Result<Vec<Vec<T>>>
where
    S: Shape<M, Row = T> + querent::queryset::Awaited,
    T: Send + 'static,
{
    let mut pages = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let page = query.clone().page(size, next.as_deref()).await?;
        pages.push(page.rows);
        next = page.next;
        if next.is_none() {
            return Ok(pages);
        }
    }
}

async fn pages_of_names(query: QuerySet<Product>, size: u64) -> Result<Vec<String>> {
    let pages = pages(query, size).await?;
    Ok(pages.iter().map(|page| names(page).join(" ")).collect())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pages_follow_each_other_in_any_order(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    assert_eq!(pages_of_names(all(), 2).await?, ["Radio Lamp", "Atlas Headset", "Novel"], "by key");
    assert_eq!(pages_of_names(all(), 5).await?, ["Radio Lamp Atlas Headset Novel"]);
    assert_eq!(
        pages_of_names(all().reverse().order_by(|p| p.name), 3).await?,
        ["Radio Novel Lamp", "Headset Atlas"]
    );
    let by_category = all().order_by(|p| (p.category.key(), p.price.desc()));
    assert_eq!(pages_of_names(by_category, 2).await?, ["Lamp Headset", "Radio Atlas", "Novel"]);
    let by_related = all().order_by(|p| (p.category.name.desc(), p.price)).select_related(|p| p.category);
    assert_eq!(pages_of_names(by_related, 2).await?, ["Lamp Novel", "Atlas Radio", "Headset"]);
    let equal = all().order_by(|p| p.is_active.desc());
    assert_eq!(
        pages_of_names(equal, 2).await?,
        ["Novel Headset", "Lamp Radio", "Atlas"],
        "the key goes the same way"
    );
    assert_eq!(pages_of_names(all().filter(|p| p.stock.lt(0)), 2).await?, [""]);
    assert!(db.assert_statements(0, all().none().page(2, None)).await?.rows.is_empty());
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_without_a_value_have_their_place_among_the_pages(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    for query in [
        all().order_by(|p| (p.note, p.id)),
        all().order_by(|p| (p.note, p.id.desc())),
        all().order_by(|p| (p.note.desc(), p.id)),
        all().order_by(|p| (p.note.asc().nulls_first(), p.name)).reverse(),
        all().order_by(|p| (p.note.desc().nulls_last(), p.name)),
        all().order_by(|p| (p.supplier.country.name, p.supplier.key().desc(), p.stock)),
        all().order_by(|p| (p.backup.name.desc(), p.id.desc())),
    ] {
        let whole = names(&query.clone().await?).join(" ");
        for size in 1..=5 {
            assert_eq!(pages_of_names(query.clone(), size).await?.join(" "), whole);
        }
    }
    let notes = all().order_by(|p| (p.note, p.id));
    assert_eq!(pages_of_names(notes, 2).await?, ["Atlas Novel", "Radio Lamp", "Headset"]);
    let notes = all().order_by(|p| (p.note.desc(), p.id));
    assert_eq!(pages_of_names(notes, 2).await?, ["Lamp Headset", "Radio Novel", "Atlas"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_page_is_one_statement_that_an_index_answers(db: Db) -> Result<()> {
    shop(&db).await;
    let recording = db.record_statements();
    let query = Product::objects(&db).order_by(|p| p.price.desc()).values(|p| p.name);
    let first = query.clone().page(2, None).await?;
    assert_eq!(first.rows, ["Headset", "Lamp"]);
    let second = query.page(2, first.next.as_deref()).await?;
    assert_eq!(second.rows, ["Radio", "Atlas"]);
    assert_eq!(
        recording.statements(),
        [
            "SELECT \"products\".\"name\", \"products\".\"price\", \"products\".\"id\" FROM \"products\" ORDER BY \
             \"products\".\"price\" DESC, \"products\".\"id\" DESC LIMIT $1",
            "SELECT \"products\".\"name\", \"products\".\"price\", \"products\".\"id\" FROM \"products\" WHERE \
             ((\"products\".\"price\", \"products\".\"id\") < ($1, $2)) ORDER BY \"products\".\"price\" DESC, \
             \"products\".\"id\" DESC LIMIT $3",
        ]
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pages_have_any_shape_and_load_for_their_own_rows_only(db: Db) -> Result<()> {
    shop(&db).await;
    let loaded =
        Product::objects(&db).order_by(|p| p.id).select_related(|p| p.category).prefetch_related(|p| p.tags);
    let page = db.assert_statements(2, loaded.page(2, None)).await?;
    assert_eq!(page.rows[1].category.loaded()?.name, "Electronics");
    assert_eq!(page.rows[0].tags.loaded()?.len(), 2);
    let counted = Product::objects(&db).annotate(|p| p.reviews.count()).filter(|(_, n)| n.gt(0));
    let pages_of_counts = pages(counted.order_by(|(p, _)| p.price), 2).await?;
    let counts: Vec<Vec<i64>> =
        pages_of_counts.iter().map(|page| page.iter().map(|(_, n)| *n).collect()).collect();
    assert_eq!(counts, [vec![3, 1], vec![2]]);
    let dearest = Product::objects(&db)
        .order_by(|p| (p.category.key(), p.price.desc()))
        .distinct_on(|p| p.category.key());
    assert_eq!(pages_of_names(dearest, 2).await?, ["Lamp Headset", "Atlas"]);
    let sliced = Product::objects(&db).order_by(|p| p.price).limit(3);
    assert_eq!(pages_of_names(sliced, 2).await?, ["Novel Atlas", "Radio"]);
    let either = Product::objects(&db)
        .filter(|p| p.stock.eq(0))
        .union(Product::objects(&db).filter(|p| p.stock.gt(8)));
    assert_eq!(pages_of_names(either.order_by(|p| p.name), 2).await?, ["Atlas Lamp", "Novel"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_cursor_that_is_none_of_the_query_is_refused_before_anything_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let by_price = || Product::objects(&db).order_by(|p| p.price);
    let cursor = by_price().page(2, None).await?.next.unwrap();
    let mut hostile: Vec<String> =
        ["", "0", "zz", "'; DROP TABLE products --", "é", "00000000"].map(str::to_owned).into();
    hostile.extend((0..cursor.len()).map(|end| cursor[..end].to_owned()));
    hostile.push(format!("{cursor}00"));
    hostile.push(Product::objects(&db).order_by(|p| p.name).page(2, None).await?.next.unwrap());
    hostile.push(by_price().reverse().page(2, None).await?.next.unwrap());
    for cursor in hostile {
        let error = db.assert_statements(0, by_price().page(2, cursor.as_str())).await.unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput, "{cursor}");
        assert!(cursor.len() < 9 || !error.to_string().contains(&cursor));
    }
    // Whatever digit is changed, it is refused, or the place of another value.
    for (at, _) in cursor.char_indices() {
        for digit in ["0", "7", "8", "f"] {
            let changed = format!("{}{digit}{}", &cursor[..at], &cursor[at + 1..]);
            if let Err(error) = by_price().page(2, changed.as_str()).await {
                assert_eq!(error.kind(), Kind::InvalidInput, "{changed} {error:?}");
            }
        }
    }
    let by_text = || Product::objects(&db).order_by(|p| p.name);
    let cursor = by_text().page(2, None).await?.next.unwrap();
    let zero = cursor.replacen("41746c6173", "4100000073", 1).replacen("48656164736574", "48650064736574", 1);
    assert_ne!(zero, cursor);
    assert_eq!(by_text().page(2, zero.as_str()).await.unwrap_err().kind(), Kind::InvalidInput);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_order_whose_values_a_cursor_cannot_carry_is_misuse(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    let misused = [
        all().order_by(|p| p.price * 2).page(2, None).await.map(|_| ()),
        all().order_by(|p| p.tags.name).page(2, None).await.map(|_| ()),
        all().annotate(|p| p.reviews.count()).order_by(|(_, n)| n).page(2, None).await.map(|_| ()),
        all().values(|p| p.category.name).distinct().page(2, None).await.map(|_| ()),
        all().values(|p| p.category.name).annotate(|p| p.id.count()).page(2, None).await.map(|_| ()),
    ];
    assert!(misused.into_iter().all(|result| result.unwrap_err().kind() == Kind::Misuse));
    assert_eq!(all().page(0, None).await.unwrap_err().kind(), Kind::InvalidInput);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn pages_by_number_know_how_many_there_are(db: Db) -> Result<()> {
    shop(&db).await;
    let by_name = || Product::objects(&db).order_by(|p| p.name).values(|p| p.name);
    let second = db.assert_statements(2, by_name().paginate(2, 2)).await?;
    let rows = vec!["Lamp".to_owned(), "Novel".to_owned()];
    assert_eq!(second, NumberedPage { rows, number: 2, pages: 3, total: 5 });
    assert_eq!(by_name().paginate(3, 2).await?.rows, ["Radio"]);
    let behind = db.assert_statements(1, by_name().paginate(9, 2)).await?;
    assert!(behind.rows.is_empty() && behind.pages == 3);
    let none = by_name().filter(|p| p.stock.lt(0)).paginate(1, 2).await?;
    assert_eq!(none, NumberedPage { rows: Vec::new(), number: 1, pages: 1, total: 0 });
    assert_eq!(by_name().limit(3).paginate(2, 2).await?.rows, ["Lamp"], "of the slice");
    let unordered = Product::objects(&db).paginate(1, 2).await?;
    assert_eq!(names(&unordered.rows), ["Radio", "Lamp"], "by key without an order");
    for (number, size) in [(0, 2), (1, 0)] {
        let error = db.assert_statements(0, by_name().paginate(number, size)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput);
    }
    assert!(by_name().paginate(u64::MAX, u64::MAX).await?.rows.is_empty());
    Ok(())
}

#[test]
fn a_page_serializes_as_its_rows_and_the_next_cursor() {
    let page = Page { rows: vec![1, 2], next: Some("0a".to_owned()) };
    assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"rows":[1,2],"next":"0a"}"#);
}
