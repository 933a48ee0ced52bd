//! Everything depends in one direction.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use integration_tests::layers::faults;

#[test]
fn the_workspace_has_no_upward_call() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found: Vec<_> = faults(&root).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A workspace of a few lines, in a folder of its own.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// A workspace whose only crate is `querent-schema` with these files under `src`.
    fn of(sources: &[(&str, &str)]) -> Self {
        let workspace =
            Workspace::empty().file("crates/querent-schema/Cargo.toml", &package("querent-schema", ""));
        sources.iter().fold(workspace, |workspace, (path, text)| {
            workspace.file(&format!("crates/querent-schema/src/{path}"), text)
        })
    }

    fn empty() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("querent-layers-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(&root).expect("the temporary folder takes folders");
        Workspace { root }.file("Cargo.toml", "[workspace]\n")
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.root.join(path);
        let folder = path.parent().expect("a file of the workspace is in a folder");
        fs::create_dir_all(folder).expect("the temporary folder takes folders");
        fs::write(path, text).expect("the temporary folder takes files");
        self
    }

    /// What is found, without the folder of the sources.
    fn faults(&self) -> Vec<String> {
        let found = faults(&self.root);
        found.iter().map(|fault| fault.to_string().replace("crates/querent-schema/src/", "")).collect()
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn package(name: &str, sections: &str) -> String {
    format!("[package]\nname = \"{name}\"\n\n{sections}")
}

/// What is found in a crate with the modules `low` and `high`, of which one has this text.
fn in_low(text: &str) -> Vec<String> {
    let high = "pub struct Thing;\npub const ONE: u8 = 1;\npub fn call() {}\n";
    let root = "mod low;\nmod high;\npub use high::Thing;\n";
    Workspace::of(&[("lib.rs", root), ("low.rs", text), ("high.rs", high)]).faults()
}

fn upward(line: usize) -> Vec<String> {
    vec![format!("low.rs:{line}: module `low` uses `high`, which stands below it")]
}

const NOTHING: [&str; 0] = [];

#[test]
fn an_upward_call_is_caught() {
    assert_eq!(in_low("\nuse crate::high::Thing;\n"), upward(2), "use");
    assert_eq!(in_low("use crate::{\n    high::{call, Thing},\n};\n"), upward(2), "group");
    assert_eq!(in_low("fn f() {\n    crate::high::call();\n}\n"), upward(2), "body");
    assert_eq!(in_low("fn f() {\n    use super::high as h;\n}\n"), upward(2), "use in a body");
    assert_eq!(in_low("fn f() {\n    println!(\"{}\", crate::high::ONE);\n}\n"), upward(2), "macro call");
    assert_eq!(
        in_low("macro_rules! m {\n    () => { $crate::high::call() };\n}\n"),
        upward(2),
        "macro definition"
    );
    assert_eq!(in_low("struct S {\n    thing: super::high::Thing,\n}\n"), upward(2), "super");
    assert_eq!(in_low("struct S {\n    thing: Vec<crate::high::Thing>,\n}\n"), upward(2), "generic argument");
    assert_eq!(in_low("mod inner {\n    use super::super::high::call;\n}\n")[0], inner(2), "super of super");
    assert_eq!(in_low("use querent_schema::high;\n"), upward(1), "the crate by its own name");
    assert_eq!(
        in_low("#[derive(Clone)]\n#[thing(with = \"crate::high::call\")]\nstruct S;\n"),
        upward(2),
        "attribute"
    );
    assert_eq!(in_low("#[thing(crate::high::call)]\nstruct S;\n"), upward(1), "tokens of an attribute");
    assert_eq!(in_low("#[cfg(test)]\nmod tests {\n    use crate::high;\n}\n"), tests(3), "tests");
}

fn inner(line: usize) -> String {
    format!("low.rs:{line}: module `low::inner` uses `high`, which stands below it")
}

fn tests(line: usize) -> Vec<String> {
    vec![format!("low.rs:{line}: module `low::tests` uses `high`, which stands below it")]
}

#[test]
fn a_reexport_leads_to_the_module_that_defines() {
    assert_eq!(in_low("use crate::Thing;\n"), upward(1));
    assert_eq!(in_low("fn f(_: super::Thing) {}\n"), upward(1));
    let root = "mod high;\nmod low;\npub use high::*;\n";
    let sources = [("lib.rs", root), ("high.rs", "pub struct Thing;\n"), ("low.rs", "use crate::Thing;\n")];
    assert_eq!(Workspace::of(&sources).faults(), NOTHING);
    let root = "mod low;\nmod high;\npub use high::*;\n";
    assert_eq!(Workspace::of(&[("lib.rs", root), sources[1], sources[2]]).faults(), upward(1));
}

#[test]
fn a_name_that_was_imported_is_followed() {
    let sources = [
        ("lib.rs", "mod folder;\n"),
        ("folder.rs", "mod low;\nmod high;\n"),
        ("folder/low.rs", "use crate::folder;\nfn f() {\n    folder::high::call();\n}\n"),
        ("folder/high.rs", "pub(super) fn call() {}\n"),
    ];
    let expected = ["folder/low.rs:3: module `folder::low` uses `folder::high`, which stands below it"];
    assert_eq!(Workspace::of(&sources).faults(), expected);
}

#[test]
fn an_import_is_one_fault_however_often_its_name_is_used() {
    let text = "use crate::high::Thing;\nfn f() { Thing::new(); Thing::new(); }\n\
                #[cfg(test)]\nmod tests {\n    use super::*;\n    fn f() { Thing::new(); }\n}\n";
    assert_eq!(in_low(text), upward(1));
}

#[test]
fn what_stands_above_may_be_used() {
    let user = "use crate::a::{self, Thing};\nuse super::a::call;\nfn f() {\n    a::call();\n    drop(format!(\"{:?}\", crate::a::ONE));\n}\n";
    let sources =
        [("lib.rs", "mod a;\nmod b;\n"), ("a.rs", "fn f() { std::mem::drop(1) }\n"), ("b.rs", user)];
    assert_eq!(Workspace::of(&sources).faults(), NOTHING);
}

#[test]
fn a_file_stands_below_its_modules() {
    let parent = "mod low;\nmod high;\npub(crate) struct Own;\nfn f() { low::call(); high::call(); }\n";
    let low = "use super::Own;\nuse super::*;\nfn f() {\n    super::high::call();\n}\n";
    let high = "use super::low;\nuse super::super::other::Other;\n";
    let sources = [
        ("lib.rs", "mod other;\nmod folder;\n"),
        ("other.rs", "pub(crate) struct Other;\n"),
        ("folder.rs", parent),
        ("folder/low.rs", low),
        ("folder/high.rs", high),
    ];
    let expected = [
        "folder/low.rs:1: module `folder::low` uses `folder::Own`, which stands below it",
        "folder/low.rs:2: module `folder::low` uses `folder::*`, which stands below it",
        "folder/low.rs:4: module `folder::low` uses `folder::high`, which stands below it",
    ];
    assert_eq!(Workspace::of(&sources).faults(), expected);
}

#[test]
fn an_item_of_the_root_stands_below_every_module() {
    let sources = [("lib.rs", "mod a;\npub struct Own;\n"), ("a.rs", "use crate::Own;\n")];
    let expected = ["a.rs:1: module `a` uses `crate::Own`, which stands below it"];
    assert_eq!(Workspace::of(&sources).faults(), expected);
}

#[test]
fn a_macro_of_the_root_may_be_used_everywhere() {
    let root = "macro_rules! shared { () => {}; }\npub(crate) use shared;\nmod a;\n";
    assert_eq!(
        Workspace::of(&[("lib.rs", root), ("a.rs", "crate::shared!();\nuse crate::shared;\n")]).faults(),
        NOTHING
    );
}

#[test]
fn an_exported_macro_stands_where_it_is_defined() {
    let defining = "#[macro_export]\nmacro_rules! shared { () => {}; }\n";
    let using = "fn f() {\n    crate::shared!();\n}\n";
    let below =
        Workspace::of(&[("lib.rs", "mod low;\nmod high;\n"), ("low.rs", using), ("high.rs", defining)]);
    assert_eq!(below.faults(), upward(2));
    let above =
        Workspace::of(&[("lib.rs", "mod high;\nmod low;\n"), ("low.rs", using), ("high.rs", defining)]);
    assert_eq!(above.faults(), NOTHING);
}

#[test]
fn tests_may_use_all_of_their_own_file() {
    let file = "struct Own;\n#[cfg(test)]\nmod tests {\n    use super::*;\n    use super::Own;\n    use super::last::call;\n}\nmod last;\n";
    let sources = [("lib.rs", "mod a;\n"), ("a.rs", file), ("a/last.rs", "pub(super) fn call() {}\n")];
    assert_eq!(Workspace::of(&sources).faults(), NOTHING);
}

#[test]
fn a_link_in_the_documentation_may_lead_anywhere() {
    assert_eq!(
        in_low("/// See [`Thing`](crate::high::Thing) and [`crate::high::call`].\nstruct S;\n"),
        NOTHING
    );
}

#[test]
fn a_file_that_no_mod_line_reaches_is_caught() {
    let sources = [("lib.rs", ""), ("lost.rs", "")];
    let expected = ["lost.rs:1: no `mod` line leads to this file, so nothing holds it"];
    assert_eq!(Workspace::of(&sources).faults(), expected);
}

#[test]
fn a_binary_is_held_like_a_library() {
    let sources = [
        ("main.rs", "mod low;\nmod high;\nfn main() {}\n"),
        ("low.rs", "use crate::high;\n"),
        ("high.rs", ""),
    ];
    assert_eq!(Workspace::of(&sources).faults(), upward(1));
}

/// What is found in the manifest of a crate, dependencies from its fourth line on.
fn in_manifest(name: &str, sections: &str) -> Vec<String> {
    let workspace = Workspace::empty().file(
        "Cargo.toml",
        "[workspace.dependencies]\nalias = { package = \"querent-migrate\", version = \"1\" }\n",
    );
    workspace.file(&format!("crates/{name}/Cargo.toml"), &package(name, sections)).faults()
}

#[test]
fn a_dependency_on_a_crate_below_is_caught() {
    let expected =
        ["crates/querent/Cargo.toml:6: crate `querent` uses `querent-migrate`, which stands below it"];
    let above = "querent-schema.workspace = true\n";
    assert_eq!(
        in_manifest("querent", &format!("[dependencies]\n{above}querent-migrate = \"1\"\n")),
        expected
    );
    assert_eq!(in_manifest("querent", &format!("[dependencies]\n{above}alias.workspace = true\n")), expected);
    assert_eq!(
        in_manifest("querent", &format!("[dependencies]\n{above}x = {{ package = \"querent-migrate\" }}\n")),
        expected
    );
    assert_eq!(in_manifest("querent", "\n[dependencies.querent-migrate]\nworkspace = true\n").len(), 1);
}

#[test]
fn no_kind_of_dependency_is_an_exception() {
    let expected =
        ["crates/querent/Cargo.toml:5: crate `querent` uses `querent-testkit`, which stands below it"];
    for section in
        ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dev-dependencies"]
    {
        assert_eq!(
            in_manifest("querent", &format!("[{section}]\nquerent-testkit.workspace = true\n")),
            expected
        );
    }
}

#[test]
fn a_dependency_without_an_arrow_is_caught() {
    let expected = [
        "crates/querent-testkit/Cargo.toml:6: crate `querent-testkit` uses `querent`, to which no arrow leads",
    ];
    let sections = "[dependencies]\nquerent-migrate.workspace = true\nquerent.workspace = true\n";
    assert_eq!(in_manifest("querent-testkit", sections), expected);
}

#[test]
fn a_crate_without_a_place_is_caught() {
    let expected = [
        "crates/other/Cargo.toml:1: crate `other` has no place among the crates; give it one, with its arrows",
    ];
    assert_eq!(in_manifest("other", ""), expected);
}

#[test]
fn the_shop_and_crates_of_other_people_are_free() {
    let all = "querent.workspace = true\nquerent-testkit.workspace = true\nserde = \"1\"\n";
    assert_eq!(in_manifest("shop", &format!("[dependencies]\n{all}")), NOTHING);
}

#[test]
fn what_cannot_be_read_is_a_fault() {
    let missing = Workspace::of(&[("lib.rs", "mod gone;\n")]).faults();
    assert!(missing[0].starts_with("gone.rs:1: "), "{missing:?}");
    let broken = Workspace::of(&[("lib.rs", "\nfn f( {}\n")]).faults();
    assert!(broken[0].starts_with("lib.rs:2: "), "{broken:?}");
}
