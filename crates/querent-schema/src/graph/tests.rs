use super::*;
use crate::error::Kind;
use crate::migration::{Migration, MigrationName};
use crate::operation::{Operation, Undo};
use crate::sql_type::SqlType;
use crate::state::{Element, Field, Index, Kind as FieldKind, Model, Plain};

fn name(text: &str) -> MigrationName {
    text.parse().unwrap()
}

fn migration(own: &str, after: &[&str], operations: Vec<Operation>) -> Migration {
    Migration {
        name: name(own),
        after: after.iter().map(|text| name(text)).collect(),
        atomic: true,
        operations,
    }
}

fn names<'m>(migrations: impl IntoIterator<Item = &'m Migration>) -> Vec<String> {
    migrations.into_iter().map(|migration| migration.name.to_string()).collect()
}

fn example() -> Vec<Migration> {
    vec![
        migration("a.a1", &[], vec![]),
        migration("a.a2", &["a.a1"], vec![]),
        migration("a.a3", &["a.a2", "b.b2"], vec![]),
        migration("b.b1", &[], vec![]),
        migration("b.b2", &["b.b1"], vec![]),
    ]
}

fn graph(migrations: Vec<Migration>) -> Graph {
    Graph::of(migrations).unwrap()
}

fn fault(migrations: Vec<Migration>) -> String {
    let error = Graph::of(migrations).unwrap_err();
    assert_eq!(error.kind(), Kind::Graph);
    error.to_string()
}

#[test]
fn what_comes_before_is_applied_before() {
    assert_eq!(names(graph(example()).plan()), ["a.a1", "a.a2", "b.b1", "b.b2", "a.a3"]);
    assert_eq!(names(graph(example()).forwards(&[name("a.a2")]).unwrap()), ["a.a1", "a.a2"]);
}

#[test]
fn what_comes_after_is_taken_back_before() {
    assert_eq!(names(graph(example()).backwards(&name("b.b1")).unwrap()), ["a.a3", "b.b2", "b.b1"]);
}

#[test]
fn a_migration_that_is_missing_is_named_with_the_one_that_needs_it() {
    let mut migrations = example();
    migrations.remove(0);
    assert_eq!(
        fault(migrations),
        "`a.a2` comes after `a.a1`, and there is no such migration; bring its file back, or name another one in `after`"
    );
    assert_eq!(
        graph(example()).forwards(&[name("a.a9")]).unwrap_err().to_string(),
        "there is no migration `a.a9`; there are a1, a2, a3"
    );
}

#[test]
fn a_circle_is_shown() {
    let mut migrations = example();
    migrations[0].after.push(name("a.a3"));
    assert_eq!(
        fault(migrations),
        "these come after each other in a circle: `a.a1`, after `a.a3`, after `a.a2`, after `a.a1`; take one out of an \
         `after`"
    );
    assert!(fault(vec![migration("a.a", &["a.a"], vec![])]).contains("`a.a`, after `a.a`"));
}

#[test]
fn two_last_migrations_are_told() {
    let mut migrations = example();
    migrations.push(migration("a.a3x", &["a.a2"], vec![]));
    let graph = graph(migrations);
    assert_eq!(graph.heads("a"), [&name("a.a3"), &name("a.a3x")]);
    assert_eq!(graph.heads("b"), [&name("b.b2")]);
    assert_eq!(
        graph.check_heads().unwrap_err().to_string(),
        "`a` has 2 last migrations, `a.a3` and `a.a3x`: bring them together by `makemigrations --merge`, or let one come \
         after the other by its `after`"
    );
}

#[test]
fn a_migration_behind_one_of_another_application_is_no_second_head() {
    let migrations = [
        migration("a.a1", &[], vec![]),
        migration("b.b1", &["a.a1"], vec![]),
        migration("a.a2", &["b.b1"], vec![]),
    ];
    assert_eq!(graph(migrations.into()).heads("a"), [&name("a.a2")]);
}

