//! Rows that are created, or updated where they are there already.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Country, CountryDraft, Product, countries, shop};

fn draft(iso: &str, name: &str) -> CountryDraft {
    Country::draft().iso(iso).name(name)
}

#[querent_testkit::test(models = [Product])]
async fn rows_that_are_there_are_updated_and_the_others_created_in_the_order_of_the_drafts(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    let drafts = [("FR", "France"), ("US", "USA"), ("DE", "Germany"), ("NL", "Holland")];
    let upsert =
        Country::objects(&db).upsert(drafts.map(|(iso, name)| draft(iso, name))).on_conflict(|c| c.iso);
    let written = db.assert_statements(1, upsert).await?;
    let told: Vec<_> =
        written.iter().map(|one| (one.row.iso.as_str(), one.row.name.as_str(), one.inserted)).collect();
    let expected =
        [("FR", "France", true), ("US", "USA", false), ("DE", "Germany", true), ("NL", "Holland", false)];
    assert_eq!(told, expected);
    assert_eq!(written[1].row.id, 1);
    assert_eq!(written[1].row.description, "us", "what the drafts do not set stays");
    let none = Country::objects(&db).upsert(Vec::<CountryDraft>::new());
    assert!(db.assert_statements(0, none).await?.is_empty());
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn only_named_columns_are_updated_and_others_computed_of_both_rows(db: Db) -> Result<()> {
    shop(&db).await;
    let drafts =
        || [draft("US", "USA").description("new").hits(2), draft("FR", "France").description("fr").hits(1)];
    let named =
        Country::objects(&db).upsert(drafts()).on_conflict(|c| c.iso).update(|c| (c.name, c.description));
    let counted = named.set(|c| c.hits.set(c.hits + excluded(c.hits) * 10)).await?;
    assert_eq!(counted.iter().map(|one| one.row.hits).collect::<Vec<_>>(), [20, 1]);
    let again = Country::objects(&db).upsert(drafts()).on_conflict(|c| c.iso);
    let again = again.set(|c| c.hits.set(c.hits + excluded(c.hits))).await?;
    assert!(again.iter().all(|one| !one.inserted));
    let text = |iso: &str, name: &str, description: &str, hits| {
        (iso.to_owned(), name.to_owned(), description.to_owned(), hits)
    };
    let expected =
        [text("FR", "France", "fr", 2), text("NL", "Netherlands", "nl", 0), text("US", "USA", "new", 22)];
    assert_eq!(countries(&db).await, expected);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_draft_with_its_own_key_is_upserted_by_it(db: Db) -> Result<()> {
    shop(&db).await;
    let lamp = || Product::draft().id(2).country(1).name("lamp");
    let written = db.assert_statements(1, lamp().price(8).upsert(&db)).await?;
    assert!(!written.inserted);
    assert_eq!((written.row.price, written.row.stock), (dec!(8), 0));
    assert!(written.row.updated_at > written.row.created_at, "a column of auto_now is set");
    let written = lamp().id(70).sizes([1, 2]).upsert(&db).await?;
    assert_eq!((written.row.id, written.inserted), (70, true));
    assert_eq!(written.row.created_at, written.row.updated_at);
    let written = lamp().id(70).sizes([3]).upsert(&db).await?;
    assert_eq!(written.row.sizes, [3]);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn rows_that_are_there_are_left_as_they_are(db: Db) -> Result<()> {
    shop(&db).await;
    let drafts = || [draft("US", "USA"), draft("FR", "France")];
    let countries_of = || Country::objects(&db);
    let new = countries_of().upsert(drafts()).on_conflict(|c| c.iso).do_nothing().await?;
    assert_eq!(new.iter().map(|c| c.iso.as_str()).collect::<Vec<_>>(), ["FR"]);
    let new = db.assert_statements(1, countries_of().bulk_create(drafts()).ignore_conflicts()).await?;
    assert!(new.is_empty());
    let three = [draft("DE", "Germany"), draft("FR", "x"), draft("IT", "Italy")];
    assert_eq!(countries_of().bulk_create(three).ignore_conflicts().without_returning().await?, 2);
    let error = countries_of().bulk_create(drafts()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UniqueViolation);
    assert_eq!(countries(&db).await[4].1, "United States");
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn drafts_of_different_fields_are_one_transaction(db: Db) -> Result<()> {
    shop(&db).await;
    let drafts =
        [draft("US", "USA"), draft("FR", "France").hits(3), draft("NL", "Holland"), draft("US", "U").hits(9)];
    let recording = db.record_statements();
    let written = Country::objects(&db).upsert(drafts).on_conflict(|c| c.iso).await?;
    assert_eq!(
        recording.statements().len(),
        6,
        "one for each draft, in their order, between BEGIN and COMMIT"
    );
    drop(recording);
    let told: Vec<_> = written.iter().map(|one| (one.row.iso.as_str(), one.row.hits, one.inserted)).collect();
    assert_eq!(told, [("US", 0, false), ("FR", 3, true), ("NL", 0, false), ("US", 9, false)]);
    let failing = [draft("IT", "Italy"), draft("XXX", "too long").hits(1)];
    assert!(Country::objects(&db).upsert(failing).on_conflict(|c| c.iso).await.is_err());
    assert_eq!(countries(&db).await.len(), 3);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn constraints_tell_whether_a_row_is_there_by_their_names(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute("ALTER TABLE product ADD CONSTRAINT \"one \"\" name\" UNIQUE (country_id, name)")
        .await?;
    let lamp = || [Product::draft().country(1).name("lamp").stock(4)];
    let written = Product::objects(&db).upsert(lamp()).on_constraint("one \" name").await?;
    assert_eq!((written[0].row.id, written[0].inserted), (2, false));
    let written = Product::objects(&db).upsert(lamp()).on_conflict(|p| (p.country, p.name)).await?;
    assert_eq!((written[0].row.id, written[0].inserted), (2, false));
    let error = Product::objects(&db).upsert(lamp()).on_constraint("missing").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`upsert` of `Product` cannot tell which rows are there: `product` has not the constraint `missing`"
    );
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn mistakes_are_told_with_the_way_out(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Country::objects(&db);
    let twice = [draft("IT", "1"), draft("IT", "2")];
    let error = all().upsert(twice).on_conflict(|c| c.iso).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "two drafts of one `upsert` of `Country` are for one row, by `iso`: leave one of them out"
    );
    assert_eq!(error.code().map(|code| code.code()), Some("21000"));
    let one = || [draft("IT", "Italy")];
    let error = db.assert_statements(0, all().upsert(one())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("is to find rows by `id`, which a draft does not set"), "{error}");
    let error = all().upsert(one()).on_conflict(|c| c.name).await.unwrap_err();
    assert!(
        error.to_string().ends_with("no unique constraint or index of `country` is on `name` alone"),
        "{error}"
    );
    let error = all().upsert(one()).on_conflict(|c| c.iso).update(|c| c.id).await.unwrap_err();
    assert!(error.to_string().contains("is to update its primary key `id`"), "{error}");
    let error = all().upsert(one()).on_conflict(|c| c.iso).update(|c| c.hits).await.unwrap_err();
    assert!(error.to_string().contains("is to update `hits`, which a draft does not set"), "{error}");
    let error = all().update(|c| c.hits.set(excluded(c.hits))).await.unwrap_err();
    assert!(
        error.to_string().starts_with("`excluded` of `hits` has a value only in what `upsert` sets"),
        "{error}"
    );
    assert_eq!(countries(&db).await.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn nothing_to_update_brings_the_row_back_all_the_same(db: Db) -> Result<()> {
    shop(&db).await;
    #[derive(Model, Debug)]
    #[model(table = "code")]
    struct Code {
        #[field(primary_key)]
        text: String,
    }
    db.batch_execute("CREATE TABLE code (text text PRIMARY KEY)").await?;
    let written = ["a", "b"].map(|text| Code::draft().text(text));
    let written = Code::objects(&db).upsert(written).await?;
    assert!(written.iter().all(|one| one.inserted));
    let written = Code::draft().text("a").upsert(&db).await?;
    assert_eq!((written.row.text.as_str(), written.inserted), ("a", false));
    Ok(())
}

#[querent_testkit::test(models = [])]
async fn rows_of_partitions_come_back_without_whether_they_are_new(db: Db) -> Result<()> {
    #[derive(Model, Debug)]
    #[model(table = "parted")]
    struct Parted {
        #[field(primary_key)]
        number: i64,
        name: String,
    }
    db.batch_execute(
        "CREATE TABLE parted (number bigint PRIMARY KEY, name text NOT NULL) PARTITION BY RANGE (number);
         CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10);
         CREATE TABLE high (name text NOT NULL, number bigint NOT NULL);
         ALTER TABLE parted ATTACH PARTITION high FOR VALUES FROM (10) TO (20)",
    )
    .await?;
    let drafts = || [1, 11].map(|number| Parted::draft().number(number).name("n"));
    for _ in 0..2 {
        let written = Parted::objects(&db).upsert(drafts()).returning_rows().await?;
        assert_eq!(written.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 11]);
    }
    let error = Parted::objects(&db).upsert(drafts()).await.unwrap_err();
    assert!(error.to_string().ends_with("write `.upsert(…).returning_rows()`, which does not"), "{error}");
    Ok(())
}
