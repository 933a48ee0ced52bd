//! Where a database is led, and what is told of it.

use std::sync::{Arc, Mutex};

use querent::Db;
use querent_migrate::{Direction, Event, Function, Kind, Migrate, Running};

use crate::files::{
    ALL, INDEX, INITIAL, STOCK, applied, column, diary, graph, ledger, migrate, nobody_migrates,
};

#[querent_testkit::test]
async fn migrations_are_applied_once_and_then_there_is_nothing_to_do(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    let report = migrate(&db, &graph).await.unwrap();
    assert_eq!(applied(&report), ["shop.0001_initial", "shop.0002_stock", "shop.0003_index"]);
    assert_eq!(diary(&db).await, ALL);
    let again = migrate(&db, &graph).await.unwrap();
    assert!(again.applied.is_empty() && again.already == report.applied, "{again:?}");
    assert_eq!(diary(&db).await, ALL);
    nobody_migrates(&db).await;
    db.batch_execute("INSERT INTO product (name, stock) VALUES ('lamp', 3)").await.unwrap();
}

#[querent_testkit::test]
async fn nobody_takes_the_lock_when_there_is_nothing_to_do(db: Db) {
    let graph = graph(&[INITIAL]);
    migrate(&db, &graph).await.unwrap();
    let other = graph_with_stock();
    let key =
        "hashtextextended(concat_ws('/', current_database(), current_schema(), 'querent_migrations'), 0)";
    db.atomic(async |tx| -> querent::Result<()> {
        tx.batch_execute(&format!("SELECT pg_advisory_xact_lock({key})")).await?;
        let pool = tx.to_builder().build()?;
        migrate(&pool, &graph).no_wait().await.unwrap();
        let error = migrate(&pool, &other).no_wait().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Locked, "{error}");
        Ok(())
    })
    .await
    .unwrap();
    migrate(&db, &other).no_wait().await.unwrap();
}

fn graph_with_stock() -> querent_migrate::querent_schema::Graph {
    graph(&[INITIAL, STOCK])
}

#[querent_testkit::test]
async fn a_database_is_led_to_a_migration_back_from_it_and_to_nothing(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    let report = migrate(&db, &graph).to("shop.0002_stock").await.unwrap();
    assert_eq!(applied(&report), ["shop.0001_initial", "shop.0002_stock"]);
    migrate(&db, &graph).to("shop").await.unwrap();
    assert_eq!(diary(&db).await, ALL);
    let report = migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let undone: Vec<_> = report.unapplied.iter().map(|name| name.name.as_str()).collect();
    assert_eq!(undone, ["0003_index", "0002_stock"]);
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 2"]);
    assert_eq!(diary(&db).await, ["initial"]);
    let columns =
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'product' ORDER BY 1";
    assert_eq!(column(&db, columns).await, ["id", "name"]);
    migrate(&db, &graph).to_zero("shop").await.unwrap();
    assert_eq!(ledger(&db).await, Vec::<String>::new());
    assert_eq!(column(&db, columns).await, Vec::<String>::new());
    let error = migrate(&db, &graph).to("shop.0009_none").await.unwrap_err();
    assert_eq!(error.kind(), Kind::UnknownMigration, "{error}");
    assert_eq!(migrate(&db, &graph).to_zero("blog").await.unwrap_err().kind(), Kind::UnknownMigration);
}

#[querent_testkit::test]
async fn what_comes_after_in_another_application_is_undone_first(db: Db) {
    let post = (
        "blog.0001_initial",
        "after = [\"shop.0002_stock\"]\n[[op]]\nop = \"run_sql\"\nsql = \"INSERT INTO diary VALUES ('post')\"\nreverse = \"\"",
    );
    let graph = graph(&[INITIAL, STOCK, post]);
    migrate(&db, &graph).await.unwrap();
    let report = migrate(&db, &graph).to("shop.0001_initial").await.unwrap();
    let undone: Vec<_> = report.unapplied.iter().map(ToString::to_string).collect();
    assert_eq!(undone, ["blog.0001_initial", "shop.0002_stock"]);
}

#[querent_testkit::test]
async fn a_plan_changes_nothing_and_a_fake_changes_the_ledger_alone(db: Db) {
    let graph = graph(&[INITIAL, STOCK]);
    let plan = migrate(&db, &graph).plan().await.unwrap();
    assert_eq!(plan.migrations.len(), 2);
    assert_eq!(plan.migrations[1].operations[0].place.operation, "add_field");
    assert!(plan.migrations.iter().all(|planned| planned.direction == Direction::Forwards));
    assert_eq!(tables(&db).await, Vec::<String>::new());
    migrate(&db, &graph).fake().await.unwrap();
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 2", "shop.0002_stock applied 2"]);
    assert_eq!(tables(&db).await, ["querent_migrations"]);
    migrate(&db, &graph).to_zero("shop").fake().await.unwrap();
    assert_eq!(ledger(&db).await, Vec::<String>::new());
}

async fn tables(db: &Db) -> Vec<String> {
    column(
        db,
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    )
    .await
}

const RUN: (&str, &str) = (
    "shop.0002_run",
    "after = [\"shop.0001_initial\"]\n[[op]]\nop = \"run_rust\"\nrun = \"crate::fill\"\nreverse = \"noop\"",
);

