//! PostgreSQL's functions of numbers.

use querent::Kind;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};

#[derive(Model, Debug)]
struct Sample {
    id: i64,
    small: i16,
    whole: i32,
    real: f32,
    double: f64,
    #[field(max_digits = 10, decimal_places = 3)]
    exact: Decimal,
    maybe: Option<f64>,
}

/// One row of each sign.
async fn samples(db: &Db) {
    db.batch_execute(
        "INSERT INTO sample (small, whole, \"real\", double, exact, maybe)
         VALUES (3, 15, 2.5, 2.25, 1.235, 4), (-3, -14, -2.5, -2.25, -1.235, NULL)",
    )
    .await
    .unwrap();
}

/// A value of each sample, in the order of their keys.
macro_rules! each {
    ($db:expr, $value:expr) => {
        Sample::objects($db).order_by(|s| s.id).values($value).await.unwrap()
    };
}

/// A value of the first sample.
macro_rules! first {
    ($db:expr, $value:expr) => {
        Sample::objects($db).filter(|s| s.id.eq(1)).values($value).await.unwrap().swap_remove(0)
    };
}

#[querent_testkit::test(models = [Sample])]
async fn numbers_keep_their_type_without_their_sign(db: Db) {
    samples(&db).await;
    assert_eq!(each!(&db, |s| s.small.abs()), [3i16, 3]);
    assert_eq!(each!(&db, |s| s.whole.abs()), [15, 14]);
    assert_eq!(each!(&db, |s| s.real.abs()), [2.5f32, 2.5]);
    assert_eq!(each!(&db, |s| s.exact.abs()), [dec!(1.235), dec!(1.235)]);
    assert_eq!(each!(&db, |s| s.small.sign()), [1i16, -1]);
    assert_eq!(each!(&db, |s| s.exact.sign()), [dec!(1), dec!(-1)]);
    assert_eq!(each!(&db, |s| s.maybe.sign()), [Some(1.0), None]);
}

#[querent_testkit::test(models = [Sample])]
async fn numbers_keep_their_type_without_their_fraction(db: Db) {
    samples(&db).await;
    assert_eq!(each!(&db, |s| s.real.ceil()), [3f32, -2.0]);
    assert_eq!(each!(&db, |s| s.double.floor()), [2.0, -3.0]);
    assert_eq!(each!(&db, |s| s.exact.ceil()), [dec!(2), dec!(-1)]);
    assert_eq!(each!(&db, |s| s.whole.floor()), [15, -14]);
    assert_eq!(each!(&db, |s| s.maybe.floor()), [Some(4.0), None]);
}

#[querent_testkit::test(models = [Sample])]
async fn rounding_is_half_away_from_zero_to_places_or_tens(db: Db) {
    samples(&db).await;
    assert_eq!(each!(&db, |s| s.exact.round(2)), [dec!(1.24), dec!(-1.24)]);
    assert_eq!(each!(&db, |s| s.double.round(1)), [2.3, -2.3]);
    assert_eq!(each!(&db, |s| s.real.round(0)), [3f32, -3.0]);
    assert_eq!(each!(&db, |s| s.whole.round(-1)), [20, -10]);
    assert_eq!(each!(&db, |s| s.double.round(s.small)), [2.25, 0.0]);
    assert_eq!(each!(&db, |s| s.maybe.round(0)), [Some(4.0), None]);
    let query = Sample::objects(&db).values(|s| (s.exact.round(2), s.double.round(2)));
    assert_eq!(
        query.sql().unwrap(),
        r#"SELECT round("sample"."exact", $1), round("sample"."double"::numeric, $2)::double precision FROM "sample""#
    );
}

#[querent_testkit::test(models = [Sample])]
async fn roots_of_decimals_are_decimals_and_others_floats(db: Db) {
    samples(&db).await;
    assert_eq!(first!(&db, |s| s.double.sqrt()), 1.5);
    assert_eq!(first!(&db, |s| (s.whole + 1).sqrt()), 4.0);
    assert_eq!(first!(&db, |s| (s.exact * 0 + 4).sqrt()), dec!(2));
    assert_eq!(each!(&db, |s| s.maybe.sqrt()), [Some(2.0), None]);
    let error = Sample::objects(&db).values(|s| s.double.sqrt()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::DataException, "-2.25 has none");
}

