//! Relations of rows that one line looks up one after another: they are siblings, as rows of one result are.

use futures::future::try_join_all;
use querent::prelude::*;
use querent::watch::{self, Finding};
use querent::{Db, Result};

use super::models::{Category, Product, User};
use super::scenario::{Scenario, request, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "looked_up.rs":
    a_relation_of_each_row_that_is_looked_up: 10, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category 5/5 L of Q: .select_related(|p| p.category)",
    ];
    a_relation_of_each_row_once_all_are_looked_up: 10, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category 5/5 L of Q: .select_related(|p| p.category)",
    ];
    the_rows_behind_each_row_that_is_looked_up: 10, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.reviews 5/5 L of Q: .prefetch_related(|p| p.reviews)",
    ];
    how_many_rows_are_behind_each_row_that_is_looked_up: 10, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "count_in_loop Product.reviews 5/5 L of Q: .annotate(|p| p.reviews.count())",
    ];
    two_relations_behind_each_other: 14, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category 5/5 L1 of Q: .select_related(|p| p.category)",
    ];
    a_relation_behind_a_selected_one: 11, [
        "query_in_loop Product.get 6 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category.parent 5/6 L of Q: .select_related(|p| p.category.parent)",
    ];
    a_relation_of_the_first_row_of_each_query: 10, [
        "query_in_loop Product by category 5 Q: Product::objects(&db).filter(|p| p.category.is_in(keys))",
        "lazy_relation Product.supplier 5/5 L of Q: .select_related(|p| p.supplier)",
    ];
    rows_that_are_looked_up_at_once: 40, [
        "query_in_loop Product.get 20 (at once) Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category 20/20 (at once) L of Q: .select_related(|p| p.category)",
    ];
    a_field_of_each_row_that_is_looked_up: 10, [
        "query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)",
        "deferred_field Product.description 5/5 L of Q: .undefer(|p| (p.description,))",
    ];
    rows_and_one_that_is_not_there: 11, [
        "query_in_loop Product.get 6 Q: Product::objects(&db).in_bulk(keys)",
        "lazy_relation Product.category 5/5 L of Q: .select_related(|p| p.category)",
    ];
    a_relation_that_the_query_of_each_row_expects: 10,
        ["query_in_loop Product.get 5 Q: Product::objects(&db).in_bulk(keys)"];
    a_relation_of_the_same_row_again_and_again_after_writes: 18, [];
    a_relation_of_the_first_row_of_each_range: 12, [];
    rows_behind_each_of_them_are_siblings_of_each_other_alone: 6, [];
    a_relation_of_four_rows_that_are_looked_up: 8, [];
    a_relation_of_two_rows_that_are_looked_up_on_each_of_three_lines: 12, [];
    a_relation_of_four_rows_in_each_of_two_requests: 16, [];
    all_relations_of_one_row_that_is_looked_up: 5, [];
};

