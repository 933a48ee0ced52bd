//! A relation that is loaded for one row after another.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Category, Product, ProductQuerySet, Profile, Tag, User};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "lazy_relations.rs":
    a_foreign_key_of_each_row: 51 => 1,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
    a_key_that_can_be_null_of_each_row: 26 => 1,
        ["lazy_relation Product.supplier 25/50 L of Q: .select_related(|p| p.supplier)"];
    a_key_to_the_same_table_of_each_row: 10 => 1,
        ["lazy_relation Category.parent 9/10 L of Q: .select_related(|c| c.parent)"];
    the_rows_behind_a_key_of_each_row: 11 => 2,
        ["lazy_relation Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    the_rows_behind_a_key_to_the_same_table: 11 => 2,
        ["lazy_relation Category.children 10/10 L of Q: .prefetch_related(|c| c.children)"];
    the_pairs_of_each_row: 51 => 2,
        ["lazy_relation Product.tags 50/50 L of Q: .prefetch_related(|p| p.tags)"];
    the_pairs_of_each_row_of_the_other_side: 7 => 2,
        ["lazy_relation Tag.products 6/6 L of Q: .prefetch_related(|t| t.products)"];
    the_pairs_through_a_model_of_each_row: 6 => 2,
        ["lazy_relation User.favourites 5/5 L of Q: .prefetch_related(|u| u.favourites)"];
    a_one_to_one_of_each_row: 5 => 1,
        ["lazy_relation Profile.user 4/4 L of Q: .select_related(|p| p.user)"];
    the_row_behind_a_one_to_one_of_each_row: 6 => 1,
        ["lazy_relation User.profile 5/5 L of Q: .select_related(|u| u.profile)"];
    two_relations_of_each_row_are_two_findings: 101 => 3, [
        "lazy_relation Product.reviews 50/50 L1 of Q: .prefetch_related(|p| p.reviews)",
        "lazy_relation Product.tags 50/50 L2 of Q: .prefetch_related(|p| p.tags)",
    ];
    five_lines_that_load_for_five_rows_are_one_finding: 6 => 1,
        ["lazy_relation Product.category 5/50 L of Q: .select_related(|p| p.category)"];
    the_same_lines_for_two_results_are_one_finding: 102 => 2,
        ["lazy_relation Product.category 100/100 L of Q: .select_related(|p| p.category)"];
    a_query_over_several_lines_is_named_by_the_last: 11 => 1,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    a_custom_manager_is_a_query_like_others: 41 => 1,
        ["lazy_relation Product.category 40/40 L of Q: .select_related(|p| p.category)"];
    a_function_that_loads_is_the_line_and_its_caller_has_the_query: 51 => 1,
        ["lazy_relation Product.category 50/50 L of Q: .select_related(|p| p.category)"];
};

async fn a_foreign_key_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(50).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_key_that_can_be_null_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.supplier.load(&db).await?; // L
    }
    Ok(())
}

async fn a_key_to_the_same_table_of_each_row(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn the_rows_behind_a_key_of_each_row(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        assert_eq!(category.products.load(&db).await?.len(), 5); // L
    }
    Ok(())
}

async fn the_rows_behind_a_key_to_the_same_table(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.children.load(&db).await?; // L
    }
    Ok(())
}

async fn the_pairs_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        assert_eq!(product.tags.load(&db).await?.len(), 3); // L
    }
    Ok(())
}

async fn the_pairs_of_each_row_of_the_other_side(db: Db) -> Result<()> {
    let tags = Tag::objects(&db).await?; // Q
    for tag in &tags {
        tag.products.load(&db).await?; // L
    }
    Ok(())
}

async fn the_pairs_through_a_model_of_each_row(db: Db) -> Result<()> {
    let users = User::objects(&db).await?; // Q
    for user in &users {
        assert_eq!(user.favourites.load(&db).await?.len(), 2); // L
    }
    Ok(())
}

async fn a_one_to_one_of_each_row(db: Db) -> Result<()> {
    let profiles = Profile::objects(&db).await?; // Q
    for profile in &profiles {
        profile.user.load(&db).await?; // L
    }
    Ok(())
}

async fn the_row_behind_a_one_to_one_of_each_row(db: Db) -> Result<()> {
    let users = User::objects(&db).await?; // Q
    for user in &users {
        user.profile.load(&db).await?; // L
    }
    Ok(())
}

async fn two_relations_of_each_row_are_two_findings(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.reviews.load(&db).await?; // L1
        product.tags.load(&db).await?; // L2
    }
    Ok(())
}

async fn five_lines_that_load_for_five_rows_are_one_finding(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    products[0].category.load(&db).await?;
    products[1].category.load(&db).await?;
    products[2].category.load(&db).await?;
    products[3].category.load(&db).await?;
    products[4].category.load(&db).await?; // L
    Ok(())
}

async fn the_same_lines_for_two_results_are_one_finding(db: Db) -> Result<()> {
    for _ in 0..2 {
        let products = Product::objects(&db).await?; // Q
        for product in &products {
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn a_query_over_several_lines_is_named_by_the_last(db: Db) -> Result<()> {
    let products = Product::objects(&db)
        .filter(|p| p.stock.lt(4) & p.category.name.is_in(["c1", "c2", "c3", "c4", "c5"]))
        .order_by(|p| (p.stock.desc(), p.name))
        .limit(10)
        .await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_custom_manager_is_a_query_like_others(db: Db) -> Result<()> {
    let products = Product::objects(&db).in_stock().await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_function_that_loads_is_the_line_and_its_caller_has_the_query(db: Db) -> Result<()> {
    async fn category_name(product: &Product, db: &Db) -> Result<String> {
        Ok(product.category.load(db).await?.name.clone()) // L
    }
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        category_name(product, &db).await?;
    }
    Ok(())
}
