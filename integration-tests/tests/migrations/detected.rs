//! What is detected between the models of each case.

use integration_tests::migrations::notation::Step;
use querent_migrate::detect::{Answer, Detected, Draft, detect};
use querent_migrate::{Result, Target};
use querent_schema::{Migration, MigrationName, State};

use crate::case::Case;
use crate::cases::GROUPS;

#[test]
fn the_changes_of_every_case_are_detected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let expected: Vec<_> = case.migrations().concat();
        let found = match look(case, &answers(case)) {
            Ok(Detected::Changes(changes)) => steps(&changes.drafts),
            Ok(Detected::Undecided(questions)) => {
                wrong.push(format!("{}: asked {questions:?}", case.id));
                continue;
            }
            Err(error) => {
                wrong.push(format!("{}: {error}", case.id));
                continue;
            }
        };
        if found != expected {
            wrong.push(format!("{}: found\n{}\nand not\n{}", case.id, told(&found), told(&expected)));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn migrations_end_where_a_case_says() {
    for case in cases() {
        if let Ok(Detected::Changes(changes)) = look(case, &answers(case)) {
            let found: Vec<_> = changes.drafts.iter().map(|draft| draft.operations.len()).collect();
            let expected: Vec<_> = case.migrations().iter().map(Vec::len).collect();
            assert_eq!(found, expected, "{}", case.id);
        }
    }
}

#[test]
fn a_second_look_finds_nothing() {
    for case in cases() {
        for state in [case.before(), case.after()] {
            let again = detect(&state, &target(state.clone()), &[]).unwrap();
            assert_eq!(again, Detected::Changes(Default::default()), "{}", case.id);
        }
    }
}

#[test]
fn nothing_is_decided_without_the_answers_of_a_case() {
    for case in cases().filter(|case| !case.answers.is_empty()) {
        let Detected::Undecided(questions) = look(case, &[]).unwrap() else {
            panic!("{} is decided without {:?}", case.id, case.answers);
        };
        for question in questions {
            assert!(!question.answers().is_empty(), "{}: {question}", case.id);
            assert!(question.to_string().ends_with('?'), "{}: {question}", case.id);
        }
    }
}

#[test]
fn an_answer_that_is_asked_for_is_enough() {
    for case in cases() {
        let given = answers(case);
        let mut said: Vec<Answer> = Vec::new();
        // One answer at a time, as somebody who is asked gives them.
        while let Detected::Undecided(questions) = look(case, &said).unwrap() {
            let next = given.iter().find(|answer| {
                !said.contains(answer) && questions.iter().any(|question| fits(answer, &question.answers()))
            });
            let next = next.unwrap_or_else(|| panic!("{}: no answer to {questions:?}", case.id));
            said.push(next.clone());
        }
        assert_eq!(said.len(), given.len(), "{}: not all of {given:?} is asked for", case.id);
    }
}

/// Whether an answer is one of those that a question has, whatever its SQL.
fn fits(answer: &Answer, offered: &[Answer]) -> bool {
    let same = |offered: &Answer| match (answer, offered) {
        (Answer::OneOff { field, .. }, Answer::OneOff { field: other, .. })
        | (Answer::Using { field, .. }, Answer::Using { field: other, .. }) => field == other,
        (answer, offered) => answer == offered,
    };
    offered.iter().any(same)
}

fn cases() -> impl Iterator<Item = &'static Case> {
    GROUPS.iter().flat_map(|group| group.cases)
}

fn look(case: &Case, answers: &[Answer]) -> Result<Detected> {
    detect(&case.before(), &target(case.after()), answers)
}

fn target(state: State) -> Target {
    Target { state, ..Target::default() }
}

fn answers(case: &Case) -> Vec<Answer> {
    case.answers.chunks(2).map(|answer| read(answer[0], answer[1]).unwrap()).collect()
}

fn read(flag: &str, value: &str) -> Result<Answer> {
    match flag {
        "--rename-model" => Answer::rename_model(value),
        "--rename" => Answer::rename(value),
        "--keep" => Answer::keep(value),
        "--drop" => Answer::drop(value),
        "--lossy" => Answer::lossy(value),
        "--one-off" => Answer::one_off(value),
        "--using" => Answer::using(value),
        "--rename-value" => Answer::rename_value(value),
        "--drop-value" => Answer::drop_value(value),
        _ => panic!("`{flag}` is no flag"),
    }
}

fn steps(drafts: &[Draft]) -> Vec<Step> {
    let step = |draft: &Draft| {
        let app = draft.app.clone();
        draft.operations.clone().into_iter().map(move |operation| Step { app: app.clone(), operation })
    };
    drafts.iter().flat_map(step).collect()
}

/// The operations as a migration file.
fn told(steps: &[Step]) -> String {
    let operations = steps.iter().map(|step| step.operation.clone()).collect();
    let name = MigrationName::new("shop", "0002_told");
    Migration { name, after: Vec::new(), atomic: true, operations }.to_toml()
}
