//! Columns that come, go and change in a table with rows.

use querent::Db;
use querent_migrate::querent_schema::Default;
use querent_migrate::querent_schema::state::Check;

use crate::bench::Bench;
use crate::states::{add, alter, alter_once, alter_using, expression, model, plain, remove, simple, state};

#[querent_testkit::test]
async fn a_one_off_is_computed_for_each_row_and_stays_no_default(db: Db) {
    let mut bench = Bench::new(
        &db,
        state([("Product", model("product", [simple("name", "text")]))]),
        "INSERT INTO product (name) VALUES ('a'), ('b')",
    )
    .await;
    bench
        .there_and_back(&[
            add("Product", plain("token", "uuid", |token| token.unique = true), Some("gen_random_uuid()")),
            add("Product", simple("size", "integer"), Some("7")),
            add("Product", simple("title", "text"), Some("upper(name)")),
            add("Product", plain("rank", "integer", |rank| rank.default = expression("0")), Some("3")),
            add("Product", plain("note", "text", |note| note.nullable = true), Some("'old'")),
        ])
        .await;
    bench
        .go(&[add("Product", plain("rank", "integer", |rank| rank.default = expression("0")), Some("3"))])
        .await;
    assert_eq!(bench.texts("SELECT rank::text FROM product").await, ["3", "3"]);
    bench.go(&[add("Product", simple("title", "text"), Some("upper(name)"))]).await;
    assert_eq!(bench.texts("SELECT title FROM product ORDER BY id").await, ["A", "B"]);
}

#[querent_testkit::test]
async fn a_comment_in_the_sql_of_an_operation_ends_with_it(db: Db) {
    let note = |nullable| plain("note", "text", move |note| note.nullable = nullable);
    let mut bench = Bench::new(
        &db,
        state([("Product", model("product", [note(true), simple("size", "text")]))]),
        "INSERT INTO product (note, size) VALUES ('kept', '7'), (NULL, '8')",
    )
    .await;
    let size = plain("size", "integer", |size| size.default = expression("1 -- as most have"));
    let rank = plain("rank", "integer", |rank| rank.default = expression("0 -- the first"));
    bench
        .go(&[
            alter_once("Product", note(true), note(false), "'' -- nobody knows"),
            alter_using("Product", simple("size", "text"), size, "size::integer -- digits only"),
            add("Product", rank, Some("3 -- the last")),
            add("Product", simple("more", "text"), Some("upper(note) -- loud")),
        ])
        .await;
    let rows = "SELECT concat_ws(',', note, size, rank, more) FROM product ORDER BY id";
    assert_eq!(bench.texts(rows).await, ["kept,7,3,KEPT", ",8,3,"]);
}

#[querent_testkit::test]
async fn a_column_that_comes_back_has_the_least_of_its_type_in_every_row(db: Db) {
    let types = [
        "smallint",
        "numeric(10,2)",
        "real",
        "boolean",
        "text",
        "varchar(3)",
        "bytea",
        "date",
        "time",
        "timestamp",
        "timestamptz",
        "uuid",
        "interval",
        "inet",
        "jsonb",
        "integer[]",
        "\"mood\"",
    ];
    let fields = types.iter().enumerate().map(|(at, sql_type)| simple(&format!("f{at}"), sql_type));
    let all = crate::states::with_enum(
        state([("Product", model("product", fields.clone()))]),
        "mood",
        &["sad", "glad"],
    );
    let rows = "INSERT INTO product VALUES (DEFAULT, 1, 1, 1, true, 'a', 'a', '', now(), now(), now(), now(), gen_random_uuid(), '1', '::1', '[]', '{1}', 'glad')";
    let mut bench = Bench::new(&db, all, rows).await;
    let operations: Vec<_> = (0..types.len()).map(|at| remove("Product", &format!("f{at}"))).collect();
    bench.there_and_back(&operations).await;
    let row = bench.texts("SELECT format('%s %s %s %L %s %s', f0, f1, f3, f4, f14, f16) FROM product").await;
    assert_eq!(row, ["0 0.00 f '' {} sad"]);
}

#[querent_testkit::test]
async fn nulls_are_filled_before_a_column_refuses_them(db: Db) {
    let nullable = || plain("size", "integer", |size| size.nullable = true);
    let other = || {
        plain("rank", "integer", |rank| {
            rank.nullable = true;
            rank.default = expression("5")
        })
    };
    let mut bench = Bench::new(
        &db,
        state([("Product", model("product", [nullable(), other()]))]),
        "INSERT INTO product (size, rank) VALUES (NULL, NULL), (1, 1)",
    )
    .await;
    let ranked = plain("rank", "integer", |rank| rank.default = expression("5"));
    bench
        .there_and_back(&[
            alter_once("Product", nullable(), simple("size", "integer"), "id * 10"),
            alter("Product", other(), ranked),
        ])
        .await;
    assert_eq!(
        bench.texts("SELECT format('%s %s', size, rank) FROM product ORDER BY id").await,
        ["10 5", "1 1"]
    );
}

