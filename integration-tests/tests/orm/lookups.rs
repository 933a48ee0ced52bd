//! Django's lookups mean what Django's mean: in two values, with wildcards that are only text, in UTC.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use crate::models::{Category, Detail, Product, Review, Supplier, names, shop};

#[derive(Model, Debug)]
struct Word {
    id: i64,
    text: Option<String>,
    other: Option<String>,
}

/// The keys of the words that fulfil a condition, in order.
async fn words<C: querent::lookup::Condition<Word>>(
    db: &Db,
    condition: impl FnOnce(querent::model::Fields<Word>) -> C,
) -> Vec<i64> {
    Word::objects(db).filter(condition).order_by(|w| w.id).values(|w| w.id).await.unwrap()
}

/// The names of the products that fulfil a condition, in the order of their keys.
macro_rules! found {
    ($db:expr, $condition:expr) => {{
        let products = Product::objects($db).filter($condition).order_by(|p| p.id).await.unwrap();
        names(&products).join(" ")
    }};
}

#[querent_testkit::test(models = [Review, Detail])]
async fn comparisons_compare(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.name.eq("Lamp")), "Lamp");
    assert_eq!(found!(&db, |p| p.name.ne("Lamp")), "Radio Atlas Headset Novel");
    assert_eq!(found!(&db, |p| p.stock.gt(5)), "Atlas Novel");
    assert_eq!(found!(&db, |p| p.stock.gte(5)), "Radio Atlas Novel");
    assert_eq!(found!(&db, |p| p.stock.lt(5)), "Lamp Headset");
    assert_eq!(found!(&db, |p| p.stock.lte(5)), "Radio Lamp Headset");
    assert_eq!(found!(&db, |p| p.stock.between(2, 9)), "Radio Atlas Headset");
    assert_eq!(found!(&db, |p| !p.stock.between(2, 9)), "Lamp Novel");
    assert_eq!(found!(&db, |p| p.is_active), "Radio Lamp Headset Novel");
    assert_eq!(found!(&db, |p| !p.is_active), "Atlas");
    assert_eq!(found!(&db, |p| p.is_active.eq(false)), "Atlas");
    assert_eq!(found!(&db, |p| p.is_active ^ p.stock.eq(0)), "Radio Headset Novel");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn decimals_compare_with_integers_and_columns_with_columns(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.price.eq(15)), "Atlas");
    assert_eq!(found!(&db, |p| p.price.eq(dec!(15.000))), "Atlas");
    assert_eq!(found!(&db, |p| p.price.gt(35)), "Lamp Headset");
    assert_eq!(found!(&db, |p| p.price.between(10i64, dec!(20))), "Radio Atlas");
    assert_eq!(found!(&db, |p| p.price.is_in([15, 20])), "Radio Atlas");
    assert_eq!(found!(&db, |p| p.price.lt(p.stock)), "Novel");
    assert_eq!(found!(&db, |p| (p.price + p.stock).gt(50)), "Headset");
    assert_eq!(found!(&db, |p| (p.stock * 2 - 1).eq(9)), "Radio");
    assert_eq!(found!(&db, |p| (p.stock % 2).eq(1)), "Radio Atlas");
    assert_eq!(found!(&db, |p| (10 - p.stock).eq(1)), "Atlas");
    assert_eq!(found!(&db, |p| (p.price / 2).eq(10)), "Radio");
    assert_eq!(found!(&db, |p| p.supplier.eq(p.backup.key())), "Headset");
    assert_eq!(found!(&db, |p| p.name.gt(p.category.name)), "Radio Lamp Headset Novel");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn null_is_found_by_none_and_differs_from_every_value(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.note.is_null()), "Lamp Headset");
    assert_eq!(found!(&db, |p| p.note.is_not_null()), "Radio Atlas Novel");
    assert_eq!(found!(&db, |p| p.note.eq(None)), "Lamp Headset");
    assert_eq!(found!(&db, |p| p.note.ne(None)), "Radio Atlas Novel");
    assert_eq!(found!(&db, |p| p.note.eq(Some("small".to_owned()))), "Radio");
    assert_eq!(found!(&db, |p| p.note.eq("")), "Atlas");
    assert_eq!(found!(&db, |p| p.note.ne("small")), "Lamp Atlas Headset Novel");
    assert_eq!(found!(&db, |p| !p.note.eq("small")), "Lamp Atlas Headset Novel");
    assert_eq!(found!(&db, |p| !p.note.contains("a")), "Lamp Atlas Headset");
    assert_eq!(found!(&db, |p| !p.note.gt("a")), "Lamp Atlas Headset");
    assert_eq!(found!(&db, |p| !!p.note.gt("a")), "Radio Novel");
    assert_eq!(found!(&db, |p| p.supplier.is_null()), "Atlas Novel");
    assert_eq!(found!(&db, |p| p.supplier.eq(None)), "Atlas Novel");
    assert_eq!(found!(&db, |p| p.supplier.ne(None)), "Radio Lamp Headset");
    assert_eq!(found!(&db, |p| p.supplier.ne(1)), "Lamp Atlas Novel");
    assert_eq!(found!(&db, |p| p.supplier.country.name.is_null()), "Lamp Atlas Novel");
    assert_eq!(found!(&db, |p| p.supplier.country.name.ne("Norway")), "Lamp Atlas Novel");
    let lamp = Product::objects(&db).exclude(|p| p.note.eq("small")).exclude(|p| p.supplier.eq(None));
    assert_eq!(names(&lamp.order_by(|p| p.id).await.unwrap()), ["Lamp", "Headset"]);
}

