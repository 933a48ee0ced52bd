//! `makemigrations`: files, names, and `--check`.

use querent_cli::Exit;

use crate::ground::{Ground, NAME, SKU, product};

#[test]
fn the_first_model_becomes_a_file_and_a_second_run_says_that_nothing_changed() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    let ran = ground.run(&["makemigrations"]).ended(Exit::Done);
    assert!(ran.out.contains("0001_initial.toml\n  + Create model Product\n"), "{}", ran.out);
    assert_eq!(ground.read("HEAD"), "shop 0001_initial\n");
    assert!(ground.read("shop/0001_initial.toml").starts_with("format = 1\n"));
    let ran = ground.run(&["makemigrations"]).ended(Exit::Done);
    assert_eq!(ran.out, "no changes\n");
    assert_eq!(ground.files(), ["0001_initial.toml"]);
}

#[test]
fn a_second_migration_comes_after_the_first_and_is_named_after_what_it_does() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.models(&product(&[NAME, SKU].concat()));
    let ran = ground.run(&["makemigrations", "shop"]).ended(Exit::Done);
    assert!(ran.out.contains("0002_product_sku.toml\n  + Add field sku to Product\n"), "{}", ran.out);
    assert!(ground.read("shop/0002_product_sku.toml").contains(r#"after = ["shop.0001_initial"]"#));
    assert_eq!(ground.read("HEAD"), "shop 0002_product_sku\n");
}

#[test]
fn a_check_writes_nothing_and_ends_with_2_where_a_migration_is_missing() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    let ran = ground.run(&["makemigrations", "--check"]).ended(Exit::Changes);
    assert!(ran.out.contains("shop") && ran.out.contains("+ Create model Product"), "{}", ran.out);
    assert!(ground.files().is_empty());
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.run(&["makemigrations", "--check"]).ended(Exit::Done);
}

#[test]
fn a_dry_run_shows_the_files_and_writes_none() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    let ran = ground.run(&["makemigrations", "--dry-run"]).ended(Exit::Done);
    assert!(ran.out.contains("op = \"create_model\""), "{}", ran.out);
    assert!(ground.files().is_empty());
}

#[test]
fn a_name_is_taken_as_it_is_given_and_refused_if_it_can_be_no_files() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    let ran = ground.run(&["makemigrations", "--name", "the first.one"]).ended(Exit::Failed);
    assert!(ran.err.contains("`the first.one` is no name of a migration"), "{}", ran.err);
    ground.run(&["makemigrations", "--name", "products"]).ended(Exit::Done);
    assert_eq!(ground.files(), ["0001_products.toml"]);
}

#[test]
fn an_empty_migration_is_a_file_to_write_operations_into() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.run(&["makemigrations", "--empty", "shop", "--name", "fill_names"]).ended(Exit::Done);
    let text = ground.read("shop/0002_fill_names.toml");
    assert!(
        text.contains("after = [\"shop.0001_initial\"]") && text.contains("# op = \"run_sql\""),
        "{text}"
    );
    assert_eq!(ground.read("HEAD"), "shop 0002_fill_names\n");
    ground.run(&["check"]).ended(Exit::Done);
    let ran = ground.run(&["makemigrations", "--empty", "blog"]).ended(Exit::Failed);
    assert!(ran.err.contains("`blog`"), "{}", ran.err);
}

#[test]
fn machines_read_what_is_written_and_what_is_missing() {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    let missing = ground.run(&["makemigrations", "--check", "--json"]).ended(Exit::Changes).json();
    assert_eq!(missing["written"], false);
    assert_eq!(missing["migrations"][0]["migration"], "shop.0001_initial");
    let written = ground.run(&["makemigrations", "--json"]).ended(Exit::Done).json();
    assert_eq!(written["written"], true);
    assert_eq!(written["migrations"][0]["operations"][0]["operation"], "create_model");
    let nothing = ground.run(&["makemigrations", "--json"]).ended(Exit::Done).json();
    assert_eq!(nothing["migrations"], serde_json::json!([]));
}
