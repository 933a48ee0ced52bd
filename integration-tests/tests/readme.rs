//! The README: its code compiles as it is written.

#![allow(
    dead_code,
    unused_variables,
    unused_must_use,
    reason = "the code is read, and checked by rustc, but not run"
)]
#![allow(unreachable_pub, missing_docs, reason = "the README is written as users write")]

/// The README's code, with what it mentions and does not show.
mod readme {
    use axum::extract::State;

    include!(concat!(env!("OUT_DIR"), "/readme.rs"));

    #[derive(Model, Debug, Clone, Serialize)]
    pub struct Supplier {
        pub id: i64,
        pub name: String,
    }

    #[derive(Model, Debug, Clone, Serialize)]
    pub struct Tag {
        pub id: i64,
        pub name: String,
    }

    #[derive(Model, Debug, Clone, Serialize)]
    pub struct Review {
        pub id: i64,
        #[relation(on_delete = Cascade)]
        pub product: ForeignKey<Product>,
        pub rating: i32,
    }
}

#[test]
fn every_block_of_the_readme_compiles_as_it_is_written() {
    let readme = include_str!("../../README.md");
    assert!(readme.matches("```rust").count() >= 8, "the tour is there");
    assert!(!readme.contains("```ignore"));
}

#[test]
fn every_test_that_the_readme_names_is_there() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let rows =
        include_str!("../../README.md").lines().filter(|line| line.ends_with("` |") && line.contains(".rs`"));
    let named: Vec<&str> = rows.flat_map(|row| row.split('`')).filter(|word| word.ends_with(".rs")).collect();
    assert!(named.len() > 20, "the table is there");
    let missing: Vec<&&str> = named.iter().filter(|name| !tests.join(name).is_file()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
