//! The operations of each case, run on a database with rows, make what is there what it would be if it were created so, by the
//! same names, and take it back.

use integration_tests::migrations::{Back, Rows, Trip, notation};
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

#[querent_testkit::test]
async fn a_table_that_is_given_away_and_taken_back_is_there_all_the_time(db: Db) {
    let models = "enum mood(a, b) Tag{id} V{id; m: mood; n: text unique; tags: M2M(Tag)}";
    let before = notation::state(models).unwrap();
    let (mut state, mut migrations) = (before.clone(), Vec::new());
    for text in ["ReleaseModel V", "AdoptModel V"] {
        let step = notation::operation(text, &state).unwrap();
        state.apply(&step.app, &step.operation).unwrap();
        migrations.push(vec![step]);
    }
    let trip = Trip {
        before: &before,
        after: &before,
        migrations: &migrations,
        rows: Rows::Three,
        prepare: "",
        back: Back::Prepared(""),
    };
    trip.travel(&db).await.unwrap();
    let count = async |client: &tokio_postgres::Client| -> querent::Result<i64> {
        Ok(client.query_one("SELECT count(*) FROM v", &[]).await?.get(0))
    };
    assert_eq!(db.with_client(count).await.unwrap(), 3);
}
