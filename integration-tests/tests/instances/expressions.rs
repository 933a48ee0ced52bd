//! New rows whose values the database computes.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use time::OffsetDateTime;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "visits")]
struct Visit {
    id: i64,
    #[field(max_length = 20)]
    name: String,
    place: Option<i64>,
    at: Option<OffsetDateTime>,
}

#[querent_testkit::test(models = [Visit])]
async fn what_an_expression_says_comes_back_with_the_new_row(db: Db) -> Result<()> {
    let draft = Visit::draft().name(value("ada").upper()).at(now()).place(value(2) * 21);
    assert_eq!(format!("{draft:?}"), "Draft<Visit>(name, place, at)");
    let visit = db.assert_statements(1, draft.create(&db)).await?;
    assert_eq!((visit.name.as_str(), visit.place), ("ADA", Some(42)));
    assert!(visit.at.is_some());
    let named = Visit::draft().name(value("a").upper());
    let plain = named.clone().name("plain").create(&db).await?;
    assert_eq!(plain.name, "plain", "the last value wins");
    let (visit, is_new) =
        Visit::objects(&db).get_or_create(|v| v.name, Visit::draft().name("eve").at(now())).await?;
    assert!(is_new && visit.at.is_some());
    Ok(())
}

#[querent_testkit::test(models = [Visit])]
async fn rows_with_expressions_are_created_and_upserted_among_others(db: Db) -> Result<()> {
    let drafts = [
        Visit::draft().name("a"),
        Visit::draft().name(value("b").upper()),
        Visit::draft().name("c"),
        Visit::draft().name(value("d").upper()).place(4),
    ];
    let visits = Visit::objects(&db).bulk_create(drafts).await?;
    let told: Vec<_> = visits.iter().map(|visit| (visit.name.as_str(), visit.place)).collect();
    assert_eq!(told, [("a", None), ("B", None), ("c", None), ("D", Some(4))]);
    let first = visits[0].id;
    let draft = Visit::draft().id(first).name(value("first").upper());
    let written = db.assert_statements(1, draft.upsert(&db)).await?;
    assert_eq!((written.inserted, written.row.id, written.row.name.as_str()), (false, first, "FIRST"));
    Ok(())
}

#[querent_testkit::test(models = [Visit])]
async fn a_new_row_has_no_columns_to_name(db: Db) -> Result<()> {
    let recording = db.record_statements();
    let error = Visit::draft().name(Visit::fields().name.upper()).create(&db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("a new `Visit` sets `name` to an expression of columns"), "{error}");
    assert_eq!(recording.statements(), [""; 0]);
    Ok(())
}
