//! What is loaded for one row, which one query does not do better.

use querent::prelude::*;
use querent::watch::Watch;
use querent::{Db, Result};

use super::models::{Category, Product, Supplier};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "one_row.rs":
    one_row_and_all_that_it_leads_to: 5, [];
    the_same_row_of_many_again: 2, [];
    two_rows_of_many_on_two_lines: 3, [];
    rows_whose_key_is_null_need_no_query: 1, [];
    copies_of_one_row_are_one_row: 7, [];
    a_chain_of_parents_is_walked_one_row_at_a_time: 2, [];
    the_first_and_the_last_of_many: 4, [];
    one_row_that_is_all_there_is: 2, [];
    one_row_that_could_be_several_where_tests_are_strict: 2 => 1,
        ["lazy_relation Product.category 1/1 L of Q: .select_related(|p| p.category)"]
        by Watch::single_rows;
    one_row_by_its_key_is_one_row_where_tests_are_strict: 9, [] by Watch::single_rows;
    a_row_that_is_found_or_created: 3, [];
    a_row_that_was_refreshed: 6, [];
};

async fn one_row_and_all_that_it_leads_to(db: Db) -> Result<()> {
    let product = Product::objects(&db).get(|p| p.name.eq("p2")).await?;
    let category = product.category.load(&db).await?;
    category.parent.load(&db).await?;
    product.reviews.load(&db).await?;
    product.tags.load(&db).await?;
    Ok(())
}

async fn the_same_row_of_many_again(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for _ in 0..5 {
        products[0].category.load(&db).await?;
    }
    Ok(())
}

async fn two_rows_of_many_on_two_lines(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    products[0].category.load(&db).await?;
    products[1].category.load(&db).await?;
    Ok(())
}

async fn rows_whose_key_is_null_need_no_query(db: Db) -> Result<()> {
    let products = Product::objects(&db).filter(|p| p.supplier.is_null()).await?;
    assert_eq!(products.len(), 25);
    for product in &products {
        assert!(product.supplier.load(&db).await?.is_none());
    }
    Ok(())
}

async fn copies_of_one_row_are_one_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for _ in 0..3 {
        products[7].clone().category.load(&db).await?;
        products[8].clone().tags.load(&db).await?;
    }
    Ok(())
}

async fn a_chain_of_parents_is_walked_one_row_at_a_time(db: Db) -> Result<()> {
    let category = Category::objects(&db).by_key(10).await?;
    let mut above = &category;
    while let Some(parent) = above.parent.load(&db).await? {
        above = parent;
    }
    Ok(())
}

async fn the_first_and_the_last_of_many(db: Db) -> Result<()> {
    for product in [Product::objects(&db).first().await?, Product::objects(&db).last().await?] {
        product.expect("there are fifty").category.load(&db).await?;
    }
    Ok(())
}

async fn one_row_that_is_all_there_is(db: Db) -> Result<()> {
    for product in &Product::objects(&db).filter(|p| p.name.eq("p1")).await? {
        product.category.load(&db).await?;
    }
    Ok(())
}

async fn one_row_that_could_be_several_where_tests_are_strict(db: Db) -> Result<()> {
    let products = Product::objects(&db).filter(|p| p.name.startswith("p50")).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn one_row_by_its_key_is_one_row_where_tests_are_strict(db: Db) -> Result<()> {
    Product::objects(&db).by_key(1).await?.category.load(&db).await?;
    Product::objects(&db).get(|p| p.name.eq("p2")).await?.category.load(&db).await?;
    let first = Product::objects(&db).first().await?;
    first.expect("there are fifty").category.load(&db).await?;
    for product in &Product::objects(&db).limit(1).await? {
        product.category.load(&db).await?;
    }
    let _ = Product::objects(&db).count().await?;
    Ok(())
}

async fn a_row_that_is_found_or_created(db: Db) -> Result<()> {
    let draft = || Category::draft().name("c3");
    let (category, is_new) = Category::objects(&db).get_or_create(|c| c.name, draft()).await?;
    assert!(!is_new);
    category.parent.load(&db).await?;
    category.products.load(&db).await?;
    Ok(())
}

async fn a_row_that_was_refreshed(db: Db) -> Result<()> {
    let mut supplier = Supplier::objects(&db).by_key(1).await?;
    for _ in 0..5 {
        supplier.refresh(&db).await?;
    }
    Ok(())
}
