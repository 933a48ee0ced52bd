//! Models changed by chance: what is found leads to them, and is all.

use querent_schema::state::{Check, Element, Index, Kind, Model, Unique};
use querent_schema::{Enum, Graph, State};

use super::notation::{state, target};
use crate::detect::{Answer, Changes, Detected, Draft, detect, lead_to, named};
use crate::error::Result;
use crate::target::Target;

/// A generator of numbers that are the same in every run (splitmix64, Steele and others, 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn one<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }
}

/// Models of two applications that refer to each other as it comes.
fn models(dice: &mut Dice) -> State {
    let mut names: Vec<&str> = Vec::new();
    for name in ["blog.Post", "blog.Tag", "shop.Item", "shop.Shelf", "shop.Thing"] {
        if dice.below(4) > 0 {
            names.push(name);
        }
    }
    let mut texts = Vec::new();
    for name in &names {
        let mut fields = Vec::new();
        for field in ["a", "b", "c", "d", "e"] {
            if dice.below(2) == 0 {
                fields.push(format!("{field}: {}", kind(dice, &names)));
            }
        }
        texts.push(format!("{name} {{ {} }}", fields.join(", ")));
    }
    let mut models = state(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for model in models.models.values_mut() {
        name_parts(dice, model);
        model.managed = dice.below(4) > 0;
    }
    let used = models.models.values().flat_map(|model| &model.fields).any(|field| match &field.kind {
        Kind::Plain(plain) => plain.sql_type.as_enum().is_some(),
        _ => false,
    });
    if used {
        let labels = dice.one(&[&["glad", "sad"][..], &["sad", "glad"], &["glad", "so", "sad"], &["glad"]]);
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        models.enums.insert("mood".to_owned(), Enum { name: "mood".to_owned(), labels });
    }
    models
}

fn kind(dice: &mut Dice, names: &[&str]) -> String {
    let to = dice.one(names);
    match dice.below(9) {
        0 => format!("->{to}"),
        1 => format!("->{to} null"),
        2 => format!("->{to} one"),
        3 => format!("<->{to}"),
        4 => "\"mood\"".to_owned(),
        _ => {
            let sql_type = dice.one(&["text", "integer", "bigint", "varchar(20)", "uuid", "numeric"]);
            format!("{sql_type} {}", dice.one(&["", "null", "unique", "index", "null unique"]))
        }
    }
}

/// A constraint and an index, by one of two names each.
fn name_parts(dice: &mut Dice, model: &mut Model) {
    let columns: Vec<String> =
        model.fields.iter().filter(|own| own.column().is_some()).map(|own| own.name.clone()).collect();
    let table = model.table.clone();
    if dice.below(2) == 0 {
        model.unique.push(Unique {
            name: format!("{table}_{}", dice.one(&["uq", "key"])),
            fields: vec!["id".to_owned(), columns[dice.below(columns.len())].clone()],
            include: Vec::new(),
            condition: None,
            nulls_not_distinct: false,
            deferrable: false,
        });
    }
    if dice.below(2) == 0 {
        let name = columns[dice.below(columns.len())].clone();
        model.indexes.push(Index {
            name: format!("{table}_{}", dice.one(&["ix", "recent"])),
            elements: vec![Element::Field { name, descending: dice.below(2) == 0 }],
            method: None,
            include: Vec::new(),
            condition: None,
        });
    }
    if dice.below(3) == 0 {
        model.checks.push(Check { name: format!("{table}_ck"), condition: "id > 0".to_owned() });
    }
}

/// What is found when every question is answered as it comes.
fn decided(dice: &mut Dice, before: &State, target: &Target) -> Result<(Vec<Answer>, Changes)> {
    let mut answers = Vec::new();
    for _ in 0..100 {
        let questions = match detect(before, target, &answers)? {
            Detected::Changes(changes) => return Ok((answers, changes)),
            Detected::Undecided(questions) => questions,
        };
        // One at a time: an answer may make another question vain.
        let mut said = questions[0].answers();
        let mut answer = said.swap_remove(dice.below(said.len()));
        if let Answer::OneOff { sql, .. } | Answer::Using { sql, .. } = &mut answer {
            *sql = sql.replace('…', "gen_random_uuid()");
        }
        assert!(!answers.contains(&answer), "asked again: {:?}", questions[0]);
        answers.push(answer);
    }
    panic!("there is no end to the questions: {answers:?}");
}

fn replayed(before: &State, drafts: &[Draft]) -> State {
    let mut state = before.clone();
    for (place, draft) in drafts.iter().enumerate() {
        assert!(draft.after.iter().all(|other| *other < place), "{drafts:?}");
        for operation in &draft.operations {
            state.apply(&draft.app, operation).unwrap();
        }
    }
    state
}

#[test]
fn what_is_found_by_chance_leads_to_the_models_and_is_all() {
    let mut wrong = Vec::new();
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let (before, target) = (models(&mut dice), target(models(&mut dice)));
        match decided(&mut dice, &before, &target) {
            Ok((answers, changes)) => {
                let after = replayed(&before, &changes.drafts);
                assert_eq!(
                    after.clone().canonical(),
                    target.state.clone().canonical(),
                    "{seed}: {answers:?}"
                );
                let again = detect(&after, &target, &[]).unwrap();
                assert_eq!(again, Detected::Changes(Changes::default()), "{seed}: {answers:?}");
            }
            Err(error) => wrong.push(format!("{seed}: {error}")),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_is_written_by_chance_replays_from_nothing() {
    for seed in 1000..1200 {
        let mut dice = Dice(seed);
        let mut graph = Graph::default();
        for _ in 0..4 {
            let (before, target) = (graph.state().unwrap(), target(models(&mut dice)));
            let (_, changes) = decided(&mut dice, &before, &target).unwrap();
            let new = named(&changes.drafts, &graph, None, "auto").unwrap();
            lead_to(&graph, &new, &target.state).unwrap_or_else(|error| panic!("{seed}: {error}"));
            graph = Graph::of(graph.plan().chain(&new).cloned()).unwrap();
        }
    }
}
