//! `+ - * / %` and the sign `-`, of numbers, moments and durations.

use querent::Result;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};
use time::macros::{date, datetime, time};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

#[derive(Model, Debug)]
struct Shift {
    id: i64,
    day: Date,
    until: Option<Date>,
    begins: Time,
    ends: Time,
    planned: PrimitiveDateTime,
    started: OffsetDateTime,
    left: Option<OffsetDateTime>,
    pause: Duration,
    people: i32,
    spare: Option<i32>,
    #[field(max_digits = 8, decimal_places = 2)]
    wage: Decimal,
    load: f64,
}

async fn shifts(db: &Db) {
    db.batch_execute(
        "INSERT INTO shift (day, until, begins, ends, planned, started, \"left\", pause, people, spare, wage, load)
         VALUES ('2024-02-28', '2024-03-01', '08:00', '17:30', '2024-02-28 08:15', '2024-02-28 08:20Z',
                 '2024-02-28 17:05Z', '00:45', 7, 2, 12.50, 0.5),
                ('2024-12-31', NULL, '22:00', '06:00', '2024-12-31 22:00', '2024-12-31 22:00Z',
                 NULL, '01:00', -7, NULL, 10.00, 1.5)",
    )
    .await
    .unwrap();
}

/// A value of each shift, in the order of their keys.
macro_rules! each {
    ($db:expr, $value:expr) => {
        Shift::objects($db).order_by(|s| s.id).values($value).await.unwrap()
    };
}

/// The keys of the shifts that fulfil a condition.
macro_rules! found {
    ($db:expr, $condition:expr) => {
        Shift::objects($db).filter($condition).order_by(|s| s.id).values(|s| s.id).await.unwrap()
    };
}

#[querent_testkit::test(models = [Shift])]
async fn precedence_and_parentheses_are_those_of_rust(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| s.people + 2 * s.people), [21, -21]);
    assert_eq!(each!(&db, |s| (s.people + 2) * s.people), [63, 35]);
    assert_eq!(each!(&db, |s| 15 - (s.people - 1)), [9, 23]);
    let query = Shift::objects(&db).values(|s| 1 - (s.people + s.spare) * 2);
    assert_eq!(
        query.sql().unwrap(),
        r#"SELECT ($1 - (("shift"."people" + "shift"."spare") * $2)) FROM "shift""#
    );
}

#[querent_testkit::test(models = [Shift])]
async fn integers_are_divided_as_postgresql_divides_them(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| s.people / 2), [3, -3]);
    assert_eq!(each!(&db, |s| s.people % 4), [3, -3]);
    assert_eq!(each!(&db, |s| s.wage / 4), [dec!(3.125), dec!(2.5)]);
    assert_eq!(each!(&db, |s| 100 / s.people), [14, -14]);
}

#[querent_testkit::test(models = [Shift])]
async fn a_sign_turns_numbers_and_durations_round(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| -s.people), [-7, 7]);
    assert_eq!(each!(&db, |s| -s.spare), [Some(-2), None]);
    assert_eq!(each!(&db, |s| -(s.wage - 20)), [dec!(7.50), dec!(10.00)]);
    assert_eq!(each!(&db, |s| -s.pause), [Duration::minutes(-45), Duration::hours(-1)]);
    assert_eq!(each!(&db, |s| -(-s.load)), [0.5, 1.5]);
    let query = Shift::objects(&db).order_by(|s| -s.people).values(|s| s.id);
    assert_eq!(query.sql().unwrap(), r#"SELECT "shift"."id" FROM "shift" ORDER BY (- "shift"."people")"#);
}

