//! Parts of dates, and years as ranges.

use querent::prelude::*;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime, PrimitiveDateTime};

#[derive(Model, Debug)]
struct Moment {
    id: i64,
    day: Date,
    local: PrimitiveDateTime,
    instant: OffsetDateTime,
}

async fn moments(db: &Db) {
    for (day, local, instant) in [
        (date!(2020 - 12 - 31), datetime!(2020-12-31 23:59:59), datetime!(2020-12-31 23:59:59 UTC)),
        (date!(2021 - 01 - 01), datetime!(2021-01-01 00:00), datetime!(2021-01-01 01:00 +02:00)),
        (
            date!(2021 - 01 - 03),
            datetime!(2021-12-31 23:59:59.999999),
            datetime!(2021-12-31 23:59:59.999999 UTC),
        ),
        (date!(2022 - 01 - 01), datetime!(2022-01-01 00:00), datetime!(2022-01-01 00:00 UTC)),
    ] {
        Moment::draft().day(day).local(local).instant(instant).create(db).await.unwrap();
    }
}

#[querent_testkit::test(models = [Moment])]
async fn week_days_count_from_sunday_and_iso_week_days_from_monday(db: Db) {
    moments(&db).await;
    let parts = Moment::objects(&db).order_by(|m| m.id).values(|m| {
        (m.day.week_day(), m.day.iso_week_day(), m.day.week(), m.day.iso_year(), m.day.quarter())
    });
    // 31 December 2020 is a Thursday, 3 January 2021 a Sunday; both are in the last ISO week of 2020.
    let expected = [(5, 4, 53, 2020, 4), (6, 5, 53, 2020, 1), (1, 7, 53, 2020, 1), (7, 6, 52, 2021, 1)];
    assert_eq!(parts.await.unwrap(), expected);
}

#[querent_testkit::test(models = [Moment])]
async fn a_year_beside_a_number_is_a_range_of_the_column(db: Db) {
    moments(&db).await;
    let of_2021 = Moment::objects(&db).filter(|m| m.day.year().eq(2021));
    assert!(of_2021.sql().unwrap().ends_with("WHERE (\"moment\".\"day\" >= $1 AND \"moment\".\"day\" < $2)"));
    let ids =
        |query: QuerySet<Moment>| async move { query.order_by(|m| m.id).values(|m| m.id).await.unwrap() };
    assert_eq!(ids(of_2021).await, [2, 3]);
    let all = Moment::objects(&db);
    assert_eq!(ids(all.clone().filter(|m| m.local.year().eq(2021))).await, [2, 3]);
    assert_eq!(ids(all.clone().filter(|m| m.instant.year().eq(2021))).await, [3]);
    assert_eq!(ids(all.clone().exclude(|m| m.instant.year().eq(2021))).await, [1, 2, 4]);
    assert_eq!(ids(all.clone().filter(|m| m.local.year().gt(2021))).await, [4]);
    assert_eq!(ids(all.clone().filter(|m| m.local.year().gte(2021))).await, [2, 3, 4]);
    assert_eq!(ids(all.clone().filter(|m| m.local.year().lt(2021))).await, [1]);
    assert_eq!(ids(all.clone().filter(|m| m.local.year().lte(2021))).await, [1, 2, 3]);
}

#[querent_testkit::test(models = [Moment])]
async fn a_year_that_no_calendar_has_is_compared_as_a_number(db: Db) {
    moments(&db).await;
    let all = Moment::objects(&db);
    for year in [0, -44, 9999, 10_000, i32::MAX] {
        assert_eq!(all.clone().filter(|m| m.day.year().eq(year)).count().await.unwrap(), 0);
    }
    assert_eq!(all.clone().filter(|m| m.instant.year().lt(i32::MAX)).count().await.unwrap(), 4);
    assert_eq!(all.filter(|m| m.instant.year().gt(0)).count().await.unwrap(), 4);
}
