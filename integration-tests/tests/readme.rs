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
