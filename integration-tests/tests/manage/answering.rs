//! What cannot be seen from the models: asked, flagged, hinted, and never guessed.

use querent_cli::Exit;
use querent_migrate::querent_schema::state::ModelName;

use crate::ground::{Ground, NAME, RANK, TITLE, product};

/// A product whose name is migrated and is a title in the models now.
fn renamed() -> Ground {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.models(&product(TITLE));
    ground
}

const RENAMED: &str = "~ Rename field name on Product to title";

#[test]
fn a_rename_that_nobody_can_be_asked_about_ends_with_3_and_the_flags() {
    let ground = renamed();
    let ran = ground.run(&["makemigrations"]).ended(Exit::Unanswered);
    assert!(ran.err.contains("--rename shop.Product.name:title"), "{}", ran.err);
    assert!(ran.err.contains("--drop shop.Product.name"), "{}", ran.err);
    assert_eq!(ground.files(), ["0001_initial.toml"]);
    let json = ground.run(&["makemigrations", "--json"]).ended(Exit::Unanswered).json();
    assert!(json["questions"][0].to_string().contains("--rename shop.Product.name:title"), "{json}");
    ground.run(&["makemigrations", "--check"]).ended(Exit::Changes);
}

#[test]
fn a_rename_is_answered_by_a_flag() {
    let ground = renamed();
    let ran = ground.run(&["makemigrations", "--rename", "shop.Product.name:title"]).ended(Exit::Done);
    assert!(ran.out.contains(RENAMED), "{}", ran.out);
    assert_eq!(ground.run(&["makemigrations"]).ended(Exit::Done).out, "no changes\n");
}

#[test]
fn a_rename_is_answered_by_a_hint_in_the_source() {
    let mut ground = renamed();
    let field = (ModelName::new("shop", "Product"), "title".to_owned());
    ground.target().hints.fields.insert(field, "name".to_owned());
    let ran = ground.run(&["makemigrations"]).ended(Exit::Done);
    assert!(ran.out.contains(RENAMED), "{}", ran.out);
}

#[test]
fn a_rename_is_answered_by_the_one_who_is_asked() {
    let ground = renamed();
    let ran = ground.answer("1\n", &["makemigrations"]).ended(Exit::Done);
    assert!(ran.out.contains(RENAMED), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("1) "), "{}", ran.err);
}

#[test]
fn who_does_not_answer_is_told_the_flags_and_nothing_is_written() {
    let ground = renamed();
    let ran = ground.answer("what?\n", &["makemigrations"]).ended(Exit::Unanswered);
    assert!(ran.err.contains("--rename shop.Product.name:title"), "{}", ran.err);
    assert_eq!(ground.files(), ["0001_initial.toml"]);
}

#[test]
fn rows_that_are_there_need_a_value_which_is_asked_or_flagged() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.models(&product(&[NAME, RANK].concat()));
    let ran = ground.run(&["makemigrations"]).ended(Exit::Unanswered);
    assert!(ran.err.contains("--one-off 'shop.Product.rank=…'"), "{}", ran.err);
    ground.answer("7\n", &["makemigrations", "--dry-run"]).ended(Exit::Done);
    ground.run(&["makemigrations", "--one-off", "shop.Product.rank=7"]).ended(Exit::Done);
    assert!(ground.read("shop/0002_product_rank.toml").contains("one_off = \"7\""));
}

#[test]
fn an_application_goes_with_all_its_models_by_one_flag() {
    let mut ground = renamed();
    ground.target().state.models.clear();
    let ran = ground.run(&["makemigrations"]).ended(Exit::Failed);
    assert!(ran.err.contains("--delete-app shop"), "{}", ran.err);
    let ran = ground.run(&["makemigrations", "--delete-app", "shop"]).ended(Exit::Done);
    assert!(ran.out.contains("- Delete model Product"), "{}", ran.out);
    assert_eq!(ground.run(&["makemigrations"]).ended(Exit::Done).out, "no changes\n");
}

#[test]
fn an_answer_that_is_none_is_told_with_its_form() {
    let ground = renamed();
    let ran = ground.run(&["makemigrations", "--rename", "name:title"]).ended(Exit::Failed);
    assert!(ran.err.contains("name:title") && ran.err.contains("shop.Product."), "{}", ran.err);
}

#[test]
fn a_value_that_is_said_is_taken_where_a_default_would_serve() {
    let mut ground = Ground::new();
    ground.state("T{id; f: text?}");
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.state("T{id; f: text default='new'; g: text default='new'; h: text?}");
    let said = ["--one-off", "shop.T.f='old'", "--one-off", "shop.T.g='old'", "--one-off", "shop.T.h='old'"];
    ground.run(&[&["makemigrations", "--name", "said"], &said[..]].concat()).ended(Exit::Done);
    let text = ground.read("shop/0002_said.toml");
    assert_eq!(text.matches("one_off = \"'old'\"").count(), 3, "{text}");
}

#[test]
fn an_answer_that_nothing_asks_for_is_told_and_nothing_is_written() {
    let mut ground = Ground::new();
    ground.state("T{id; name: text; n: int4} U{id}");
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.state("T{id; n: int8} U{id}");
    let drop = ["makemigrations", "--drop", "shop.T.name"];
    for (flag, value) in [
        ("--drop", "shop.T.nmae"),
        ("--drop", "shop.U"),
        ("--drop", "shop.T.n"),
        ("--keep", "shop.T.m"),
        ("--lossy", "shop.T.m"),
        ("--one-off", "shop.T.n=1"),
        ("--using", "shop.T.m=1"),
        ("--drop-value", "mood.sad"),
        ("--rename-value", "mood.sad:blue"),
        ("--rename", "shop.V.n:m"),
    ] {
        let ran = ground.run(&[&drop[..], &[flag, value]].concat()).ended(Exit::Failed);
        assert!(ran.err.contains("nothing that has changed asks for this"), "{}", ran.err);
        assert!(ran.err.contains(&format!("{flag} {value}")), "{}", ran.err);
        assert_eq!(ground.files(), ["0001_initial.toml"]);
    }
    ground.run(&drop).ended(Exit::Done);
}
