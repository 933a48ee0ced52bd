//! The operations of each case, replayed, lead from one state to the other.

use std::collections::HashSet;

use querent_schema::State;

use crate::case::Case;
use crate::cases::{GROUPS, LEFT_OUT};

#[test]
fn the_operations_of_every_case_lead_from_its_models_to_its_models() {
    let cases = GROUPS.iter().flat_map(|group| group.cases);
    let wrong: Vec<String> =
        cases.filter_map(|case| Some(format!("{}: {}", case.id, replay(case).err()?))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_case_is_there_twice_or_left_out_as_well() {
    let cases = GROUPS.iter().flat_map(|group| group.cases.iter().map(|case| case.id));
    let mut seen = HashSet::new();
    for (id, reason) in cases.map(|id| (id, "is here")).chain(LEFT_OUT.iter().copied()) {
        assert!(seen.insert(id), "{id} is there twice, and once {reason}");
    }
}

#[test]
fn every_answer_is_a_flag_with_its_value() {
    for case in GROUPS.iter().flat_map(|group| group.cases) {
        let flags = case.answers.chunks(2).all(|answer| answer.len() == 2 && answer[0].starts_with("--"));
        assert!(flags, "{}", case.id);
    }
}

fn replay(case: &Case) -> Result<(), String> {
    let mut state = case.before();
    for step in case.migrations().iter().flatten() {
        state
            .apply(&step.app, &step.operation)
            .map_err(|error| format!("{}: {error}", step.operation.name()))?;
    }
    let (replayed, after): (State, State) = (state.canonical(), case.after().canonical());
    if replayed == after { Ok(()) } else { Err(format!("replayed {replayed:?}\nand not {after:?}")) }
}
