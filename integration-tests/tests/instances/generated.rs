//! Columns that the database generates of others.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "rectangles", ordering = [area])]
struct Rectangle {
    id: i64,
    a: i32,
    b: i32,
    #[field(generated = "a * b")]
    area: i32,
    #[field(generated = "CASE WHEN a = b THEN 'square' END")]
    called: Option<String>,
}

#[querent_testkit::test(models = [Rectangle])]
async fn generated_columns_come_back_with_every_write(db: Db) -> Result<()> {
    let mut one = db.assert_statements(1, Rectangle::draft().a(2).b(3).create(&db)).await?;
    assert_eq!((one.area, one.called.as_deref()), (6, None));
    one.b = 2;
    db.assert_statements(1, one.save(&db)).await?;
    assert_eq!((one.area, one.called.as_deref()), (4, Some("square")));
    one.a = 7;
    db.assert_statements(1, one.save_only(&db, |r| (r.a,))).await?;
    assert_eq!((one.area, one.called.as_deref()), (14, None));
    db.assert_statements(1, one.update(&db, |r| r.a.set(r.b))).await?;
    assert_eq!((one.a, one.area, one.called.as_deref()), (2, 4, Some("square")));
    let drafts = [Rectangle::draft().a(5).b(1), Rectangle::draft().a(1).b(1)];
    let many = db.assert_statements(1, Rectangle::objects(&db).bulk_create(drafts)).await?;
    assert_eq!(many.iter().map(|r| r.area).collect::<Vec<_>>(), [5, 1]);
    assert_eq!(Rectangle::objects(&db).by_key(one.id).await?, one);
    Ok(())
}

#[querent_testkit::test(models = [Rectangle])]
async fn a_generated_column_is_filtered_and_ordered_by_and_never_set(db: Db) -> Result<()> {
    for (a, b) in [(3, 3), (1, 2)] {
        Rectangle::draft().a(a).b(b).create(&db).await?;
    }
    assert_eq!(Rectangle::objects(&db).values(|r| r.area).await?, [2, 9]);
    assert_eq!(Rectangle::objects(&db).filter(|r| r.area.gt(2)).count().await?, 1);
    let error = Rectangle::objects(&db).update(|r| r.area.set(1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("`Rectangle.area`, which cannot be set"), "{error}");
    let mut first = Rectangle::objects(&db).first().await?.unwrap();
    let error = Rectangle::objects(&db).bulk_update([&mut first], |r| r.area).await.unwrap_err();
    assert!(error.to_string().contains("nothing to write"), "{error}");
    let error = first.update(&db, |r| r.area.set(r.area + 1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(first.area, 2);
    // What an instance has in memory for it is not written either.
    first.area = 77;
    first.save(&db).await?;
    assert_eq!(first.area, 2);
    Ok(())
}
