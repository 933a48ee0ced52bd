//! The README and the page of the watch: their code compiles as it is written.

#![allow(
    dead_code,
    unused_variables,
    unused_must_use,
    reason = "the code is read, and checked by rustc, but not run"
)]
#![allow(unreachable_pub, missing_docs, reason = "these pages are written as users write")]

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

/// The code of the page of the watch, with what it mentions and does not show.
mod watch {
    use axum::Router;
    use axum::routing::get;
    use futures::stream::{self, StreamExt, TryStreamExt};
    use querent::prelude::*;
    use querent::watch::Watch;
    use tracing_subscriber::prelude::*;

    include!(concat!(env!("OUT_DIR"), "/watch.rs"));

    #[derive(Model, Debug, Clone)]
    pub struct Category {
        pub id: i64,
        pub name: String,
    }

    #[derive(Model, Debug, Clone)]
    pub struct Product {
        pub id: i64,
        pub name: String,
        #[relation(on_delete = Cascade)]
        pub category: ForeignKey<Category>,
    }

    async fn list() {}

    mod products {
        pub(super) async fn list() {}
    }

    async fn page(db: &Db) -> querent::Result<()> {
        let products = Product::objects(db).select_related(|p| p.category).await?;
        products.iter().try_for_each(|product| product.category.loaded().map(drop))
    }

    use page as report;
    use page as fill;
    use page as export;
}

#[test]
fn every_block_of_the_pages_compiles_as_it_is_written() {
    let pages = [(include_str!("../../README.md"), 8), (include_str!("../../docs/watch.md"), 6)];
    for (page, blocks) in pages {
        assert!(page.matches("```rust\n").count() >= blocks, "the tour is there");
        assert!(!page.contains("```ignore") && !page.contains("```rust,"));
    }
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
