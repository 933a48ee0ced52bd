//! What is meant to be so: entries of allow-lists, and those that nothing matches.

use querent::prelude::*;
use querent::watch::{self, Watch};
use querent::{Db, Result};

use super::models::{Category, Product};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "expected.rs":
    a_relation_that_its_query_expects: 51, [];
    another_relation_than_its_query_expects: 51 => 1,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    a_relation_behind_the_one_that_is_expected: 20 => 1,
        ["lazy_relation Product.category.parent 9/10 L of Q: .select_related(|p| p.category.parent)"];
    a_path_that_its_query_expects: 19, [];
    a_relation_that_a_block_expects: 11, [];
    loads_outside_of_the_block_that_expects_them: 14 => 1,
        ["lazy_relation Product.category 3/50 L of Q: .select_related(|p| p.category)"];
    blocks_within_blocks: 22, [];
    a_count_that_its_query_expects: 11, [];
    a_relation_that_the_process_expects: 51, [] by expecting_categories;
    an_endpoint_that_is_expected: 56, [] by expecting_the_endpoint;
    an_entry_that_nothing_matches_is_reported: 1, [];
    an_entry_that_names_what_one_row_loads_is_reported: 2, [];
    an_unused_eager_load_that_is_expected: 1, [];
};

fn expecting_categories(watch: Watch) -> Watch {
    watch.allow(Product::fields().category, "every watch of this scenario")
}

fn expecting_the_endpoint(watch: Watch) -> Watch {
    watch.allow_endpoint("an_endpoint_*", "few rows")
}

async fn a_relation_that_its_query_expects(db: Db) -> Result<()> {
    let products = Product::objects(&db).allow_lazy(|p| p.category, "three rows at most").await?;
    for product in &products {
        product.category.load(&db).await?;
    }
    Ok(())
}

async fn another_relation_than_its_query_expects(db: Db) -> Result<()> {
    let products = Product::objects(&db).allow_lazy(|p| p.tags, "three rows at most").await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_relation_behind_the_one_that_is_expected(db: Db) -> Result<()> {
    let some = Product::objects(&db).limit(10).allow_lazy(|p| p.category, "three rows at most");
    let products = some.await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?;
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn a_path_that_its_query_expects(db: Db) -> Result<()> {
    let some = Product::objects(&db).filter(|p| p.category.id.gt(1)).limit(18);
    for product in &some.select_related(|p| p.category).allow_lazy(|p| p.category.parent, "few rows").await? {
        product.category.load(&db).await?.parent.load(&db).await?;
    }
    Ok(())
}

async fn a_relation_that_a_block_expects(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(10).await?;
    let export = async {
        for product in &products {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    watch::allow(Product::fields().category, "an export", export).await
}

async fn loads_outside_of_the_block_that_expects_them(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let (first, others) = products.split_at(10);
    let export = async {
        for product in first {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    watch::allow(Product::fields().category, "an export", export).await?;
    for product in &others[..3] {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn blocks_within_blocks(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(7).await?;
    let both = async {
        for product in &products {
            product.category.load(&db).await?;
            product.tags.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    let inner = watch::allow(Product::fields().tags, "an export", both);
    watch::allow(Product::fields().category, "an export", inner).await?;
    for product in &products {
        product.category.load(&db).await?; // is there
    }
    let again = Product::objects(&db).limit(6).await?;
    let loads = async {
        for product in &again {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    watch::allow(Product::fields().category, "an export", loads).await
}

async fn a_count_that_its_query_expects(db: Db) -> Result<()> {
    for category in &Category::objects(&db).allow_lazy(|c| c.products, "ten rows").await? {
        category.products.objects(&db).count().await?;
    }
    Ok(())
}

async fn a_relation_that_the_process_expects(db: Db) -> Result<()> {
    for product in &Product::objects(&db).await? {
        product.category.load(&db).await?;
    }
    Ok(())
}

async fn an_endpoint_that_is_expected(db: Db) -> Result<()> {
    for product in &Product::objects(&db).await? {
        product.category.load(&db).await?;
    }
    for key in 1..=5 {
        Product::objects(&db).by_key(key).await?;
    }
    Ok(())
}

async fn an_entry_that_nothing_matches_is_reported(db: Db) -> Result<()> {
    let first = line!() + 1;
    Product::objects(&db).allow_lazy(|p| p.supplier, "nobody loads it").await?;
    watch::allow(Category::fields().products, "nobody loads them", async {}).await;
    let here = |place: &str| (first..=line!()).any(|line| place.starts_with(&format!("{}:{line}:", file!())));
    let unused = watch::report().unused_allows;
    let of_ours = unused.iter().filter(|entry| here(&entry.site)).map(|entry| entry.allows.as_str());
    assert_eq!(of_ours.collect::<Vec<_>>(), ["Product.supplier", "Category.products"]);
    Ok(())
}

async fn an_entry_that_names_what_one_row_loads_is_reported(db: Db) -> Result<()> {
    let line = line!() + 1;
    let products = Product::objects(&db).allow_lazy(|p| p.supplier, "one row loads it").await?;
    products[1].supplier.load(&db).await?;
    let at = format!("{}:{line}:", file!());
    assert!(watch::report().unused_allows.iter().any(|entry| entry.site.starts_with(&at)));
    Ok(())
}

async fn an_unused_eager_load_that_is_expected(db: Db) -> Result<()> {
    let selected = Product::objects(&db).select_related(|p| p.category);
    selected.allow_lazy(|p| p.category, "a template may show it").await?;
    Ok(())
}