async fn a_relation_of_each_row_that_is_looked_up(db: Db) -> Result<()> {
    for key in 1..=5 {
        let product = Product::objects(&db).by_key(key).await?; // Q
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_relation_of_each_row_once_all_are_looked_up(db: Db) -> Result<()> {
    let mut products = Vec::new();
    for key in 1..=5 {
        products.push(Product::objects(&db).by_key(key).await?); // Q
    }
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn the_rows_behind_each_row_that_is_looked_up(db: Db) -> Result<()> {
    for key in 1..=5 {
        let product = Product::objects(&db).by_key(key).await?; // Q
        product.reviews.load(&db).await?; // L
    }
    Ok(())
}

async fn how_many_rows_are_behind_each_row_that_is_looked_up(db: Db) -> Result<()> {
    for key in 1..=5 {
        let product = Product::objects(&db).by_key(key).await?; // Q
        product.reviews.objects(&db).count().await?; // L
    }
    Ok(())
}

/// The first category has no parent.
async fn two_relations_behind_each_other(db: Db) -> Result<()> {
    for key in 1..=5 {
        let product = Product::objects(&db).by_key(key).await?; // Q
        let category = product.category.load(&db).await?; // L1
        category.parent.load(&db).await?; // L2
    }
    Ok(())
}

async fn a_relation_behind_a_selected_one(db: Db) -> Result<()> {
    for key in 1..=6 {
        let product = Product::objects(&db).select_related(|p| p.category).by_key(key).await?; // Q
        product.category.loaded()?.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn a_relation_of_the_first_row_of_each_query(db: Db) -> Result<()> {
    for key in [2, 4, 6, 8, 10] {
        let product = Product::objects(&db).filter(|p| p.category.eq(key)).first().await?; // Q
        product.expect("each category has five").supplier.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_that_are_looked_up_at_once(db: Db) -> Result<()> {
    let look_up = |key| {
        let db = &db;
        async move {
            let product = Product::objects(db).by_key(key).await?; // Q
            product.category.load(db).await?; // L
            Ok::<_, querent::Error>(())
        }
    };
    try_join_all((1..=20).map(look_up)).await?;
    Ok(())
}

async fn a_field_of_each_row_that_is_looked_up(db: Db) -> Result<()> {
    for key in 1..=5 {
        let product = Product::objects(&db).by_key(key).await?; // Q
        product.description.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_and_one_that_is_not_there(db: Db) -> Result<()> {
    for key in [1, 2, 99, 3, 4, 5] {
        let product = Product::objects(&db).by_key(key).optional().await?; // Q
        if let Some(product) = product {
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn a_relation_that_the_query_of_each_row_expects(db: Db) -> Result<()> {
    let line = line!() + 2;
    for key in 1..=5 {
        let some = Product::objects(&db).allow_lazy(|p| p.category, "five rows at most");
        some.by_key(key).await?.category.load(&db).await?; // Q
    }
    let (unused, here) = (watch::report().unused_allows, format!("{}:{line}:", file!()));
    assert!(!unused.iter().any(|entry| entry.site.starts_with(&here)), "{unused:?}");
    Ok(())
}

async fn a_relation_of_the_same_row_again_and_again_after_writes(db: Db) -> Result<()> {
    for _ in 0..6 {
        Product::objects(&db).filter(|p| p.id.eq(1)).update(|p| p.stock.set(1)).await?;
        Product::objects(&db).by_key(1).await?.category.load(&db).await?;
    }
    Ok(())
}

async fn a_relation_of_the_first_row_of_each_range(db: Db) -> Result<()> {
    let mut last = 0;
    for _ in 0..6 {
        let product = Product::objects(&db).filter(|p| p.id.gt(last)).first().await?;
        let product = product.expect("there are fifty");
        product.category.load(&db).await?;
        last = product.id;
    }
    Ok(())
}

async fn rows_behind_each_of_them_are_siblings_of_each_other_alone(db: Db) -> Result<()> {
    for key in 1..=2 {
        let user = User::objects(&db).by_key(key).await?;
        let reviews = user.reviews.load(&db).await?;
        reviews[0].product.load(&db).await?;
    }
    Ok(())
}

async fn a_relation_of_four_rows_that_are_looked_up(db: Db) -> Result<()> {
    for key in 1..=4 {
        Product::objects(&db).by_key(key).await?.category.load(&db).await?;
    }
    Ok(())
}

async fn a_relation_of_two_rows_that_are_looked_up_on_each_of_three_lines(db: Db) -> Result<()> {
    for key in 1..=2 {
        Product::objects(&db).by_key(key).await?.category.load(&db).await?;
        Product::objects(&db).by_key(key + 2).await?.category.load(&db).await?;
        Product::objects(&db).by_key(key + 4).await?.category.load(&db).await?;
    }
    Ok(())
}

async fn a_relation_of_four_rows_in_each_of_two_requests(db: Db) -> Result<Vec<Finding>> {
    let (first, second) = (request("first"), request("second"));
    for at in [&first, &second] {
        let lookups = async {
            for key in 1..=4 {
                Product::objects(&db).by_key(key).await?.category.load(&db).await?;
            }
            Ok::<_, querent::Error>(())
        };
        at.run(lookups).await?;
    }
    Ok([first.finish(), second.finish()].concat())
}

async fn all_relations_of_one_row_that_is_looked_up(db: Db) -> Result<()> {
    let product = Product::objects(&db).by_key(2).await?;
    let category: &Category = product.category.load(&db).await?;
    category.parent.load(&db).await?;
    product.reviews.load(&db).await?;
    product.tags.load(&db).await?;
    Ok(())
}
