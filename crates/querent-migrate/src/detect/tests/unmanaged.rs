//! Tables of somebody else's, and those that become so or ours.

use querent_schema::{Enum, State};

use super::notation::{answers, asked, changes, moods, state};

#[test]
fn of_rows_of_somebody_elses_nothing_is_asked() {
    let released = |models: &[&str]| {
        let mut state = state(models);
        state.models.get_mut(&"shop.T".parse().unwrap()).unwrap().managed = false;
        state
    };
    let before = ["shop.P {}", "shop.T { a: text, b: text, c: text null, p: ->shop.P }"];
    let now = ["shop.P {}", "shop.T { a: integer, c: text, d: uuid unique, p: ->shop.T }"];
    let found = "add T.d, alter T.a, alter T.c, alter T.p, remove T.b";
    assert_eq!(changes(&released(&before), released(&now), &[]), [format!("shop: {found}")]);
    assert_eq!(changes(&state(&before), released(&now), &[]), [format!("shop: release_model, {found}")]);
    let adopted = changes(&released(&before), state(&now), &[]);
    assert_eq!(adopted, [format!("shop: {found}, adopt_model")]);
}

#[test]
fn a_table_that_is_taken_back_is_ours_before_what_else_has_changed() {
    let mut left = state(&["shop.T { a: text null }"]);
    left.apply("shop", &querent_schema::Operation::ReleaseModel { model: "T".to_owned() }).unwrap();
    let now = ["shop.T { a: text, b: integer null }"];
    assert_eq!(asked(&left, state(&now), &[]), ["--one-off 'shop.T.a=…'"]);
    assert_eq!(
        changes(&left, state(&now), &answers(&["one-off shop.T.a=''"])),
        ["shop: adopt_model, add T.b, alter T.a ''"]
    );
}

#[test]
fn a_key_of_somebody_elses_is_asked_for_where_values_of_it_are_in_our_tables() {
    let models = |sql_type: &str| {
        let key = format!("shop.P {{ code: {sql_type}, n: {sql_type} }}");
        let mut state = state(&[&key, "shop.Q { p: ->shop.P }", "shop.T { q: ->shop.Q }"]);
        for (name, key) in [("shop.P", "code"), ("shop.Q", "p")] {
            let model = state.models.get_mut(&name.parse().unwrap()).unwrap();
            (model.managed, model.primary_key) = (false, vec![key.to_owned()]);
        }
        state
    };
    assert_eq!(asked(&models("text"), models("integer"), &[]), ["--using 'shop.P.code=\"code\"::integer'"]);
    let alone = |sql_type: &str| {
        let mut models = models(sql_type);
        models.models.remove(&"shop.T".parse().unwrap());
        models
    };
    assert_eq!(changes(&alone("text"), alone("integer"), &[]), ["shop: alter P.code, alter P.n"]);
}

#[test]
fn an_enum_of_a_released_model_is_not_asked_for_and_not_ours_to_drop() {
    let released = |mut state: State| {
        state.models.get_mut(&"shop.T".parse().unwrap()).unwrap().managed = false;
        state
    };
    let (before, now) = (moods(&["a", "b"], None), released(moods(&["c"], None)));
    assert_eq!(changes(&before, now, &[]), ["shop: release_model, replace_enum"]);
    let gone = released(state(&["shop.T {}"]));
    assert_eq!(changes(&before, gone, &[]), ["shop: release_model, drop_enum, remove T.m"]);
    // The same labels in a table of ours are another enum.
    let mut other = state(&["shop.O { h: humour null }", "shop.T {}"]);
    other.enums.insert("humour".to_owned(), Enum::new("humour", ["a", "b"]));
    assert_eq!(
        changes(&released(before), released(other.clone()), &[]),
        ["shop: create_enum, drop_enum, create O(h), remove T.m"]
    );
}
