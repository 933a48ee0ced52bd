//! One line that sends one query again and again with the same values.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Category, Product};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "redundant.rs":
    the_same_key_again_and_again: 20,
        ["redundant_query Product.get 20 (1 different) L"];
    the_same_rows_again_and_again: 5, ["redundant_query Category 5 (1 different) L"];
    the_same_number_again_and_again: 5, ["redundant_query Category 5 (1 different) L"];
    the_same_row_of_many_by_copies: 6,
        ["redundant_query Product.category 5 (1 different) L of Q"];
    the_same_manager_of_one_row: 6, ["redundant_query Product.reviews 5 (1 different) L"];
    a_manager_of_one_row_with_other_conditions: 6, [];
    the_same_key_four_times: 4, [];
    the_same_key_on_five_lines: 5, [];
};

async fn the_same_key_again_and_again(db: Db) -> Result<()> {
    for _ in 0..20 {
        Product::objects(&db).by_key(7).await?; // L
    }
    Ok(())
}

async fn the_same_rows_again_and_again(db: Db) -> Result<()> {
    for _ in 0..5 {
        Category::objects(&db).await?; // L
    }
    Ok(())
}

async fn the_same_number_again_and_again(db: Db) -> Result<()> {
    for _ in 0..5 {
        Category::objects(&db).filter(|c| c.name.startswith("c")).count().await?; // L
    }
    Ok(())
}

async fn the_same_row_of_many_by_copies(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for _ in 0..5 {
        products[0].clone().category.load(&db).await?; // L
    }
    Ok(())
}

async fn the_same_manager_of_one_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for _ in 0..5 {
        products[0].reviews.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn a_manager_of_one_row_with_other_conditions(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for rating in 0..5 {
        products[0].reviews.objects(&db).filter(|r| r.rating.gt(rating)).count().await?;
    }
    Ok(())
}

async fn the_same_key_four_times(db: Db) -> Result<()> {
    for _ in 0..4 {
        Product::objects(&db).by_key(7).await?;
    }
    Ok(())
}

async fn the_same_key_on_five_lines(db: Db) -> Result<()> {
    Product::objects(&db).by_key(7).await?;
    Product::objects(&db).by_key(7).await?;
    Product::objects(&db).by_key(7).await?;
    Product::objects(&db).by_key(7).await?;
    Product::objects(&db).by_key(7).await?;
    Ok(())
}
