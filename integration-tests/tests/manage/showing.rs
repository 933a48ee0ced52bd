//! `showmigrations`, `sqlmigrate` and `check`.

use querent_cli::Exit;

use crate::ground::{Ground, NAME, product, with_database};

#[test]
fn the_migrations_are_listed_with_what_is_applied() {
    with_database(|ground, _| {
        ground.two_migrations();
        ground.run(&["migrate", "shop", "0001"]).ended(Exit::Done);
        let ran = ground.run(&["showmigrations"]).ended(Exit::Done);
        assert_eq!(ran.out, "shop\n [X] 0001_initial\n [ ] 0002_product_sku\n");
        let json = ground.run(&["showmigrations", "shop", "--json"]).ended(Exit::Done).json();
        assert_eq!(json["apps"][0]["migrations"][1]["state"], "pending");
        let ran = ground.run(&["showmigrations", "blog"]).ended(Exit::Failed);
        assert!(
            ran.err.contains("there is no application `blog` with migrations; there are: shop"),
            "{}",
            ran.err
        );
    });
}

#[test]
fn without_a_database_the_files_are_listed_and_one_that_does_not_answer_is_a_failure() {
    let mut ground = Ground::new();
    ground.two_migrations();
    let url = "postgres://127.0.0.1:1/nowhere";
    let ran = ground.run(&["showmigrations", "--database-url", url]).ended(Exit::Failed);
    assert_eq!(ran.out, "shop\n [?] 0001_initial\n [?] 0002_product_sku\n");
    assert!(ran.err.starts_with("error: no connection to the database: "), "{}", ran.err);
    let ran = ground.run(&["migrate", "--database-url", ""]).ended(Exit::Failed);
    assert_eq!(ran.err, "error: no database is named: set DATABASE_URL, or write --database-url\n");
}

#[test]
fn the_sql_of_a_migration_is_shown_both_ways() {
    let mut ground = Ground::new();
    ground.two_migrations();
    let forwards = ground.run(&["sqlmigrate", "shop", "0002"]).ended(Exit::Done);
    assert_eq!(
        forwards.out,
        "BEGIN;\n--\n-- Add field sku to Product\n--\n\
         ALTER TABLE \"product\" ADD COLUMN \"sku\" text NOT NULL DEFAULT '';\nCOMMIT;\n"
    );
    let backwards = ground.run(&["sqlmigrate", "shop", "0002", "--backwards"]).ended(Exit::Done);
    assert!(backwards.out.contains("ALTER TABLE \"product\" DROP COLUMN \"sku\";"), "{}", backwards.out);
    let json = ground.run(&["sqlmigrate", "shop", "0001", "--json"]).ended(Exit::Done).json();
    assert_eq!(json["operations"][0]["operation"], "create_model");
    assert!(
        json["operations"][0]["steps"][0]["sql"].as_str().unwrap().starts_with("CREATE TABLE \"product\"")
    );
    let ran = ground.run(&["sqlmigrate", "shop", "0007"]).ended(Exit::Failed);
    assert!(ran.err.contains("it has: 0001_initial, 0002_product_sku"), "{}", ran.err);
}

#[test]
fn a_check_compares_files_and_models() {
    let mut ground = Ground::new();
    ground.two_migrations();
    let ran = ground.run(&["check"]).ended(Exit::Done);
    assert_eq!(ran.out, "2 migrations of 1 application replay; the models agree with them\n");
    ground.models(&product(NAME));
    let ran = ground.run(&["check"]).ended(Exit::Changes);
    assert!(ran.out.contains("makemigrations"), "{}", ran.out);
    let json = ground.run(&["check", "--json"]).ended(Exit::Changes).json();
    assert_eq!(json["models"], "changed");
    assert_eq!(json["migrations"], 2);
}

#[test]
fn what_is_no_command_ends_with_1_and_help_with_0() {
    let ground = Ground::new();
    ground.run(&["makemigration"]).ended(Exit::Failed);
    ground.run(&["migrate", "--wait", "soon"]).ended(Exit::Failed);
    assert!(ground.run(&["--help"]).ended(Exit::Done).out.contains("makemigrations"));
}