#[querent_testkit::test(models = [Shift])]
async fn durations_move_dates_and_times(db: Db) {
    shifts(&db).await;
    let days = each!(&db, |s| s.day + Duration::days(2));
    assert_eq!(days, [datetime!(2024-03-01 0:00), datetime!(2025-01-02 0:00)]);
    assert_eq!(each!(&db, |s| s.begins - s.pause), [time!(7:15), time!(21:00)]);
    assert_eq!(each!(&db, |s| s.begins + Duration::hours(3))[1], time!(1:00), "around midnight");
    assert_eq!(each!(&db, |s| s.planned + s.pause)[0], datetime!(2024-02-28 9:00));
    assert_eq!(each!(&db, |s| s.started + s.pause * 2)[0], datetime!(2024-02-28 9:50 UTC));
    let left = each!(&db, |s| s.left - Duration::minutes(5));
    assert_eq!(left, [Some(datetime!(2024-02-28 17:00 UTC)), None]);
}

#[querent_testkit::test(models = [Shift])]
async fn moments_lie_a_duration_apart(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| s.left - s.started), [Some(Duration::minutes(525)), None]);
    assert_eq!(each!(&db, |s| s.until - s.day), [Some(Duration::days(2)), None], "2024 has a February 29");
    assert_eq!(each!(&db, |s| s.ends - s.begins), [Duration::minutes(570), Duration::hours(-16)]);
    assert_eq!(each!(&db, |s| s.planned - s.day)[0], Duration::minutes(495));
    assert_eq!(each!(&db, |s| s.day - date!(2024 - 02 - 01))[0], Duration::days(27));
    assert_eq!(each!(&db, |s| date!(2024 - 02 - 01) - s.day)[0], Duration::days(-27));
    let since = each!(&db, |s| datetime!(2024-02-28 12:00 UTC) - s.left);
    assert_eq!(since, [Some(Duration::minutes(-305)), None]);
}

#[querent_testkit::test(models = [Shift])]
async fn days_between_dates_are_no_integer(db: Db) {
    let query = Shift::objects(&db).filter(|s| (s.until - s.day).gt(Duration::DAY)).values(|s| s.id);
    assert_eq!(
        query.sql().unwrap(),
        r#"SELECT "shift"."id" FROM "shift" WHERE ("shift"."until"::timestamp - "shift"."day"::timestamp) > $1"#
    );
}

#[querent_testkit::test(models = [Shift])]
async fn days_of_an_interval_have_twenty_four_hours_in_every_time_zone(db: Db) -> Result<()> {
    shifts(&db).await;
    db.atomic(async |tx| -> Result<()> {
        // Clocks went forward in the night to March 31, 2024.
        tx.batch_execute("SET LOCAL TimeZone = 'Europe/Berlin'; UPDATE shift SET pause = '1 day'").await?;
        tx.batch_execute("UPDATE shift SET started = '2024-03-30 12:00Z', \"left\" = '2024-03-31 13:00Z'")
            .await?;
        let noon = datetime!(2024-03-31 12:00 UTC);
        let first = |s: querent::model::Fields<Shift>| {
            (
                s.started + s.pause,
                s.started + Duration::DAY,
                s.started + (s.left - s.started),
                s.left - s.pause,
            )
        };
        let moved = Shift::objects(tx).values(first).first().await?;
        let an_hour_later = noon + Duration::HOUR;
        assert_eq!(moved, Some((noon, noon, Some(an_hour_later), Some(an_hour_later - Duration::DAY))));
        Ok(())
    })
    .await
}

#[querent_testkit::test(models = [Shift])]
async fn durations_are_computed_with_and_compared(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| s.pause + Duration::minutes(5))[0], Duration::minutes(50));
    assert_eq!(each!(&db, |s| s.pause - s.pause / 3)[0], Duration::minutes(30));
    assert_eq!(each!(&db, |s| s.pause * s.load), [Duration::seconds(1350), Duration::minutes(90)]);
    assert_eq!(each!(&db, |s| s.pause * s.spare), [Some(Duration::minutes(90)), None]);
    assert_eq!(found!(&db, |s| s.pause.gt(Duration::minutes(45))), [2]);
    assert_eq!(found!(&db, |s| (s.left - s.started).gt(s.pause * 8)), [1]);
    assert_eq!(found!(&db, |s| s.planned.lt(s.day + Duration::hours(9))), [1]);
}

