//! Every scenario of `integration_tests::watch`: what is found, where, and how many statements that was.
//!
//! They run again and again by `cargo run --release -p integration-tests --bin soak -- n-plus-one`.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod each;
#[rustfmt::skip]
mod fixed;
mod fixes;

use std::collections::BTreeSet;

use integration_tests::watch::{SCENARIOS, scenario, scenarios};
use querent::Db;

/// Fails if anything else is seen of a scenario than is expected.
pub(crate) async fn check(db: &Db, name: &str) {
    let scenario = scenario(name).unwrap();
    let seen = scenario.run(db).await.unwrap();
    if let Some(difference) = scenario.difference(&seen) {
        panic!("{difference}");
    }
}

#[test]
fn every_scenario_has_a_test_and_a_name_of_its_own() {
    let mut written = Vec::new();
    for (file, all) in SCENARIOS {
        written.extend(all.iter().map(|scenario| (*file, scenario.name)));
    }
    assert_eq!(each::NAMES, written);
    let different: BTreeSet<_> = scenarios().map(|scenario| scenario.name).collect();
    assert_eq!(different.len(), written.len());
}
