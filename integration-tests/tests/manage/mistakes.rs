//! Files and databases that are not as they should be: each is told with its place and the way out, before anything is
//! changed.

use querent_cli::Exit;

use crate::ground::{Ground, NAME, SKU, product, with_database};

const TABLES: &str = "SELECT relname::text FROM pg_class WHERE relkind = 'r'
                      AND relnamespace = 'public'::regnamespace ORDER BY 1";

/// Two migrations, of which the second is edited, and what is said of it by each command that reads it.
#[track_caller]
fn refused(edit: impl FnOnce(&Ground), said: &[&str]) {
    with_database(|ground, database| {
        ground.models(&product(NAME));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        ground.models(&product(&[NAME, SKU].concat()));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        edit(ground);
        for command in [&["migrate"][..], &["check"], &["makemigrations"], &["showmigrations"]] {
            let ran = ground.run(command).ended(Exit::Failed);
            for said in said {
                assert!(ran.err.contains(said), "{command:?} does not say {said:?}: {}", ran.err);
            }
        }
        assert_eq!(database.ask(TABLES), "");
    });
}

const SECOND: &str = "shop/0002_product_sku.toml";

#[test]
fn a_field_that_is_written_wrong_is_told_with_file_and_operation() {
    let edit = |ground: &Ground| ground.edit(SECOND, "default =", "defualt =");
    refused(edit, &[SECOND, "line 7", "operation 1", "add_field", "defualt"]);
}

#[test]
fn a_field_of_a_model_that_is_not_there_is_told_with_file_and_operation() {
    let edit = |ground: &Ground| ground.edit(SECOND, "model = \"Product\"", "model = \"Produce\"");
    refused(edit, &[SECOND, "operation 1", "add_field", "Produce"]);
}

#[test]
fn an_operation_that_does_not_exist_is_told_with_file_and_line() {
    let edit = |ground: &Ground| ground.edit(SECOND, "add_field", "add_feild");
    refused(edit, &[SECOND, "add_feild"]);
}

#[test]
fn a_parent_that_is_missing_is_told_with_the_way_out() {
    let edit = |ground: &Ground| ground.remove("shop/0001_initial.toml");
    refused(edit, &["shop.0002_product_sku", "shop.0001_initial", "bring its file back"]);
}

#[test]
fn a_fork_is_told_with_both_ends_and_the_way_out() {
    let edit = |ground: &Ground| {
        ground.write("shop/0002_other.toml", &ground.read(SECOND));
    };
    refused(edit, &["shop.0002_other", "shop.0002_product_sku", "makemigrations --merge"]);
}

#[test]
fn an_edited_file_that_is_applied_is_told_and_nothing_is_changed() {
    with_database(|ground, database| {
        ground.models(&product(NAME));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        ground.run(&["migrate"]).ended(Exit::Done);
        ground.models(&product(&[NAME, SKU].concat()));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        ground.edit("shop/0001_initial.toml", "varchar(100)", "varchar(90)");
        let ran = ground.run(&["migrate"]).ended(Exit::Failed);
        let said = ["shop.0001_initial", "shop/0001_initial.toml", "changed since", "new migration"];
        assert!(said.iter().all(|said| ran.err.contains(said)), "{}", ran.err);
        assert_eq!(database.ask(TABLES), "product querent_migrations");
        // What is only written in another way is the same migration.
        ground.edit("shop/0001_initial.toml", "varchar(90)", "varchar(100)");
        let text = ground.read("shop/0001_initial.toml");
        ground.write("shop/0001_initial.toml", &format!("# the first one\r\n{}", text.replace('\n', "\r\n")));
        ground.run(&["migrate"]).ended(Exit::Done);
    });
}

#[test]
fn a_database_that_is_ahead_is_told_with_what_is_in_the_way() {
    with_database(|ground, _| {
        ground.models(&product(NAME));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        let older = (ground.read("shop/0001_initial.toml"), ground.read("HEAD"));
        ground.models(&product(""));
        ground.run(&["makemigrations", "--drop", "shop.Product.name"]).ended(Exit::Done);
        ground.run(&["migrate"]).ended(Exit::Done);
        for file in ground.files() {
            ground.remove(&format!("shop/{file}"));
        }
        ground.write("shop/0001_initial.toml", &older.0);
        ground.write("HEAD", &older.1);
        let ran = ground.run(&["migrate"]).ended(Exit::Failed);
        let said = ["shop.0002_remove_product_name", "shop.Product.name", "run a program that has them"];
        assert!(said.iter().all(|said| ran.err.contains(said)), "{}", ran.err);
    });
}

#[test]
fn a_function_that_the_program_does_not_have_is_told_before_anything_is_done() {
    with_database(|ground, database| {
        ground.models(&product(NAME));
        ground.run(&["makemigrations"]).ended(Exit::Done);
        ground.run(&["makemigrations", "--empty", "shop"]).ended(Exit::Done);
        let file = format!("shop/{}", ground.files()[1]);
        let text = ground.read(&file);
        ground.write(&file, &format!("{text}\n[[op]]\nop = \"run_rust\"\nrun = \"crate::data::fill\"\n"));
        let ran = ground.run(&["migrate"]).ended(Exit::Failed);
        assert!(ran.err.contains("crate::data::fill") && ran.err.contains("operation 1"), "{}", ran.err);
        assert_eq!(database.ask(TABLES), "");
        let ran = ground.run(&["showmigrations"]).ended(Exit::Done);
        assert_eq!(ran.out, "shop\n [ ] 0001_initial\n [ ] 0002_by_hand\n", "the list needs no function");
    });
}

#[test]
fn several_statements_outside_of_a_transaction_are_told_and_one_for_each_operation_is_run() {
    with_database(|ground, database| {
        ground.two_migrations();
        let head = "format = 1\nafter = [\"shop.0002_product_sku\"]\natomic = false\n";
        let operation = |sql: &str| {
            format!(
                "[[op]]\nop = \"run_sql\"\nsql = \"\"\"{sql}\"\"\"\nreverse = \"\"\ntransaction = false\n"
            )
        };
        let by_name = "CREATE INDEX CONCURRENTLY by_name ON product (name) -- of both;\n";
        let by_sku = "CREATE INDEX CONCURRENTLY by_sku ON product (sku) -- the second;";
        ground.write("HEAD", "shop 0003_indexes\n");
        ground.write(
            "shop/0003_indexes.toml",
            &(head.to_owned() + &operation(&format!("{by_name};\n{by_sku}"))),
        );
        for command in ["check", "migrate"] {
            let ran = ground.run(&[command]).ended(Exit::Failed);
            assert!(ran.err.contains("0003_indexes") && ran.err.contains("operation 1"), "{}", ran.err);
            assert!(ran.err.contains("write an operation for each"), "{}", ran.err);
        }
        assert_eq!(database.ask(TABLES), "");
        ground.write("shop/0003_indexes.toml", &(head.to_owned() + &operation(by_name) + &operation(by_sku)));
        ground.run(&["check"]).ended(Exit::Done);
        // A comment does not take in the semicolon.
        let script = ground.run(&["sqlmigrate", "shop", "0003"]).ended(Exit::Done).out;
        assert!(script.contains("(sku) -- the second\n;\n"), "{script}");
        ground.run(&["migrate"]).ended(Exit::Done);
        let indexes = "SELECT relname::text FROM pg_class WHERE relname LIKE 'by\\_%' ORDER BY 1";
        assert_eq!(database.ask(indexes), "by_name by_sku");
    });
}