#[test]
fn head_names_the_last_migrations() {
    let graph = graph(example());
    let text = Heads::of(&graph).to_string();
    assert_eq!(text, "a a3\nb b2\n");
    Heads::read(&text.replace('\n', "\r\n")).unwrap().check(&graph).unwrap();
    let stale = Heads::read("a a2\nb b2\n").unwrap().check(&graph).unwrap_err();
    assert_eq!(
        stale.to_string(),
        "HEAD says that the last migration of `a` is `a2`, and the files say `a3`; bring back the file that is missing, or \
         write `a a3` into HEAD"
    );
    assert!(Heads::read("a a3\n").unwrap().check(&graph).unwrap_err().to_string().contains("`b` is none"));
    Heads::read("shop 0002-more").unwrap();
    let conflict = Heads::read("<<<<<<< ours\na a3\n").unwrap_err();
    assert_eq!(conflict.kind(), Kind::File);
    assert!(conflict.to_string().starts_with("HEAD, line 1: "), "{conflict}");
}

#[test]
fn an_operation_that_does_not_fit_is_named_with_its_file() {
    let operations = vec![Operation::DeleteModel { model: "Order".to_owned() }];
    let error = graph(vec![migration("shop.0001_initial", &[], operations)]).state().unwrap_err();
    assert_eq!(error.kind(), Kind::Replay);
    assert_eq!(
        error.to_string(),
        "shop/0001_initial.toml, operation 1 (delete_model): there is no model `shop.Order`"
    );
}

fn plain(name: &str, sql_type: SqlType) -> Field {
    let plain = Plain {
        column: name.to_owned(),
        sql_type,
        nullable: true,
        default: None,
        unique: false,
        index: false,
    };
    Field { name: name.to_owned(), kind: FieldKind::Plain(plain), comment: None }
}

fn add(field: &str) -> Operation {
    Operation::AddField { model: "T".to_owned(), field: plain(field, SqlType::Text), one_off: None }
}

fn alter(field: &str, sql_type: SqlType) -> Operation {
    let (was, field) = (plain(field, SqlType::Integer), plain(field, sql_type));
    Operation::AlterField { model: "T".to_owned(), was, field, one_off: None, using: None }
}

fn rename(from: &str, to: &str) -> Operation {
    Operation::RenameField { model: "T".to_owned(), from: from.to_owned(), to: to.to_owned(), column: None }
}

fn remove(field: &str) -> Operation {
    Operation::RemoveField { model: "T".to_owned(), field: field.to_owned() }
}

fn index(name: &str, field: &str) -> Operation {
    let elements = vec![Element::Field { name: field.to_owned(), descending: false }];
    let index = Index { name: name.to_owned(), elements, method: None, include: vec![], condition: None };
    Operation::AddIndex { model: "T".to_owned(), index, concurrently: false }
}

fn definition() -> Model {
    let mut definition = Model::new("t");
    let mut id = plain("id", SqlType::BigInt);
    if let FieldKind::Plain(plain) = &mut id.kind {
        plain.nullable = false;
    }
    definition.fields = vec![id, plain("x", SqlType::Integer), plain("y", SqlType::Integer)];
    definition.primary_key = vec!["id".to_owned()];
    definition
}

/// Whether two operations, each in a branch of its own, go together.
fn verdict(one: Operation, other: Operation) -> Result<Commutes, String> {
    let create = Operation::CreateModel { model: "T".to_owned(), definition: definition() };
    let graph = graph(vec![
        migration("a.1", &[], vec![create]),
        migration("a.2", &["a.1"], vec![one]),
        migration("a.3", &["a.1"], vec![other]),
    ]);
    commute(&graph, &[name("a.2"), name("a.3")]).map_err(|error| error.to_string())
}

#[test]
fn branches_that_touch_other_things_go_together() {
    for (one, other) in [
        (add("p"), add("q")),
        (alter("x", SqlType::BigInt), alter("y", SqlType::BigInt)),
        (remove("x"), add("p")),
        (index("i", "x"), index("j", "y")),
    ] {
        assert_eq!(verdict(one, other), Ok(Commutes::Proven));
    }
}