fn fill(tx: &Db) -> Running<'_> {
    Box::pin(async move {
        assert!(tx.in_transaction());
        tx.batch_execute("INSERT INTO product (name) VALUES ('lamp'); INSERT INTO diary VALUES ('fill')")
            .await?;
        Ok(())
    })
}

fn fail(tx: &Db) -> Running<'_> {
    Box::pin(async move {
        tx.batch_execute("INSERT INTO diary VALUES ('fail')").await?;
        Err("there is no lamp".into())
    })
}

#[querent_testkit::test]
async fn a_function_runs_in_the_transaction_of_its_migration(db: Db) {
    let graph = graph(&[INITIAL, RUN]);
    let functions: &[(&str, Function)] = &[("crate::fill", fail)];
    let error = Migrate::new(&db, Ok(&graph), functions).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Function);
    assert_eq!(error.to_string(), "shop.0002_run, operation 1 (run_rust): `crate::fill` has failed");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "there is no lamp");
    assert_eq!(diary(&db).await, ["initial"]);
    let functions: &[(&str, Function)] = &[("crate::fill", fill)];
    Migrate::new(&db, Ok(&graph), functions).await.unwrap();
    assert_eq!(diary(&db).await, ["fill", "initial"]);
}

#[querent_testkit::test]
async fn a_function_that_the_program_does_not_have_is_told_before_anything_is_changed(db: Db) {
    let error = migrate(&db, &graph(&[INITIAL, RUN])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::UnknownFunction);
    assert!(error.to_string().contains("`crate::fill`"), "{error}");
    assert_eq!(tables(&db).await, Vec::<String>::new());
}

#[querent_testkit::test]
async fn an_operation_that_can_be_in_no_transaction_needs_a_migration_that_is_none(db: Db) {
    let text = INDEX.1.replace("atomic = false", "");
    let error = migrate(&db, &graph(&[INITIAL, STOCK, (INDEX.0, &text)])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotAtomic);
    assert!(error.to_string().contains("shop.0003_index, operation 2 (add_index)"), "{error}");
}

#[querent_testkit::test]
async fn a_database_is_not_migrated_inside_of_a_transaction(db: Db) {
    let graph = graph(&[INITIAL]);
    let outcome = db.atomic(async |tx| Ok::<_, querent::Error>(migrate(tx, &graph).await)).await.unwrap();
    assert_eq!(outcome.unwrap_err().kind(), Kind::InTransaction);
}

#[querent_testkit::test]
async fn an_operation_that_fails_is_named_and_leaves_nothing_of_its_migration(db: Db) {
    let text = STOCK.1.replace("INSERT INTO diary VALUES ('stock')", "SELECT 1 / 0");
    let error = migrate(&db, &graph(&[INITIAL, (STOCK.0, &text)])).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Database);
    assert!(error.to_string().starts_with("shop.0002_stock, operation 2 (run_sql): "), "{error}");
    assert_eq!(ledger(&db).await, ["shop.0001_initial applied 2"]);
    migrate(&db, &graph_with_stock()).await.unwrap();
}

#[querent_testkit::test]
async fn what_happens_is_told_in_its_order(db: Db) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let teller = told.clone();
    let tell = move |event: &Event| {
        teller.lock().unwrap().push(match event {
            Event::Began { migration, .. } => format!("begin {migration}"),
            Event::Operation(place) => place.operation.to_owned(),
            Event::Finished { .. } => "end".to_owned(),
            other => other.to_string(),
        });
    };
    migrate(&db, &graph_with_stock()).progress(tell).await.unwrap();
    let expected = [
        "begin shop.0001_initial",
        "create_model",
        "run_sql",
        "end",
        "begin shop.0002_stock",
        "add_field",
        "run_sql",
        "end",
    ];
    assert_eq!(*told.lock().unwrap(), expected);
}

#[querent_testkit::test]
async fn several_that_migrate_in_one_process_share_the_work(db: Db) {
    let graph = graph(&[INITIAL, STOCK, INDEX]);
    let (a, b, c) = tokio::join!(migrate(&db, &graph), migrate(&db, &graph), migrate(&db, &graph));
    let done: usize = [a, b, c].into_iter().map(|report| report.unwrap().applied.len()).sum();
    assert_eq!((done, diary(&db).await), (3, ALL.map(str::to_owned).to_vec()));
}

#[querent_testkit::test]
async fn a_deferred_constraint_does_not_keep_a_table_with_new_rows_from_being_altered(db: Db) {
    let own = (
        "shop.0002_own",
        r#"
after = ["shop.0001_initial"]

[[op]]
op = "create_model"
model = "Note"
table = "note"
primary_key = ["id"]
fields = [
  { name = "id", type = "bigint", identity = true },
  { name = "on", fk = "shop.Product", on_delete = "cascade", deferrable = true },
]

[[op]]
op = "run_sql"
sql = "INSERT INTO product (name) VALUES ('lamp'); INSERT INTO note (on_id) SELECT id FROM product"

[[op]]
op = "add_field"
model = "Note"
field = { name = "text", type = "text", default = "''" }
"#,
    );
    let graph = graph(&[INITIAL, own]);
    migrate(&db, &graph).await.unwrap();
}
