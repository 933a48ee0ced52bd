//! The operations of each case, run on a database with rows, make what is there what it would be if it were created so, by the
//! same names, and take it back.

use integration_tests::migrations::{Rows, Trip};
use querent::Db;

use crate::cases::GROUPS;

/// Runs the cases of a subject, and tells of all that fail.
async fn run(db: &Db, subject: &str) {
    let group = GROUPS.iter().find(|group| group.name == subject).expect("the subject has cases");
    let mut failed = Vec::new();
    for case in group.cases {
        let (before, after, migrations) = (case.before(), case.after(), case.migrations());
        let trip = Trip {
            before: &before,
            after: &after,
            migrations: &migrations,
            rows: Rows::Three,
            prepare: case.prepare,
            back: case.back,
        };
        if let Err(failure) = trip.travel(db).await {
            failed.push(failure.during(case.id).to_string());
        }
    }
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), group.cases.len(), failed.join("\n"));
}

macro_rules! there_and_back {
    ($($subject:ident),+ $(,)?) => {
        $(#[querent_testkit::test]
        async fn $subject(db: Db) {
            run(&db, stringify!($subject)).await;
        })+

        #[test]
        fn every_subject_is_run() {
            let subjects: Vec<_> = GROUPS.iter().map(|group| group.name).collect();
            assert_eq!(subjects, [$(stringify!($subject)),+]);
        }
    };
}

there_and_back!(
    models,
    adding,
    removing,
    altering,
    relations,
    renaming,
    renaming_models,
    apps,
    indexes,
    keys,
    enums,
    names,
);
