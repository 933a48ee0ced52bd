//! Changes by chance. Many more are made by `cargo run --release -p integration-tests --bin soak -- migrations`.

use integration_tests::migrations::{changes, detections};
use querent::Db;

#[querent_testkit::test]
async fn changes_by_chance_make_what_creating_makes_and_are_taken_back(db: Db) {
    match changes(&db, 0x5eed, 40).await {
        Ok(figures) => assert!(figures.operations.len() > 10, "{figures}"),
        Err(failure) => panic!("{failure}"),
    }
}

#[querent_testkit::test]
async fn what_is_detected_between_models_by_chance_leads_from_one_to_the_other(db: Db) {
    match detections(&db, 0x5eed, 40).await {
        Ok(figures) => assert!(figures.operations.len() > 10 && figures.refused < 10, "{figures}"),
        Err(failure) => panic!("{failure}"),
    }
}
