//! Relations behind relations: rows that one relation of one result leads to are siblings, however they were loaded.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Category, Product, User};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "nested.rs":
    behind_rows_that_were_loaded_one_by_one: 96 => 1, [
        "lazy_relation Product.category 50/50 L1 of Q: .select_related(|p| p.category)",
        "lazy_relation Product.category.parent 45/50 L2 of Q: .select_related(|p| p.category.parent)",
    ];
    behind_selected_rows: 46 => 1,
        ["lazy_relation Product.category.parent 45/50 L of Q: .select_related(|p| p.category.parent)"];
    behind_prefetched_rows: 52 => 3,
        ["lazy_relation Category.products.tags 50/50 L of Q: .prefetch_related(|c| c.products.tags)"];
    behind_some_prefetched_rows: 22 => 3,
        ["lazy_relation Category.products.tags 20/20 L of Q: .prefetch_related(|c| c.products.tags)"];
    behind_rows_that_several_rows_share: 11 => 1,
        ["lazy_relation Product.category.parent 9/10 L of Q: .select_related(|p| p.category.parent)"];
    three_levels_are_three_findings: 161 => 4, [
        "lazy_relation Category.products.reviews.author 100/100 L3 of Q: \
         .prefetch_related(|c| c.products.reviews.author)",
        "lazy_relation Category.products.reviews 50/50 L2 of Q: .prefetch_related(|c| c.products.reviews)",
        "lazy_relation Category.products 10/10 L1 of Q: .prefetch_related(|c| c.products)",
    ];
    behind_pairs: 12 => 3,
        ["lazy_relation User.favourites.category 10/10 L of Q: .prefetch_related(|u| u.favourites.category)"];
    behind_the_rows_of_one_row: 7 => 3,
        ["lazy_relation Category.products.tags 5/5 L of Q: .prefetch_related(|c| c.products.tags)"];
    behind_a_selected_row_that_may_be_none: 5 => 1,
        ["lazy_relation User.profile.user 4/4 L of Q: .select_related(|u| u.profile.user)"];
    rows_do_not_know_the_row_that_they_were_loaded_for: 52 => 3,
        ["lazy_relation Category.products.category 50/50 L of Q: .prefetch_related(|c| c.products.category)"];
    what_is_selected_two_levels_deep_is_there: 1, [];
    what_is_prefetched_two_levels_deep_is_there: 3, [];
};

async fn behind_rows_that_were_loaded_one_by_one(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?; // L1
        category.parent.load(&db).await?; // L2
    }
    Ok(())
}

async fn behind_selected_rows(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.loaded()?.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_prefetched_rows(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            product.tags.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_some_prefetched_rows(db: Db) -> Result<()> {
    let some = Category::objects(&db).prefetch_related(|c| c.products.filter(|p| p.stock.gt(2)));
    let categories = some.await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            product.tags.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_rows_that_several_rows_share(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.loaded()?.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn three_levels_are_three_findings(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        let products = category.products.load(&db).await?; // L1
        for product in products {
            let reviews = product.reviews.load(&db).await?; // L2
            for review in reviews {
                review.author.load(&db).await?; // L3
            }
        }
    }
    Ok(())
}

async fn behind_pairs(db: Db) -> Result<()> {
    let users = User::objects(&db).prefetch_related(|u| u.favourites).await?; // Q
    for user in &users {
        for product in user.favourites.loaded()? {
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_the_rows_of_one_row(db: Db) -> Result<()> {
    let category = Category::objects(&db).by_key(2).await?; // Q
    let products = category.products.load(&db).await?;
    for product in products {
        product.tags.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_a_selected_row_that_may_be_none(db: Db) -> Result<()> {
    let users = User::objects(&db).select_related(|u| u.profile).await?; // Q
    for user in &users {
        if let Some(profile) = user.profile.loaded()? {
            profile.user.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn rows_do_not_know_the_row_that_they_were_loaded_for(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            assert_eq!(product.category.key(), category.id);
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn what_is_selected_two_levels_deep_is_there(db: Db) -> Result<()> {
    for product in &Product::objects(&db).select_related(|p| p.category.parent).await? {
        product.category.load(&db).await?.parent.load(&db).await?;
    }
    Ok(())
}

async fn what_is_prefetched_two_levels_deep_is_there(db: Db) -> Result<()> {
    for category in &Category::objects(&db).prefetch_related(|c| c.products.tags).await? {
        for product in category.products.load(&db).await? {
            product.tags.load(&db).await?;
        }
    }
    Ok(())
}