#[test]
fn branches_that_touch_one_thing_do_not_go_together() {
    let cases = [
        (add("p"), add("p"), "there is a field `a.T.p` already"),
        (alter("x", SqlType::BigInt), alter("x", SqlType::Text), "is not as `was` says"),
        (rename("x", "z"), index("i", "x"), "needs the column of `x`, which there is not"),
        (rename("x", "z"), alter("x", SqlType::Text), "there is no field `a.T.x`"),
        (rename("x", "z"), rename("x", "w"), "there is no field `a.T.x`"),
        (remove("x"), index("i", "x"), "needs the column of `x`, which there is not"),
        (index("i", "x"), index("i", "y"), "two constraints or indexes `i`"),
    ];
    for (one, other, reason) in cases {
        let refused = verdict(one, other).unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn branches_that_do_not_go_together_are_told_with_the_way_out() {
    assert_eq!(
        verdict(add("p"), add("p")).unwrap_err(),
        "`a.2` and `a.3` do not go together: a/3.toml, operation 1 (add_field): there is a field `a.T.p` already; let one \
         come after the other by its `after`, and change what does not fit then"
    );
}

#[test]
fn three_branches_go_together_only_in_every_order() {
    let three = |last: Operation| {
        let create = Operation::CreateModel { model: "T".to_owned(), definition: definition() };
        let graph = graph(vec![
            migration("a.1", &[], vec![create]),
            migration("a.2", &["a.1"], vec![add("p")]),
            migration("a.3", &["a.1"], vec![rename("x", "z")]),
            migration("a.4", &["a.1"], vec![last]),
        ]);
        commute(&graph, &[name("a.2"), name("a.3"), name("a.4")])
    };
    assert_eq!(three(add("q")).unwrap(), Commutes::Proven);
    // It fits where `a.3` comes before it: so it does when they are applied as they stand here.
    assert!(three(rename("z", "w")).unwrap_err().to_string().contains("there is no field `a.T.z`"));
}

#[test]
fn what_branches_share_is_applied_once() {
    let create = Operation::CreateModel { model: "T".to_owned(), definition: definition() };
    let graph = graph(vec![
        migration("a.1", &[], vec![create]),
        migration("a.2", &["a.1"], vec![add("p")]),
        migration("a.3", &["a.1"], vec![add("q")]),
        migration("a.4", &["a.2"], vec![add("r")]),
        migration("a.5", &["a.2"], vec![add("s")]),
    ]);
    assert_eq!(commute(&graph, &[name("a.3"), name("a.4"), name("a.5")]).unwrap(), Commutes::Proven);
}

#[test]
fn of_sql_and_functions_nothing_is_known() {
    let run = Operation::RunRust { run: "crate::fill".to_owned(), reverse: Some(Undo::Noop) };
    assert_eq!(verdict(run, add("p")), Ok(Commutes::Models));
}

#[test]
fn names_say_what_operations_do() {
    let sql = Operation::RunSql { sql: "SELECT 1".to_owned(), reverse: None, transaction: true };
    assert_eq!(suggest_name(&[]), None);
    assert_eq!(suggest_name(&[add("p")]).as_deref(), Some("t_p"));
    assert_eq!(suggest_name(&[rename("x", "z"), remove("y")]).as_deref(), Some("rename_x_t_z_remove_t_y"));
    let many: Vec<_> = (0..20).map(|number| add(&format!("field_{number}"))).collect();
    assert_eq!(
        suggest_name(&many).as_deref(),
        Some("t_field_0_t_field_1_t_field_2_t_field_3_t_field_4_and_more")
    );
    assert_eq!(suggest_name(&[add("p"), sql]), None);
    assert_eq!(suggest_name(&[index("a b.c", "x")]).as_deref(), Some("t_a_b_c"));
    assert_eq!(next_number(None), 1);
    assert_eq!(next_number(Some(&name("shop.0041_more"))), 42);
    assert_eq!(next_number(Some(&name("shop.first"))), 1);
}
