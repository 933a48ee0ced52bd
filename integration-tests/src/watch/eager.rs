//! What was loaded with the rows, and whether anybody has looked at it.

use querent::prelude::*;
use querent::watch::{Finding, Thresholds, Watch};
use querent::{Db, Result};

use super::models::{Category, Product, User};
use super::scenario::{Scenario, request, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "eager.rs":
    selected_and_left: 1 => 1,
        ["unused_eager_load Product.category 0/50 (50 different) Q: .select_related(|p| p.category)"];
    prefetched_and_left: 2 => 1,
        ["unused_eager_load Product.tags 0/50 (50 different) Q: .prefetch_related(|p| p.tags)"];
    selected_and_the_row_behind_left: 1 => 1,
        ["unused_eager_load Product.category.parent 0/50 (50 different) Q: .select_related(|p| p.category)"];
    prefetched_and_the_rows_behind_left: 3 => 2,
        ["unused_eager_load Category.products.tags 0/50 (50 different) Q: .prefetch_related(|c| c.products)"];
    one_of_two_relations_left: 2 => 1,
        ["unused_eager_load Product.reviews 0/50 (50 different) Q: .prefetch_related(|p| p.reviews)"];
    looked_at_in_one_row_of_many: 2, [];
    written_out_as_json: 2, [];
    nothing_that_could_be_looked_at: 2, [];
    one_row_that_nobody_looked_behind: 1, [];
    no_rows_at_all: 1, [];
    copied_out_of_the_rows: 2, [];
    rows_that_live_longer_than_their_request: 1, [];
    left_by_those_that_return_early: 4, [] by in_development;
};

fn in_development(watch: Watch) -> Watch {
    watch.thresholds(Thresholds::development())
}

async fn selected_and_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    assert_eq!(products.len(), 50);
    Ok(())
}

async fn prefetched_and_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.tags).await?; // Q
    assert_eq!(products.len(), 50);
    Ok(())
}

async fn selected_and_the_row_behind_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category.parent).await?; // Q
    for product in &products {
        product.category.loaded()?;
    }
    Ok(())
}

async fn prefetched_and_the_rows_behind_left(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products.tags).await?; // Q
    for category in &categories {
        category.products.loaded()?;
    }
    Ok(())
}

async fn one_of_two_relations_left(db: Db) -> Result<()> {
    let all = Product::objects(&db).select_related(|p| p.category);
    let products = all.prefetch_related(|p| p.reviews).await?; // Q
    for product in &products {
        product.category.loaded()?;
    }
    Ok(())
}

async fn looked_at_in_one_row_of_many(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).prefetch_related(|p| p.tags).await?;
    products[3].category.load(&db).await?;
    products[4].tags.loaded()?;
    Ok(())
}

async fn written_out_as_json(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).prefetch_related(|p| p.tags).await?;
    serde_json::to_string(&products).expect("models are written as JSON");
    Ok(())
}

async fn nothing_that_could_be_looked_at(db: Db) -> Result<()> {
    let without = Product::objects(&db).filter(|p| p.supplier.is_null()).select_related(|p| p.supplier);
    assert_eq!(without.await?.len(), 25);
    let alone = User::objects(&db).filter(|u| u.id.gte(5)).select_related(|u| u.profile);
    assert_eq!(alone.await?.len(), 1);
    Ok(())
}

async fn one_row_that_nobody_looked_behind(db: Db) -> Result<()> {
    Product::objects(&db).select_related(|p| p.category).by_key(1).await?;
    Ok(())
}

async fn no_rows_at_all(db: Db) -> Result<()> {
    Product::objects(&db).filter(|p| p.id.gt(50)).select_related(|p| p.category).await?;
    Ok(())
}

async fn copied_out_of_the_rows(db: Db) -> Result<()> {
    let mut names = Vec::new();
    for category in Category::objects(&db).prefetch_related(|c| c.products).await? {
        names.extend(category.products.loaded()?.to_vec());
    }
    assert_eq!(names.len(), 50);
    Ok(())
}

async fn rows_that_live_longer_than_their_request(db: Db) -> Result<Vec<Finding>> {
    let request = request("request");
    let products = request.run(Product::objects(&db).select_related(|p| p.category)).await?;
    let findings = request.finish();
    assert_eq!(products.len(), 50);
    Ok(findings)
}

/// A page that looks at the category of a product, if it comes so far.
async fn page(db: &Db, visitor: Option<&str>) -> Result<Option<i64>> {
    let products = Product::objects(db).select_related(|p| p.category).await?;
    let Some(_visitor) = visitor else { return Ok(None) };
    Ok(Some(products[0].category.loaded()?.id))
}

async fn left_by_those_that_return_early(db: Db) -> Result<()> {
    page(&db, Some("somebody")).await?;
    for _ in 0..3 {
        page(&db, None).await?;
    }
    Ok(())
}