#[querent_testkit::test]
async fn a_type_changes_with_its_default_and_what_is_said_of_the_column(db: Db) {
    let sized = |sql_type: &str, default: &str| {
        plain("size", sql_type, |size| {
            size.default = expression(default);
            size.index = true;
        })
    };
    let mut product = model(
        "product",
        [
            sized("integer", "0"),
            plain("double", "bigint", |double| {
                double.default = Some(Default::Generated("size * 2".to_owned()))
            }),
        ],
    );
    product.checks.push(Check { name: "sized".to_owned(), condition: "size >= 0".to_owned() });
    let mut bench =
        Bench::new(&db, state([("Product", product)]), "INSERT INTO product (size) VALUES (3)").await;
    bench
        .there_and_back(&[
            alter("Product", sized("integer", "0"), sized("bigint", "1")),
            alter("Product", sized("bigint", "1"), sized("numeric(10,2)", "1.5")),
        ])
        .await;
    assert_eq!(bench.texts("SELECT double::text FROM product").await, ["6"]);
}

#[querent_testkit::test]
async fn times_change_by_the_clock_of_utc_whatever_zone_the_session_has(db: Db) {
    let at = |sql_type: &str| simple("at", sql_type);
    let mut bench = Bench::new(
        &db,
        state([("Event", model("event", [at("timestamp")]))]),
        "INSERT INTO event (at) VALUES ('2024-06-01 12:00')",
    )
    .await;
    bench.timezone = "America/New_York";
    bench
        .there_and_back(&[
            alter("Event", at("timestamp"), at("timestamptz")),
            alter("Event", at("timestamptz"), at("date")),
            alter("Event", at("date"), at("timestamptz")),
        ])
        .await;
    assert_eq!(bench.texts("SELECT at::text FROM event").await, ["2024-06-01 00:00:00"]);
}

#[querent_testkit::test]
async fn what_does_not_fit_is_refused_and_not_cut(db: Db) {
    let name = |sql_type: &str| simple("name", sql_type);
    let state = state([("Product", model("product", [name("text")]))]);
    let bench = Bench::new(&db, state, "INSERT INTO product (name) VALUES ('much too long')").await;
    let operation = alter("Product", name("text"), name("varchar(4)"));
    let statements = bench.statements(&operation).join(";\n");
    assert_eq!(bench.try_run(&statements).await.unwrap_err(), "value too long for type character varying(4)");
}

#[querent_testkit::test]
async fn a_generated_column_is_made_anew(db: Db) {
    let full = |sql: &str| {
        plain("full", "text", |full| {
            full.default = Some(Default::Generated(sql.to_owned()));
            full.index = true;
            full.unique = true;
        })
    };
    let mut product = model("product", [simple("name", "text"), full("lower(name)")]);
    product.checks.push(Check { name: "filled".to_owned(), condition: "\"full\" <> ''".to_owned() });
    let mut bench =
        Bench::new(&db, state([("Product", product)]), "INSERT INTO product (name) VALUES ('Ab')").await;
    let written = plain("full", "text", |full| {
        full.index = true;
        full.unique = true;
    });
    bench
        .there_and_back(&[
            alter("Product", full("lower(name)"), full("upper(name)")),
            alter("Product", full("upper(name)"), written),
        ])
        .await;
    assert_eq!(bench.texts("SELECT \"full\" FROM product").await, ["ab"]);
}

#[querent_testkit::test]
async fn a_column_begins_to_count_behind_the_values_that_are_there(db: Db) {
    let number = |default: Option<Default>| {
        plain("number", "integer", |number| {
            number.default = default;
        })
    };
    let mut bench = Bench::new(
        &db,
        state([("Product", model("product", [number(expression("0"))]))]),
        "INSERT INTO product (number) VALUES (41), (3)",
    )
    .await;
    bench.there_and_back(&[alter("Product", number(expression("0")), number(Some(Default::Identity)))]).await;
    bench.go(&[alter("Product", number(expression("0")), number(Some(Default::Identity)))]).await;
    bench.run("INSERT INTO product DEFAULT VALUES").await;
    assert_eq!(bench.texts("SELECT max(number)::text FROM product").await, ["42"]);
    bench
        .go(&[alter_using(
            "Product",
            number(Some(Default::Identity)),
            simple("number", "text"),
            "'no. ' || number",
        )])
        .await;
    assert_eq!(bench.texts("SELECT number FROM product ORDER BY id").await, ["no. 41", "no. 3", "no. 42"]);
}
