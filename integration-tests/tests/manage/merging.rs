//! Branches that were both merged.

use querent_cli::Exit;

use crate::ground::{Ground, NAME, SKU, product};

/// Two migrations after the first one: one adds a SKU, the other one does what is given.
fn forked(other: &str) -> Ground {
    let mut ground = Ground::new();
    ground.models(&product(NAME));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    ground.models(&product(&[NAME, SKU].concat()));
    ground.run(&["makemigrations"]).ended(Exit::Done);
    let text = format!("format = 1\nafter = [\"shop.0001_initial\"]\n\n[[op]]\n{other}");
    ground.write("shop/0002_other.toml", &text);
    ground
}

const NOTE: &str = r#"
op = "add_field"
model = "Product"
field = { name = "note", type = "text", null = true }
"#;

#[test]
fn branches_that_go_together_are_joined_without_a_question() {
    let ground = forked(NOTE);
    let ran = ground.run(&["makemigrations"]).ended(Exit::Failed);
    let said = ["`shop.0002_other`", "`shop.0002_product_sku`", "makemigrations --merge"];
    assert!(said.iter().all(|said| ran.err.contains(said)), "{}", ran.err);
    for name in ["join branches", "v1.2", "../joined"] {
        let ran = ground.run(&["makemigrations", "--merge", "--name", name]).ended(Exit::Failed);
        assert!(ran.err.contains("is no name of a migration"), "{}", ran.err);
    }
    assert_eq!(ground.files().len(), 3);
    ground.run(&["makemigrations", "--merge"]).ended(Exit::Done);
    assert_eq!(ground.read("HEAD"), "shop 0003_merge\n");
    ground.run(&["showmigrations"]).ended(Exit::Done);
    assert_eq!(ground.run(&["makemigrations", "--merge"]).ended(Exit::Done).out, "no branches to join\n");
}

#[test]
fn branches_that_are_in_each_others_way_are_not_joined() {
    let ground = forked(SKU_AGAIN);
    let ran = ground.run(&["makemigrations", "--merge"]).ended(Exit::Failed);
    assert!(ran.err.contains("sku") && ran.err.contains("operation 1"), "{}", ran.err);
    assert_eq!(ground.files().len(), 3);
}

const SKU_AGAIN: &str = r#"
op = "add_field"
model = "Product"
field = { name = "sku", type = "text", default = "''" }
"#;

#[test]
fn a_head_with_the_marks_of_a_conflict_is_written_anew() {
    let ground = forked(NOTE);
    let conflict = "<<<<<<< HEAD\nshop 0002_product_sku\n=======\nshop 0002_other\n>>>>>>> other\n";
    ground.write("HEAD", conflict);
    let ran = ground.run(&["showmigrations"]).ended(Exit::Failed);
    assert!(ran.err.contains("HEAD, line 1") && ran.err.contains("--merge"), "{}", ran.err);
    ground.run(&["makemigrations", "--merge"]).ended(Exit::Done);
    assert_eq!(ground.read("HEAD"), "shop 0003_merge\n");
}

#[test]
fn sql_in_a_branch_is_asked_about() {
    let ground = forked("op = \"run_sql\"\nsql = \"UPDATE product SET name = upper(name)\"\n");
    ground.answer("n\n", &["makemigrations", "--merge"]).ended(Exit::Unanswered);
    assert_eq!(ground.read("HEAD"), "shop 0002_product_sku\n");
    let ran = ground.answer("y\n", &["makemigrations", "--merge"]).ended(Exit::Done);
    assert!(ran.err.contains("SQL or a function"), "{}", ran.err);
}