#[querent_testkit::test(models = [Word])]
async fn not_equal_is_the_negation_of_equal_between_columns_too(db: Db) {
    db.batch_execute(
        "INSERT INTO word (text, other) VALUES ('a', 'a'), ('a', 'b'), ('a', NULL), (NULL, 'a'), (NULL, NULL)",
    )
    .await
    .unwrap();
    assert_eq!(words(&db, |w| w.text.eq(w.other)).await, [1]);
    assert_eq!(words(&db, |w| !w.text.eq(w.other)).await, [2, 3, 4, 5]);
    assert_eq!(words(&db, |w| w.text.ne(w.other)).await, [2, 3, 4, 5]);
    assert_eq!(words(&db, |w| !w.text.ne(w.other)).await, [1]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn membership_takes_lists_with_nulls_and_querysets(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.stock.is_in([0, 5, 7])), "Radio Lamp");
    assert_eq!(found!(&db, |p| p.stock.not_in(vec![0, 5, 7])), "Atlas Headset Novel");
    assert_eq!(found!(&db, |p| p.note.is_in([Some("small".to_owned()), None])), "Radio");
    assert_eq!(found!(&db, |p| p.note.not_in(["small"])), "Lamp Atlas Headset Novel");
    assert_eq!(found!(&db, |p| p.note.not_in([Some("small".to_owned()), None])), "Lamp Atlas Headset Novel");
    let few = [5, 0];
    assert_eq!(found!(&db, |p| p.stock.is_in(&few[..])), "Radio Lamp");
    assert_eq!(found!(&db, |p| p.supplier.is_in([2])), "Lamp");
    assert_eq!(found!(&db, |p| p.supplier.not_in([2])), "Radio Atlas Headset Novel");
    let audio = Category::objects(&db).filter(|c| c.parent.name.eq("Electronics"));
    assert_eq!(found!(&db, |p| p.category.is_in(audio.clone())), "Radio Headset");
    assert_eq!(found!(&db, |p| p.category.not_in(audio)), "Lamp Atlas Novel");
    let suppliers = Product::objects(&db).values(|p| p.supplier.key());
    assert_eq!(found!(&db, |p| p.backup.key().is_in(suppliers.clone())), "Radio Atlas Headset");
    assert_eq!(
        found!(&db, |p| p.backup.key().not_in(suppliers)),
        "Lamp Novel",
        "a NULL among them hides none"
    );
    let dearest = Product::objects(&db).order_by(|p| p.price.desc()).limit(2).values(|p| p.id);
    let names = db.assert_statements(1, async {
        Product::objects(&db).filter(|p| p.id.is_in(dearest)).order_by(|p| p.id).await
    });
    assert_eq!(crate::models::names(&names.await?), ["Lamp", "Headset"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_empty_list_matches_nothing_without_a_statement(db: Db) -> Result<()> {
    shop(&db).await;
    let nothing = Vec::<i32>::new();
    db.assert_statements(0, async {
        let none = || Product::objects(&db).filter(|p| p.stock.is_in(nothing.clone()));
        assert!(none().await?.is_empty());
        assert!(none().select_related(|p| p.category).prefetch_related(|p| p.tags).await?.is_empty());
        assert!(none().filter(|p| p.is_active).order_by(|p| p.name).values(|p| p.name).await?.is_empty());
        assert_eq!(none().count().await?, 0);
        assert!(!none().exists().await?);
        assert!(none().first().await?.is_none() && none().last().await?.is_none());
        assert_eq!(none().update(|p| p.stock.set(1)).await?, 0);
        assert_eq!(none().delete().await?, 0);
        assert_eq!(none().get(|p| p.is_active).await.unwrap_err().kind(), Kind::DoesNotExist);
        assert!(none().by_key(1).optional().await?.is_none());
        assert!(none().stream().try_next().await?.is_none());
        assert!(Product::objects(&db).filter(|p| p.note.is_in([None])).await?.is_empty());
        assert!(
            Product::objects(&db)
                .filter(|p| p.category.is_in(Category::objects(&db).none()))
                .await?
                .is_empty()
        );
        assert!(Product::objects(&db).exclude(|p| p.stock.not_in(nothing.clone())).await?.is_empty());
        Result::<()>::Ok(())
    })
    .await?;
    assert_eq!(Product::objects(&db).filter(|p| p.stock.not_in(nothing.clone())).count().await?, 5);
    assert_eq!(Product::objects(&db).exclude(|p| p.stock.is_in(nothing.clone())).count().await?, 5);
    assert_eq!(found!(&db, |p| p.stock.is_in(nothing) | p.stock.eq(0)), "Lamp");
    Ok(())
}

#[querent_testkit::test(models = [Word])]
async fn wildcards_in_a_text_are_only_text(db: Db) {
    let texts = ["50%", "50 of", "a_b", "axb", r"c\d", "cd", "%", "_", r"\"];
    Word::objects(&db).bulk_create(texts.map(|text| Word::draft().text(text))).await.unwrap();
    assert_eq!(words(&db, |w| w.text.contains("%")).await, [1, 7]);
    assert_eq!(words(&db, |w| w.text.contains("_")).await, [3, 8]);
    assert_eq!(words(&db, |w| w.text.contains(r"\")).await, [5, 9]);
    assert_eq!(words(&db, |w| w.text.startswith("50%")).await, [1]);
    assert_eq!(words(&db, |w| w.text.endswith(r"\d")).await, [5]);
    assert_eq!(words(&db, |w| w.text.icontains("A_B")).await, [3]);
    assert_eq!(words(&db, |w| w.text.istartswith("C\\")).await, [5]);
    assert_eq!(words(&db, |w| w.text.iendswith("0%")).await, [1]);
    assert_eq!(words(&db, |w| w.text.contains("")).await, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    db.batch_execute(r"UPDATE word SET other = text, text = 'x' || text || 'x'").await.unwrap();
    assert_eq!(words(&db, |w| w.text.contains(w.other)).await, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    db.batch_execute(r"UPDATE word SET text = 'a%b_c\d', other = '%'").await.unwrap();
    assert_eq!(words(&db, |w| w.text.contains(w.other)).await.len(), 9);
    db.batch_execute(r"UPDATE word SET text = 'abcd'").await.unwrap();
    for other in [r"%", r"_", r"\", r"a_", r"%d"] {
        Word::objects(&db).update(|w| w.other.set(other)).await.unwrap();
        assert!(words(&db, |w| w.text.contains(w.other)).await.is_empty(), "{other}");
        assert!(words(&db, |w| w.text.startswith(w.other)).await.is_empty(), "{other}");
        assert!(words(&db, |w| w.text.endswith(w.other)).await.is_empty(), "{other}");
        assert!(words(&db, |w| w.text.icontains(w.other)).await.is_empty(), "{other}");
        assert!(words(&db, |w| w.text.istartswith(w.other)).await.is_empty(), "{other}");
        assert!(words(&db, |w| w.text.iendswith(w.other)).await.is_empty(), "{other}");
    }
}

#[querent_testkit::test(models = [Word])]
async fn text_lookups_know_the_case_of_every_letter(db: Db) {
    let texts = [Some("Éclair"), Some("éCLAIR"), Some("ÑANDÚ"), Some("Ж"), Some("Radio\nradio"), None];
    let drafts = texts.map(|text| Word::draft().text(text.map(str::to_owned)));
    Word::objects(&db).bulk_create(drafts).await.unwrap();
    assert_eq!(words(&db, |w| w.text.contains("éC")).await, [2]);
    assert_eq!(words(&db, |w| w.text.icontains("éC")).await, [1, 2]);
    assert_eq!(words(&db, |w| w.text.startswith("É")).await, [1]);
    assert_eq!(words(&db, |w| w.text.istartswith("é")).await, [1, 2]);
    assert_eq!(words(&db, |w| w.text.endswith("r")).await, [1]);
    assert_eq!(words(&db, |w| w.text.iendswith("AIR")).await, [1, 2]);
    assert_eq!(words(&db, |w| w.text.iexact("ñandú")).await, [3]);
    assert_eq!(words(&db, |w| w.text.iexact("ж")).await, [4]);
    assert_eq!(words(&db, |w| w.text.iexact(None)).await, [6]);
    assert_eq!(words(&db, |w| w.text.regex("^É")).await, [1]);
    assert_eq!(words(&db, |w| w.text.regex("^r")).await, [] as [i64; 0]);
    assert_eq!(words(&db, |w| w.text.iregex("^r.*o$")).await, [5]);
    assert_eq!(words(&db, |w| w.text.iregex("é|ñ")).await, [1, 2, 3]);
    assert_eq!(words(&db, |w| !w.text.iregex("é|ñ")).await, [4, 5, 6]);
    assert_eq!(words(&db, |w| !w.text.iexact("ж")).await, [1, 2, 3, 5, 6]);
    let error = Word::objects(&db).filter(|w| w.text.regex("(")).await.unwrap_err();
    assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::DataException, "2201B"));
}

#[derive(Model, Debug)]
struct Moment {
    id: i64,
    day: Date,
    clock: Time,
    local: PrimitiveDateTime,
    instant: Option<OffsetDateTime>,
}

#[querent_testkit::test(models = [Moment])]
async fn parts_of_dates_and_times_are_read_in_utc(db: Db) -> Result<()> {
    let draft = Moment::draft().day(date!(2024 - 02 - 29)).clock(time!(23:59:59.9));
    let draft =
        draft.local(datetime!(2025-12-31 23:59:59.999999)).instant(datetime!(2026-01-01 0:30:05.7 +2));
    draft.create(&db).await?;
    Moment::draft()
        .day(date!(2023 - 03 - 01))
        .clock(time!(0:00))
        .local(datetime!(2026-01-01 0:00))
        .create(&db)
        .await?;
    db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("SET LOCAL timezone = 'Pacific/Auckland'").await?;
        let first = || Moment::objects(tx).filter(|m| m.id.eq(1));
        assert_eq!(first().values(|m| (m.day.year(), m.day.month(), m.day.day())).await?, [(2024, 2, 29)]);
        assert_eq!(
            first().values(|m| (m.clock.hour(), m.clock.minute(), m.clock.second())).await?,
            [(23, 59, 59)]
        );
        let local =
            first().values(|m| (m.local.year(), m.local.second(), m.local.date(), m.local.time())).await?;
        assert_eq!(local, [(2025, 59, date!(2025 - 12 - 31), time!(23:59:59.999999))]);
        let instant =
            first().values(|m| (m.instant.year(), m.instant.month(), m.instant.day(), m.instant.hour()));
        assert_eq!(instant.await?, [(Some(2025), Some(12), Some(31), Some(22))]);
        let instant =
            first().values(|m| (m.instant.minute(), m.instant.second(), m.instant.date(), m.instant.time()));
        let time = Some(time!(22:30:05.7));
        assert_eq!(instant.await?, [(Some(30), Some(5), Some(date!(2025 - 12 - 31)), time)]);
        assert_eq!(
            Moment::objects(tx).order_by(|m| m.id).values(|m| m.instant.year()).await?,
            [Some(2025), None]
        );
        let by = |condition: fn(querent::model::Fields<Moment>) -> Q<Moment>| {
            Moment::objects(tx).filter(condition).order_by(|m| m.id).values(|m| m.id)
        };
        assert_eq!(by(|m| m.day.year().gte(2024) & m.local.month().eq(12)).await?, [1]);
        assert_eq!(by(|m| m.local.date().eq(date!(2026 - 01 - 01))).await?, [2]);
        assert_eq!(by(|m| m.instant.date().eq(date!(2025 - 12 - 31))).await?, [1]);
        assert_eq!(by(|m| m.instant.year().ne(2025)).await?, [2]);
        assert_eq!(by(|m| m.clock.time().lt(time!(12:00))).await?, [2]);
        assert_eq!(by(|m| m.instant.eq(datetime!(2025-12-31 22:30:05.7 UTC))).await?, [1]);
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_follows_relations_to_one_row_and_to_many(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.category.parent.name.eq("Electronics")), "Radio Headset");
    assert_eq!(found!(&db, |p| p.detail.text.startswith("with")), "Radio Atlas");
    assert_eq!(found!(&db, |p| p.detail.is_null()), "Lamp Headset Novel");
    assert_eq!(found!(&db, |p| p.reviews.rating.gt(3)), "Radio Lamp");
    assert_eq!(found!(&db, |p| p.reviews.rating.eq(2)), "Headset Headset", "a row for each review");
    assert_eq!(found!(&db, |p| !p.reviews.rating.eq(2)), "Radio Lamp Atlas Novel");
    assert_eq!(found!(&db, |p| p.tags.name.eq("new") & p.reviews.rating.eq(5)), "Radio");
    assert_eq!(found!(&db, |p| p.tags.is_null()), "Atlas Novel");
    assert_eq!(found!(&db, |p| !p.tags.name.eq("new")), "Lamp Atlas Novel");
    let acme = Supplier::objects(&db).by_key(1).await?;
    assert_eq!(found!(&db, |p| p.supplier.eq(&acme) | p.backup.eq(&acme)), "Radio Atlas Headset");
    let both = Supplier::objects(&db).filter(|s| s.products.stock.gt(2) & s.backs_up.stock.gt(5));
    assert_eq!(both.count().await?, 1);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_text_serves_lists_of_every_length(db: Db) -> Result<()> {
    let text = |keys: Vec<i64>, prices: Vec<Decimal>| {
        let query = Product::objects(&db).filter(|p| p.id.is_in(keys) & p.price.not_in(prices));
        query.filter(|p| p.category.is_in([1, 2])).sql()
    };
    let one = text(vec![1], vec![dec!(1)])?;
    assert_eq!(one, text((0..1000).collect(), vec![dec!(1), dec!(2)])?);
    assert!(one.contains("= ANY($1)") && !one.contains("$4"), "{one}");
    Ok(())
}