#[querent_testkit::test(models = [Shift])]
async fn durations_have_sums_averages_and_a_largest(db: Db) {
    shifts(&db).await;
    let all = Shift::objects(&db).aggregate(|s| (s.pause.sum(), s.pause.avg(), s.pause.max(), s.pause.min()));
    let minutes = |minutes| Some(Duration::minutes(minutes));
    let average = Some(Duration::seconds(3150));
    assert_eq!(all.await.unwrap(), (minutes(105), average, minutes(60), minutes(45)));
    let worked = Shift::objects(&db).aggregate(|s| (s.left - s.started).sum()).await.unwrap();
    assert_eq!(worked, minutes(525));
}

#[querent_testkit::test(models = [Shift])]
async fn a_value_of_no_query_stands_left_of_one_of_a_query(db: Db) {
    shifts(&db).await;
    assert_eq!(each!(&db, |s| value(3) - s.people), [-4, 10]);
    assert_eq!(each!(&db, |s| value(3) * (s.spare + 1)), [Some(9), None]);
    assert_eq!(each!(&db, |_| value(2) * value(3) + 1), [7, 7]);
    assert_eq!(found!(&db, |s| (now() - s.started).gt(Duration::DAY)), [1, 2]);
    assert_eq!(found!(&db, |s| s.started.gt(now() - Duration::days(1))), [0i64; 0]);
    let rows = Shift::objects(&db).annotate(|s| s.people * 2).order_by(|(s, _)| s.id);
    assert_eq!(rows.values(|(_, twice)| value(1) - twice).await.unwrap(), [-13, 15]);
}

#[querent_testkit::test(models = [Shift])]
async fn annotations_are_computed_with(db: Db) {
    shifts(&db).await;
    let rows = Shift::objects(&db)
        .annotate(|s| (s.left - s.started, s.people * 2))
        .annotate(|(s, (worked, twice))| (worked * twice, 1 - twice, -twice + s.people))
        .order_by(|(s, _, _)| s.id)
        .values(|(_, _, made)| made);
    assert_eq!(rows.await.unwrap(), [(Some(Duration::minutes(525 * 14)), -13, -7), (None, 15, 7)]);
}

/// The condition of a reusable piece, whose scope is not known.
fn busy<P: Path<Model = Shift, Null = querent::types::NotNull>>(s: ShiftFields<P>) -> Q<P::Scope> {
    ((s.people + 1) * 2 - s.people).gt(8) & (s.day + s.pause).lt(s.planned)
}

#[querent_testkit::test(models = [Shift])]
async fn reusable_pieces_compute_along_any_path(db: Db) {
    shifts(&db).await;
    assert_eq!(found!(&db, busy), [1]);
}

#[querent_testkit::test(models = [Shift])]
async fn aggregates_are_computed_with(db: Db) {
    shifts(&db).await;
    let all = Shift::objects(&db).aggregate(|s| {
        (
            s.started.max() - s.started.min(),
            s.day.max() - s.day.min(),
            s.pause.sum() * 2,
            s.people.sum() - s.spare.sum(),
        )
    });
    let apart = datetime!(2024-12-31 22:00 UTC) - datetime!(2024-02-28 8:20 UTC);
    let expected = (Some(apart), Some(Duration::days(307)), Some(Duration::minutes(210)), Some(-2));
    assert_eq!(all.await.unwrap(), expected);
}

#[querent_testkit::test(models = [Shift])]
async fn a_filter_of_an_aggregate_reaches_it_behind_its_default(db: Db) {
    shifts(&db).await;
    let sums = Shift::objects(&db).aggregate(|s| {
        let positive = s.people.gt(0);
        let days = s.day.max() - s.day.min();
        (s.people.sum().default(0).filter(positive.clone()), days.filter(positive))
    });
    assert_eq!(sums.await.unwrap(), (7, Some(Duration::ZERO)));
}
