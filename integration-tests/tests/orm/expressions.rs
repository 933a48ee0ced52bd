//! Values that depend on conditions, and values of no query.

use std::collections::HashSet;

use querent::Result;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};

use crate::models::{Category, Detail, Product, Review, names, shop};

/// A value of each product, in the order of their keys.
macro_rules! each {
    ($db:expr, $value:expr) => {
        Product::objects($db).order_by(|p| p.id).values($value).await.unwrap()
    };
}

/// The names of the products that fulfil a condition, in the order of their keys.
macro_rules! found {
    ($db:expr, $condition:expr) => {
        names(&Product::objects($db).filter($condition).order_by(|p| p.id).await.unwrap()).join(" ")
    };
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_first_condition_that_is_true_decides(db: Db) {
    shop(&db).await;
    let words = each!(&db, |p| when(p.stock.eq(0), "none").when(p.stock.lt(6), "few").otherwise("many"));
    assert_eq!(words, ["few", "none", "many", "few", "many"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_is_written_with_its_values_bound(db: Db) {
    let query = Product::objects(&db).values(|p| when(p.stock.eq(0), "none").when(p.is_active, "some").end());
    assert_eq!(
        query.sql().unwrap(),
        r#"SELECT CASE WHEN "products"."stock" = $1 THEN $2 WHEN "products"."is_active" THEN $3 END FROM "products""#
    );
}

#[querent_testkit::test(models = [Review, Detail])]
async fn without_a_value_for_the_others_they_are_null(db: Db) {
    shop(&db).await;
    let few = each!(&db, |p| when(p.stock.lt(3), p.stock).end());
    assert_eq!(few, [None, Some(0), None, Some(2), None]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_is_an_option_where_one_of_its_values_is(db: Db) {
    shop(&db).await;
    let notes: Vec<Option<String>> = each!(&db, |p| when(p.stock.gt(3), p.note).otherwise(p.name));
    assert_eq!(notes[1].as_deref(), Some("Lamp"));
    let notes: Vec<Option<String>> =
        each!(&db, |p| when(p.stock.gt(3), "x").when(p.is_active, p.note).otherwise("y"));
    assert_eq!(notes[1], None);
    let prices: Vec<Decimal> = each!(&db, |p| when(p.is_active, p.price).otherwise(0));
    assert_eq!(prices[2], dec!(0));
    let suppliers: Vec<Option<String>> =
        each!(&db, |p| when(true_of(p.stock), p.supplier.name).otherwise("-"));
    assert_eq!(suppliers[2], None);
}

fn true_of<P: Path>(stock: querent::field::Column<P, i32>) -> Q<P::Scope> {
    stock.gte(0)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_that_is_unknown_does_not_decide(db: Db) {
    shop(&db).await;
    let small = each!(&db, |p| when(p.note.eq("small"), 1).when(!p.note.eq("paper"), 2).otherwise(3));
    assert_eq!(small, [1, 2, 2, 2, 3]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_filters_orders_and_aggregates(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| when(p.stock.eq(0), "none").otherwise("some").eq("none")), "Lamp");
    let rank =
        || Product::objects(&db).order_by(|p| (when(p.name.eq("Novel"), 0).otherwise(1), p.name.desc()));
    assert_eq!(names(&rank().await.unwrap()), ["Novel", "Radio", "Lamp", "Headset", "Atlas"]);
    let sums = Product::objects(&db).aggregate(|p| {
        (when(p.is_active, p.stock).otherwise(0).sum(), when(p.is_active, p.price).end().max())
    });
    assert_eq!(sums.await.unwrap(), (Some(47), Some(dec!(99.99))));
    let by_category = Category::objects(&db)
        .annotate(|c| when(c.products.is_active, 1).end().count())
        .order_by(|(c, _)| c.id)
        .values(|(_, active)| active);
    assert_eq!(by_category.await.unwrap(), [1, 2, 1, 0]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_sets_a_column(db: Db) {
    shop(&db).await;
    let update = Product::objects(&db).update(|p| {
        (
            p.stock.set(when(p.stock.lt(5), p.stock + 10).otherwise(p.stock)),
            p.note.set(when(p.is_active, "on").end()),
        )
    });
    assert_eq!(update.await.unwrap(), 5);
    assert_eq!(each!(&db, |p| p.stock), [5, 10, 9, 12, 40]);
    assert_eq!(each!(&db, |p| p.note)[2], None);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_asks_annotations_and_subqueries(db: Db) {
    shop(&db).await;
    let labels = Product::objects(&db)
        .annotate(|p| p.reviews.count())
        .annotate(|(p, n)| {
            when(n.gt(2), "loved")
                .when(exists(p.reviews.filter(|r| r.rating.gte(4))), "liked")
                .otherwise("new")
        })
        .order_by(|(p, _, _)| p.id)
        .values(|(_, _, label)| label);
    assert_eq!(labels.await.unwrap(), ["loved", "liked", "new", "new", "new"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn conditions_are_values(db: Db) {
    shop(&db).await;
    assert_eq!(each!(&db, |p| p.note.eq("small")), [Some(true), None, Some(false), None, Some(false)]);
    let annotated = Product::objects(&db)
        .annotate(|p| p.stock.gt(3) & p.is_active)
        .filter(|(_, wanted)| wanted)
        .order_by(|(p, wanted)| (wanted, p.id))
        .values(|(p, _)| p.name);
    assert_eq!(annotated.await.unwrap(), ["Radio", "Novel"]);
    let ordered = Product::objects(&db).order_by(|p| (p.name.contains("a"), p.id)).values(|p| p.name);
    assert_eq!(ordered.await.unwrap(), ["Novel", "Radio", "Lamp", "Atlas", "Headset"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_boolean_value_is_a_condition(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| when(p.stock.gt(3), p.is_active).otherwise(false)), "Radio Novel");
    assert_eq!(found!(&db, |p| !when(p.stock.gt(3), p.is_active).end()), "Lamp Atlas Headset");
    assert_eq!(found!(&db, |p| when(p.stock.gt(3), p.is_active).end() | p.stock.eq(0)), "Radio Lamp Novel");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn literals_are_values_of_any_query(db: Db) {
    shop(&db).await;
    let first = Product::objects(&db).order_by(|p| p.id).limit(1);
    let row = first
        .clone()
        .values(|_| (value(3), value(3i64), value("x"), value(dec!(1.5)), value(true), value(None::<i32>)));
    assert_eq!(row.await.unwrap(), [(3, 3i64, "x".to_owned(), dec!(1.5), true, None)]);
    let annotated = first.annotate(|p| (value("x"), p.note.coalesce(value("none"))));
    assert_eq!(annotated.await.unwrap()[0].1, ("x".to_owned(), "small".to_owned()));
    assert_eq!(found!(&db, |p| p.stock.eq(value(9))), "Atlas");
    assert_eq!(found!(&db, |_| value(1).eq(2)), "");
    assert_eq!(each!(&db, |_| value("Ab").lower())[0], "ab");
    let inside = Category::objects(&db).annotate(|c| subquery(c.products.limit(1).values(|_| value(1))));
    assert_eq!(
        inside.order_by(|(c, _)| c.id).values(|(_, n)| n).await.unwrap(),
        [Some(1), Some(1), Some(1), None]
    );
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_value_of_no_query_is_aggregated(db: Db) {
    shop(&db).await;
    assert_eq!(Product::objects(&db).aggregate(|_| value(2i32).sum()).await.unwrap(), Some(10));
    let each = Category::objects(&db).values(|_| value("all")).annotate(|c| c.id.count());
    assert_eq!(each.await.unwrap(), [("all".to_owned(), 4)]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn now_is_the_time_of_the_statement_or_of_the_transaction(db: Db) -> Result<()> {
    shop(&db).await;
    let (before, after) = db
        .atomic(async |tx| -> Result<_> {
            let times = || Product::objects(tx).limit(1).values(|_| (now(), transaction_now()));
            let before = times().await?[0];
            tx.batch_execute("SELECT pg_sleep(0.01)").await?;
            Ok((before, times().await?[0]))
        })
        .await?;
    assert!(after.0 > before.0);
    assert_eq!(after.1, before.1);
    let ids: HashSet<_> = each!(&db, |_| random_uuid()).into_iter().collect();
    assert_eq!(ids.len(), 5);
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
#[choices(postgres = "ticket_state")]
enum State {
    Open,
    Closed,
}

#[derive(Model, Debug)]
struct Ticket {
    id: i64,
    state: Option<State>,
    text: String,
}

#[querent_testkit::test(models = [Ticket])]
async fn choices_are_values_of_cases_and_functions(db: Db) {
    db.batch_execute("INSERT INTO ticket (state, text) VALUES ('open', 'a'), ('closed', 'b'), (NULL, 'c')")
        .await
        .unwrap();
    let all = Ticket::objects(&db).order_by(|t| t.id);
    let known = all.clone().values(|t| t.state.coalesce(State::Open)).await.unwrap();
    assert_eq!(known, [State::Open, State::Closed, State::Open]);
    let turned = all.clone().values(|t| when(t.state.eq(State::Open), State::Closed).otherwise(t.state));
    assert_eq!(turned.await.unwrap(), [Some(State::Closed), Some(State::Closed), None]);
    let texts = all.values(|t| concat(t, (t.text, "-", t.state, State::Open))).await.unwrap();
    assert_eq!(texts, ["a-openopen", "b-closedopen", "c-open"]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn every_kind_of_value_can_be_cast(db: Db) {
    shop(&db).await;
    let texts = each!(&db, |p| (
        when(p.is_active, p.stock).otherwise(-1).cast::<String>(),
        (-p.stock).cast::<String>(),
        (p.stock + 1).cast::<String>(),
        p.raw_sql::<i32>("{} - 1", (p.stock,)).cast::<String>(),
        p.name.collate("C").cast_varchar(1),
        p.created_at.year().cast::<String>().length(),
    ));
    let expected = ("5", "-5", "6", "4", "R");
    let (case, negative, sum, fragment, first, year) = &texts[0];
    assert_eq!((&case[..], &negative[..], &sum[..], &fragment[..], &first[..]), expected);
    assert_eq!(*year, 4);
    let counted = Category::objects(&db)
        .annotate(|c| (c.products.count().filter(c.products.is_active), c.name.eq("Books")))
        .annotate(|(_, (n, _))| n.cast::<String>())
        .order_by(|(c, _, _)| c.id)
        .values(|(_, (_, books), n)| (n, books.cast::<String>()));
    assert_eq!(counted.await.unwrap()[2], ("1".to_owned(), Some("true".to_owned())));
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_are_grouped_by_functions_and_cases(db: Db) {
    shop(&db).await;
    let initials = Product::objects(&db)
        .values(|p| p.name.lower().right(1))
        .annotate(|p| p.id.count())
        .filter(|(_, n)| n.gt(1))
        .await;
    assert_eq!(initials.unwrap(), []);
    let shelves = Product::objects(&db)
        .values(|p| when(p.stock.gt(4), "many").otherwise("few"))
        .annotate(|p| (p.id.count(), p.name.length().max()))
        .order_by(|(_, (n, _))| n.desc());
    let expected = [("many".to_owned(), (3, Some(5))), ("few".to_owned(), (2, Some(7)))];
    assert_eq!(shelves.await.unwrap(), expected);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_of_the_query_around_stand_in_cases_and_functions(db: Db) {
    shop(&db).await;
    let cheaper = Product::objects(&db)
        .annotate(|p| {
            let inner =
                Product::within(p).filter(|q| q.price.lt(p.price.round(0)) & q.category.eq(p.category.key()));
            subquery(
                inner
                    .order_by(|q| q.id)
                    .limit(1)
                    .values(|q| when(q.stock.lt(p.stock), q.name).otherwise(p.name.upper())),
            )
        })
        .order_by(|(p, _)| p.id)
        .values(|(_, name)| name);
    let names = ["LAMP", "ATLAS", "HEADSET", "NOVEL"].map(|name| Some(name.to_owned()));
    assert_eq!(cheaper.await.unwrap(), [&[None], &names[..]].concat());
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_aggregate_has_the_functions_of_values(db: Db) {
    shop(&db).await;
    let all = Product::objects(&db).aggregate(|p| {
        (p.price.avg().map(|average| average.round(1)), p.id.count().map(|n| n.cast::<String>()))
    });
    assert_eq!(all.await.unwrap(), (Some(dec!(36.1)), "5".to_owned()));
    let categories = Category::objects(&db)
        .annotate(|c| {
            let most = c.products.stock.max().filter(c.products.is_active);
            (
                most.map(|stock| when(stock.clone().gt(9), "many").otherwise(stock.cast::<String>())),
                c.children.count(),
            )
        })
        .order_by(|(c, _)| c.id)
        .values(|(_, (most, children))| (most, children));
    let expected = [(Some("0"), 1), (Some("5"), 0), (Some("many"), 0), (None, 0)];
    assert_eq!(categories.await.unwrap(), expected.map(|(most, n)| (most.map(str::to_owned), n)));
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_value_that_rows_are_grouped_by_is_the_same_where_it_is_written_again(db: Db) -> Result<()> {
    shop(&db).await;
    let groups = || Product::objects(&db).values(|p| p.name.length()).annotate(|p| p.id.count());
    let mut annotated = groups().await?;
    annotated.sort();
    assert!(annotated.iter().any(|(_, count)| *count > 1), "{annotated:?}");
    let by_length = groups().order_by(|(p, _)| p.name.length());
    assert_eq!(by_length.clone().values(|(p, n)| (p.name.length(), n)).await?, annotated);
    let doubled = by_length.values(|(p, n)| (p.name.length() + p.name.length(), n)).await?;
    let expected: Vec<_> = annotated.iter().map(|(length, count)| (2 * length, *count)).collect();
    assert_eq!(doubled, expected);
    let several = groups().filter(|(p, n)| n.gt(1) | p.name.length().lt(0)).await?;
    assert_eq!(several.len(), annotated.iter().filter(|(_, count)| *count > 1).count());
    Ok(())
}
