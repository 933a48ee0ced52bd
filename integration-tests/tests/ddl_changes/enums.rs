//! Enums with rows of them.

use querent::Db;
use querent_migrate::querent_schema::state::{Check, Element, Index};
use querent_migrate::querent_schema::{Default, Operation};

use crate::bench::Bench;
use crate::states::{alter_using, model, plain, simple, state, with_enum};

fn replace(was: &[&str], labels: &[&str]) -> Operation {
    let owned = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
    Operation::ReplaceEnum { name: "mood".to_owned(), was: owned(was), labels: owned(labels) }
}

#[querent_testkit::test]
async fn a_replaced_enum_keeps_its_rows_arrays_and_defaults(db: Db) {
    let mut person = model(
        "person",
        [
            plain("mood", "\"mood\"", |mood| mood.default = Some(Default::text("glad"))),
            plain("moods", "\"mood\"[]", |moods| moods.default = Some(Default::text("{sad}"))),
            plain("loud", "boolean", |loud| {
                loud.default = Some(Default::Generated("mood > 'sad'".to_owned()))
            }),
        ],
    );
    person.checks.push(Check {
        name: "not_both".to_owned(),
        condition: "mood <> 'sad' OR moods[1] <> 'sad'".to_owned(),
    });
    person.indexes.push(Index {
        name: "sad_ones".to_owned(),
        elements: vec![Element::Field { name: "mood".to_owned(), descending: false }],
        method: None,
        include: Vec::new(),
        condition: Some("mood = 'sad'".to_owned()),
    });
    let state = with_enum(state([("Person", person)]), "mood", &["sad", "so", "glad"]);
    let rows = "INSERT INTO person (mood, moods) VALUES ('glad', '{sad,glad}'), ('sad', '{glad}'); INSERT INTO person DEFAULT VALUES";
    let mut bench = Bench::new(&db, state, rows).await;
    bench.there_and_back(&[replace(&["sad", "so", "glad"], &["glad", "sad", "new"])]).await;
    let rows = bench.texts("SELECT format('%s %s %s', mood, moods, loud) FROM person ORDER BY id").await;
    assert_eq!(rows, ["glad {sad,glad} t", "sad {glad} f", "glad {sad} t"]);
}

#[querent_testkit::test]
async fn a_label_that_rows_still_have_is_not_taken_away(db: Db) {
    let state = with_enum(
        state([("Person", model("person", [simple("mood", "\"mood\"")]))]),
        "mood",
        &["sad", "glad"],
    );
    let mut bench = Bench::new(&db, state, "INSERT INTO person (mood) VALUES ('sad')").await;
    let operation = replace(&["sad", "glad"], &["glad"]);
    let script = bench.statements(&operation).join(";\n");
    assert_eq!(bench.try_run(&script).await.unwrap_err(), "invalid input value for enum mood: \"sad\"");
    bench.run("UPDATE person SET mood = 'glad'").await;
    bench.go(&[operation]).await;
}

#[querent_testkit::test]
async fn labels_come_and_are_renamed_and_go_back(db: Db) {
    let person =
        model("person", [plain("mood", "\"mood\"", |mood| mood.default = Some(Default::text("sad")))]);
    let state = with_enum(state([("Person", person)]), "mood", &["sad", "glad"]);
    let mut bench = Bench::new(&db, state, "INSERT INTO person DEFAULT VALUES").await;
    let name = || "mood".to_owned();
    bench
        .there_and_back(&[
            Operation::AddEnumValue { name: name(), value: "so".to_owned(), before: Some("glad".to_owned()) },
            Operation::AddEnumValue { name: name(), value: "most glad".to_owned(), before: None },
            Operation::RenameEnumValue { name: name(), from: "sad".to_owned(), to: "it's sad".to_owned() },
            Operation::RenameEnum { from: name(), to: "humour".to_owned() },
        ])
        .await;
    assert_eq!(bench.texts("SELECT mood::text FROM person").await, ["sad"]);
}

#[querent_testkit::test]
async fn text_becomes_an_enum_with_what_is_said_of_it(db: Db) {
    let mut person =
        model("person", [plain("mood", "text", |mood| mood.default = Some(Default::text("sad")))]);
    person.checks.push(Check { name: "known".to_owned(), condition: "mood IN ('sad', 'glad')".to_owned() });
    let state = with_enum(state([("Person", person)]), "mood", &["sad", "glad"]);
    let was = state.models.values().next().unwrap().field("mood").unwrap().clone();
    let mut bench = Bench::new(&db, state, "INSERT INTO person (mood) VALUES ('glad')").await;
    let field = plain("mood", "\"mood\"", |mood| mood.default = Some(Default::text("sad")));
    bench.there_and_back(&[alter_using("Person", was, field, "mood::mood")]).await;
    assert_eq!(bench.texts("SELECT mood::text FROM person").await, ["glad"]);
}
