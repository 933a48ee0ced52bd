//! Random chains of `filter` and `exclude` on random rows mean what Django's rules say.
//!
//! The long form is `cargo run --release -p integration-tests --bin soak -- meaning`.

use integration_tests::meaning::models::{Budget, Client, Comment, Label, Project, Task};
use integration_tests::meaning::{Cases, Rules, answer, compare};
use querent::Db;

/// The cases within which a mistake must be told apart.
const ENOUGH: usize = 2_000;

#[querent_testkit::test(models = [Client, Project, Budget, Task, Comment, Label])]
async fn random_conditions_select_what_the_rules_select(db: Db) {
    match compare(&db, 5, 1_000).await {
        Ok(shares) => {
            println!("{shares}");
            assert!(shares.tell_enough(), "{shares}");
        }
        Err(difference) => panic!("{difference}"),
    }
}

/// The first case that an evaluator with a mistake answers otherwise than the rules.
fn first_told_apart(mistake: Rules) -> Option<usize> {
    let mut cases = Cases::new(1);
    (1..=ENOUGH).find(|_| {
        let asked = cases.draw();
        answer(mistake, cases.tables(), asked.case.subject.model, &asked.case.calls) != asked.expected
    })
}

#[test]
fn random_conditions_tell_the_rules_from_four_mistakes() {
    for mistake in Rules::MISTAKES {
        match first_told_apart(mistake) {
            Some(number) => println!("{mistake:?} is told apart by case {number}"),
            None => panic!("{mistake:?} is not told apart within {ENOUGH} cases"),
        }
    }
}
