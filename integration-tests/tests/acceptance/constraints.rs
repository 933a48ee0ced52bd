//! What constraints refuse, and what they let pass.

use querent::{Error, Kind};

use crate::database::on_the_data;
use crate::models::{Account, Country, NullsNotDistinct, Product};

/// The kind and the constraint of a refused write.
fn violated(error: &Error) -> (Kind, Option<&str>) {
    (error.kind(), error.violation().unwrap().constraint())
}

#[test]
fn con_01_a_check_refuses_what_is_false_and_lets_pass_what_is_unknown() {
    on_the_data(async |db| {
        let product = || Product::draft().name("x").color("c");
        let error = product().price(5).discounted_price(10).create(&db).await.unwrap_err();
        assert_eq!(violated(&error), (Kind::CheckViolation, Some("price_gt_discounted")));
        product().price(None).discounted_price(10).create(&db).await.unwrap();
    });
}

#[test]
fn con_03_nulls_are_distinct_unless_the_constraint_says_otherwise() {
    on_the_data(async |db| {
        let twin = |a: i32| NullsNotDistinct::draft().a(a).b(None);
        let error = twin(1).create(&db).await.unwrap_err();
        assert_eq!(violated(&error), (Kind::UniqueViolation, Some("nnd_uniq")));
        twin(2).create(&db).await.unwrap();
        let shirt = Product::draft().name("shirt").price(9).discounted_price(1);
        let error = shirt.clone().color(None).create(&db).await.unwrap_err();
        assert_eq!(violated(&error), (Kind::UniqueViolation, Some("name_without_color_uniq")));
        let error = shirt.color("red").create(&db).await.unwrap_err();
        assert_eq!(violated(&error), (Kind::UniqueViolation, Some("name_color_uniq")));
    });
}

#[test]
fn con_05_every_field_of_a_row_is_checked_by_the_database_though_the_first_error_is_told() {
    on_the_data(async |db| {
        // A validation crate tells all mistakes of a request at once; the database has the last word on each.
        let error = Country::draft()
            .iso("too long")
            .name("x".repeat(60))
            .description("")
            .create(&db)
            .await
            .unwrap_err();
        assert_eq!(error.code().unwrap().code(), "22001");
        let error = Country::draft().iso("US").name("x").description("").create(&db).await.unwrap_err();
        assert_eq!(violated(&error), (Kind::UniqueViolation, Some("oracle_country_iso_key")));
    });
}

#[test]
fn con_07_a_violation_tells_constraint_table_and_column() {
    on_the_data(async |db| {
        let error = Country::draft().iso("US").name("x").description("").create(&db).await.unwrap_err();
        let violation = error.violation().unwrap();
        assert_eq!(violation.constraint(), Some("oracle_country_iso_key"));
        assert_eq!(violation.columns(), ["iso"]);
        let dup = Account::draft().name("alice").balance(0).points(0).note("").create(&db).await.unwrap_err();
        assert_eq!(dup.violation().unwrap().table(), Some("oracle_account"));
        let null = db.batch_execute("UPDATE oracle_account SET note = NULL WHERE id = 1").await.unwrap_err();
        assert_eq!(null.kind(), Kind::NotNullViolation);
        assert_eq!(null.violation().unwrap().columns(), ["note"]);
    });
}
