//! What comes after what.

use querent_schema::{Graph, Kind, Migration, MigrationName};

/// Migrations without operations: `a.2 after a.1 b.1`.
fn migrations(lines: &[&str]) -> Vec<Migration> {
    let migration = |line: &&str| {
        let (name, after) = line.split_once(" after ").unwrap_or((line, ""));
        Migration {
            name: name.parse().unwrap(),
            after: after.split_whitespace().map(|name| name.parse().unwrap()).collect(),
            atomic: true,
            operations: Vec::new(),
        }
    };
    lines.iter().map(migration).collect()
}

fn names<'m>(plan: impl IntoIterator<Item = &'m Migration>) -> Vec<String> {
    plan.into_iter().map(|migration| migration.name.to_string()).collect()
}

fn name(text: &str) -> MigrationName {
    text.parse().unwrap()
}

#[test]
fn mig_11_a_plan_has_all_before_and_goes_back_with_what_depends_on_it() {
    let lines = ["a.a1", "a.a2 after a.a1", "a.a3 after a.a2 b.b2", "b.b1", "b.b2 after b.b1"];
    let graph = Graph::of(migrations(&lines)).unwrap();
    let plan = names(graph.forwards(&[name("a.a3")]).unwrap());
    let place = |name: &str| plan.iter().position(|planned| planned == name).unwrap();
    assert_eq!(plan.len(), 5);
    for (before, after) in [("a.a1", "a.a2"), ("a.a2", "a.a3"), ("b.b1", "b.b2"), ("b.b2", "a.a3")] {
        assert!(place(before) < place(after), "{plan:?}");
    }
    assert_eq!(names(graph.backwards(&name("b.b1")).unwrap()), ["a.a3", "b.b2", "b.b1"]);
    assert_eq!(graph.heads("a"), [&name("a.a3")]);
    assert_eq!(graph.heads("b"), [&name("b.b2")]);

    let circle = Graph::of(migrations(&["a.a1 after a.a2", "a.a2 after a.a1"])).unwrap_err();
    assert_eq!(circle.kind(), Kind::Graph);
    assert!(circle.to_string().contains("a.a1") && circle.to_string().contains("a.a2"), "{circle}");
    let missing = Graph::of(migrations(&["a.a1 after z.z1"])).unwrap_err();
    assert_eq!(missing.kind(), Kind::Graph);
    assert!(missing.to_string().contains("z.z1"), "{missing}");

    let forked = Graph::of(migrations(&[&lines[..], &["a.a3x after a.a2"]].concat())).unwrap();
    assert_eq!(forked.heads("a"), [&name("a.a3"), &name("a.a3x")]);
    let fork = forked.check_heads().unwrap_err().to_string();
    assert!(fork.contains("a.a3") && fork.contains("a.a3x"), "{fork}");
}
