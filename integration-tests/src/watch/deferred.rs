//! Fields that are left out of rows, and loaded for one after another.

use futures::future::try_join_all;
use querent::{Db, Result};

use super::models::{Category, Product, User};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "deferred.rs":
    a_field_of_each_row: 51 => 1,
        ["deferred_field Product.description 50/50 L of Q: .undefer(|p| (p.description,))"];
    a_field_of_each_row_at_once: 51 => 1,
        ["deferred_field Product.description 50/50 (at once) L of Q: .undefer(|p| (p.description,))"];
    a_field_behind_each_row: 10, [
        "lazy_relation User.profile 5/5 L1 of Q: .select_related(|u| u.profile)",
        "deferred_field User.profile.biography 4/4 L2 of Q: \
         .prefetch_related(|u| u.profile.all().undefer(|p| (p.biography,)))",
    ];
    a_field_of_rows_that_were_loaded_one_by_one: 61, [
        "deferred_field Category.products.description 50/50 L2 of Q: \
         .prefetch_related(|c| c.products.all().undefer(|p| (p.description,)))",
        "lazy_relation Category.products 10/10 L1 of Q: .prefetch_related(|c| c.products)",
    ];
    a_field_behind_a_row_that_was_selected: 5 => 2, [
        "deferred_field User.profile.biography 4/4 L of Q: \
         .prefetch_related(|u| u.profile.all().undefer(|p| (p.biography,)))",
    ];
    a_field_of_rows_that_were_prefetched: 52 => 2, [
        "deferred_field Category.products.description 50/50 L of Q: \
         .prefetch_related(|c| c.products.all().undefer(|p| (p.description,)))",
    ];
    a_field_of_one_row: 2, [];
    a_field_of_one_row_again: 2, [];
    fields_that_were_asked_for: 1, [];
};

async fn a_field_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.description.load(&db).await?; // L
    }
    Ok(())
}

async fn a_field_of_each_row_at_once(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    let loads = products.iter().map(|product| product.description.load(&db)); // L
    try_join_all(loads).await?;
    Ok(())
}

async fn a_field_behind_each_row(db: Db) -> Result<()> {
    let users = User::objects(&db).await?; // Q
    for user in &users {
        let profile = user.profile.load(&db).await?; // L1
        if let Some(profile) = profile {
            profile.biography.load(&db).await?; // L2
        }
    }
    Ok(())
}

async fn a_field_of_rows_that_were_loaded_one_by_one(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        let products = category.products.load(&db).await?; // L1
        for product in products {
            product.description.load(&db).await?; // L2
        }
    }
    Ok(())
}

async fn a_field_behind_a_row_that_was_selected(db: Db) -> Result<()> {
    let users = User::objects(&db).select_related(|u| u.profile).await?; // Q
    for user in &users {
        if let Some(profile) = user.profile.loaded()? {
            profile.biography.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn a_field_of_rows_that_were_prefetched(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for product in categories.iter().flat_map(|category| category.products.loaded().into_iter().flatten()) {
        product.description.load(&db).await?; // L
    }
    Ok(())
}

async fn a_field_of_one_row(db: Db) -> Result<()> {
    Product::objects(&db).by_key(1).await?.description.load(&db).await?;
    Ok(())
}

async fn a_field_of_one_row_again(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for _ in 0..5 {
        products[0].description.load(&db).await?;
    }
    Ok(())
}

async fn fields_that_were_asked_for(db: Db) -> Result<()> {
    for product in &Product::objects(&db).undefer(|p| (p.description,)).await? {
        product.description.load(&db).await?;
    }
    Ok(())
}