#[querent_testkit::test(models = [Sample])]
async fn powers_and_logarithms_are_those_of_mathematics(db: Db) {
    samples(&db).await;
    assert_eq!(each!(&db, |s| s.small.power(2)), [9.0, 9.0]);
    assert_eq!(each!(&db, |s| s.double.power(s.small)), [11.390625, -0.0877914951989026]);
    assert_eq!(each!(&db, |s| s.exact.round(0).power(3)), [dec!(1), dec!(-1)]);
    assert_eq!(each!(&db, |s| s.maybe.power(0.5)), [Some(2.0), None]);
    assert_eq!(first!(&db, |s| (s.double * 0).exp()), 1.0);
    assert_eq!(first!(&db, |s| s.maybe.exp().ln()), Some(4.0));
    assert_eq!(first!(&db, |s| s.maybe.log(2)), Some(2.0));
    assert_eq!(first!(&db, |s| (s.exact * 0 + 1000).log(10)), dec!(3));
    assert_eq!(first!(&db, |s| (s.whole + 1).log(s.double * 0 + 4)), 2.0);
}

#[querent_testkit::test(models = [Sample])]
async fn angles_are_in_radians(db: Db) {
    samples(&db).await;
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 1e-12, "{value} {expected}");
    near(first!(&db, |_| pi()), std::f64::consts::PI);
    near(first!(&db, |_| (pi() / 6).sin()), 0.5);
    near(first!(&db, |_| (pi() / 3).cos()), 0.5);
    near(first!(&db, |_| (pi() / 4).tan()), 1.0);
    near(first!(&db, |_| (pi() / 4).cot()), 1.0);
    near(first!(&db, |_| value(1.0).asin().degrees()), 90.0);
    near(first!(&db, |_| value(1).acos()), 0.0);
    near(first!(&db, |_| value(dec!(1)).atan().degrees()), 45.0);
    near(first!(&db, |s| s.small.atan2(-3).degrees()), 135.0);
    near(first!(&db, |_| value(180).radians()), std::f64::consts::PI);
    assert_eq!(each!(&db, |s| (s.maybe * 0).sin()), [Some(0.0), None]);
}

#[querent_testkit::test(models = [Sample])]
async fn bits_are_joined_and_moved(db: Db) {
    samples(&db).await;
    assert_eq!(each!(&db, |s| s.whole.bitand(6)), [6, 2]);
    assert_eq!(each!(&db, |s| s.small.bitor(4)), [7i16, -3]);
    assert_eq!(each!(&db, |s| s.whole.bitxor(s.small)), [12, 15]);
    assert_eq!(each!(&db, |s| s.id.shift_left(3)), [8i64, 16]);
    assert_eq!(each!(&db, |s| s.whole.shift_right(1)), [7, -7]);
    assert_eq!(each!(&db, |s| s.small.shift_left(s.maybe.cast::<i32>())), [Some(48i16), None]);
}

#[querent_testkit::test(models = [Sample])]
async fn random_numbers_are_of_each_row(db: Db) {
    samples(&db).await;
    let drawn = each!(&db, |_| random());
    assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)) && drawn[0] != drawn[1], "{drawn:?}");
    let shuffled = Sample::objects(&db).order_by(|_| random()).values(|s| s.id);
    assert_eq!(shuffled.sql().unwrap(), r#"SELECT "sample"."id" FROM "sample" ORDER BY random()"#);
}

#[querent_testkit::test(models = [Sample])]
async fn whole_numbers_of_any_size_are_their_own_floor_and_ceiling(db: Db) {
    samples(&db).await;
    let big = value(9_007_199_254_740_993_i64);
    assert_eq!(
        first!(&db, |_| (big.clone().floor(), big.clone().ceil())),
        (9_007_199_254_740_993, 9_007_199_254_740_993)
    );
    let query = Sample::objects(&db).values(|s| (s.id.floor(), s.small.ceil()));
    assert_eq!(query.sql().unwrap(), r#"SELECT "sample"."id", "sample"."small" FROM "sample""#);
}
