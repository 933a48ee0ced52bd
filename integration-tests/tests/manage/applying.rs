//! `migrate`: forwards, backwards, faked, planned.

use std::time::{Duration, Instant};

use querent_cli::Exit;

use crate::ground::{Ground, with_database};

const TABLES: &str =
    "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                      AND relname <> 'querent_migrations' ORDER BY 1";
const COLUMNS: &str =
    "SELECT attname::text FROM pg_attribute WHERE attrelid = 'product'::regclass AND attnum > 0
                       AND NOT attisdropped ORDER BY attnum";

/// The lock of whoever migrates.
const LOCK: &str = "SELECT pg_advisory_lock(hashtextextended(
                      concat_ws('/', current_database(), current_schema(), 'querent_migrations'), 0))";

#[test]
fn migrations_are_applied_in_their_order_with_a_line_each_and_then_there_is_nothing_to_do() {
    with_database(|ground, database| {
        ground.two_migrations();
        let ran = ground.run(&["migrate"]).ended(Exit::Done);
        let lines: Vec<_> = ran.out.lines().collect();
        assert_eq!(lines.len(), 2, "{}", ran.out);
        assert!(lines[0].starts_with("applying shop.0001_initial … ok ("), "{}", ran.out);
        assert!(lines[1].starts_with("applying shop.0002_product_sku … ok ("), "{}", ran.out);
        assert!(!ran.out.contains('\u{1b}'), "no colours where there is no terminal: {}", ran.out);
        assert_eq!(database.ask(COLUMNS), "id name sku");
        assert!(ground.run(&["migrate"]).ended(Exit::Done).out.starts_with("nothing to do"));
    });
}

#[test]
fn a_database_goes_back_to_a_migration_and_to_zero() {
    with_database(|ground, database| {
        ground.two_migrations();
        ground.run(&["migrate", "shop", "0001"]).ended(Exit::Done);
        assert_eq!(database.ask(COLUMNS), "id name");
        ground.run(&["migrate"]).ended(Exit::Done);
        let ran = ground.run(&["migrate", "shop", "0001_initial"]).ended(Exit::Done);
        assert!(ran.out.starts_with("unapplying shop.0002_product_sku … ok"), "{}", ran.out);
        assert_eq!(database.ask(COLUMNS), "id name");
        ground.run(&["migrate", "shop", "zero"]).ended(Exit::Done);
        assert_eq!(database.ask(TABLES), "");
        let ran = ground.run(&["migrate", "shop", "zero"]).ended(Exit::Done);
        assert_eq!(ran.out, "nothing to do: the database is there already\n");
    });
}

#[test]
fn a_plan_and_a_check_do_nothing() {
    with_database(|ground, database| {
        ground.two_migrations();
        let ran = ground.run(&["migrate", "--plan"]).ended(Exit::Done);
        let plan = "apply shop.0001_initial\n  + Create model Product\napply shop.0002_product_sku\n  + Add field sku to Product";
        assert!(ran.out.starts_with(plan), "{}", ran.out);
        ground.run(&["migrate", "--check"]).ended(Exit::Changes);
        assert_eq!(database.ask(TABLES), "");
        ground.run(&["migrate"]).ended(Exit::Done);
        ground.run(&["migrate", "--check"]).ended(Exit::Done);
    });
}

#[test]
fn a_plan_says_which_tables_are_locked() {
    with_database(|ground, _| {
        ground.two_migrations();
        ground.run(&["migrate", "shop", "0001"]).ended(Exit::Done);
        let ran = ground.run(&["migrate", "--plan"]).ended(Exit::Done);
        assert!(ran.out.contains("+ Add field sku to Product [product: ACCESS EXCLUSIVE]"), "{}", ran.out);
        let plan = ground.run(&["migrate", "--plan", "--json"]).ended(Exit::Done).json();
        let operation = &plan["migrations"][0]["operations"][0];
        assert_eq!(operation["locks"], serde_json::json!(["product: ACCESS EXCLUSIVE"]));
    });
}

#[test]
fn a_faked_migration_is_noted_and_changes_nothing() {
    with_database(|ground, database| {
        ground.two_migrations();
        ground.run(&["migrate", "--fake"]).ended(Exit::Done);
        assert_eq!(database.ask(TABLES), "");
        let listed = ground.run(&["showmigrations"]).ended(Exit::Done);
        assert_eq!(listed.out, "shop\n [X] 0001_initial\n [X] 0002_product_sku\n");
        ground.run(&["migrate", "shop", "zero", "--fake"]).ended(Exit::Done);
        ground.run(&["migrate"]).ended(Exit::Done);
        assert_eq!(database.ask(TABLES), "product");
    });
}

#[test]
fn who_does_not_wait_for_another_process_ends_with_4() {
    with_database(|ground, database| {
        ground.two_migrations();
        ground.run(&["migrate", "shop", "0001"]).ended(Exit::Done);
        let other = database.hold(LOCK);
        let began = Instant::now();
        ground.run(&["migrate", "--no-wait"]).ended(Exit::Locked);
        ground.run(&["migrate", "--wait", "300ms"]).ended(Exit::Locked);
        assert!(began.elapsed() < Duration::from_secs(20));
        drop(other);
        ground.run(&["migrate"]).ended(Exit::Done);
    });
}

#[test]
fn machines_read_what_was_done() {
    with_database(|ground, _| {
        ground.two_migrations();
        let done = ground.run(&["migrate", "--json"]).ended(Exit::Done).json();
        assert_eq!(done["applied"], serde_json::json!(["shop.0001_initial", "shop.0002_product_sku"]));
        let done = ground.run(&["migrate", "shop", "zero", "--json"]).ended(Exit::Done).json();
        assert_eq!(done["unapplied"], serde_json::json!(["shop.0002_product_sku", "shop.0001_initial"]));
    });
}

#[test]
fn a_database_must_be_named_and_is_never_told_with_its_password() {
    let mut ground = Ground::new();
    ground.two_migrations();
    let url = "postgres://ada:secret@127.0.0.1:1/shop";
    let ran = ground.run(&["migrate", "--database-url", url]).ended(Exit::Failed);
    assert!(!ran.err.contains("secret"), "{}", ran.err);
}
