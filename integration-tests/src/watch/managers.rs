//! What is asked of the rows behind each row, by a query of its own.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Category, Product, ProductQuerySet, Tag, User};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "managers.rs":
    how_many_rows_are_behind_each: 51,
        ["count_in_loop Product.reviews 50/50 L of Q: .annotate(|p| p.reviews.count())"];
    how_many_pairs_each_row_has: 51,
        ["count_in_loop Product.tags 50/50 L of Q: .annotate(|p| p.tags.count())"];
    how_many_pairs_through_a_model_each_row_has: 6,
        ["count_in_loop User.favourites 5/5 L of Q: .annotate(|u| u.favourites.count())"];
    whether_there_are_rows_behind_each: 51,
        ["count_in_loop Product.reviews 50/50 L of Q: .annotate(|p| exists(p.reviews))"];
    whether_each_row_has_pairs: 7,
        ["count_in_loop Tag.products 6/6 L of Q: .annotate(|t| exists(t.products))"];
    the_first_row_behind_each: 51,
        ["count_in_loop Product.reviews 50/50 L of Q: .prefetch_related(|p| p.reviews.limit(1))"];
    the_last_pair_of_each: 51,
        ["count_in_loop Product.tags 50/50 L of Q: .prefetch_related(|p| p.tags.limit(1))"];
    values_of_the_rows_behind_each: 11,
        ["count_in_loop Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    a_sum_over_the_rows_behind_each: 11,
        ["count_in_loop Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    some_of_the_rows_behind_each: 11,
        ["lazy_relation Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    one_of_the_rows_behind_each: 6,
        ["lazy_relation Category.products 5/5 L of Q: .prefetch_related(|c| c.products)"];
    a_stream_of_the_rows_behind_each: 11,
        ["lazy_relation Category.products 10/10 L of Q: .prefetch_related(|c| c.products)"];
    how_many_rows_are_behind_what_was_selected: 51, [
        "count_in_loop Product.category.products 50/50 L of Q: .annotate(|p| p.category.products.count())",
    ];
    how_many_rows_are_behind_what_was_prefetched: 52,
        ["count_in_loop Category.products.tags 50/50 L of Q: .prefetch_related(|c| c.products.tags)"];
    two_questions_about_each_row_are_two_findings: 21, [
        "count_in_loop Category.products 10/10 L1 of Q: .annotate(|c| c.products.count())",
        "count_in_loop Category.products 10/10 L2 of Q: .annotate(|c| exists(c.products))",
    ];
    what_was_annotated_is_there: 1, [];
    the_number_of_rows_in_memory: 2, [];
    managers_that_write: 20, [];
    managers_in_conditions: 5, [];
};

async fn how_many_rows_are_behind_each(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.reviews.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn how_many_pairs_each_row_has(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.tags.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn how_many_pairs_through_a_model_each_row_has(db: Db) -> Result<()> {
    let users = User::objects(&db).await?; // Q
    for user in &users {
        user.favourites.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn whether_there_are_rows_behind_each(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.reviews.objects(&db).filter(|r| r.rating.gt(3)).exists().await?; // L
    }
    Ok(())
}

async fn whether_each_row_has_pairs(db: Db) -> Result<()> {
    let tags = Tag::objects(&db).await?; // Q
    for tag in &tags {
        tag.products.objects(&db).exists().await?; // L
    }
    Ok(())
}

async fn the_first_row_behind_each(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.reviews.objects(&db).first().await?; // L
    }
    Ok(())
}

async fn the_last_pair_of_each(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    for product in &products {
        product.tags.objects(&db).order_by(|t| t.name).last().await?; // L
    }
    Ok(())
}

async fn values_of_the_rows_behind_each(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.products.objects(&db).values(|p| p.name).await?; // L
    }
    Ok(())
}

async fn a_sum_over_the_rows_behind_each(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.products.objects(&db).aggregate(|p| p.stock.sum()).await?; // L
    }
    Ok(())
}

async fn some_of_the_rows_behind_each(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.products.objects(&db).in_stock().order_by(|p| p.name).limit(2).await?; // L
    }
    Ok(())
}

async fn one_of_the_rows_behind_each(db: Db) -> Result<()> {
    let categories = Category::objects(&db).limit(5).await?; // Q
    for category in &categories {
        let name = format!("p{}", category.id);
        category.products.objects(&db).get(|p| p.name.eq(name)).await?; // L
    }
    Ok(())
}

async fn a_stream_of_the_rows_behind_each(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        let mut products = category.products.objects(&db).stream(); // L
        while products.try_next().await?.is_some() {}
    }
    Ok(())
}

async fn how_many_rows_are_behind_what_was_selected(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.loaded()?.products.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn how_many_rows_are_behind_what_was_prefetched(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            product.tags.objects(&db).count().await?; // L
        }
    }
    Ok(())
}

async fn two_questions_about_each_row_are_two_findings(db: Db) -> Result<()> {
    let categories = Category::objects(&db).await?; // Q
    for category in &categories {
        category.products.objects(&db).count().await?; // L1
        category.products.objects(&db).filter(|p| p.stock.eq(0)).exists().await?; // L2
    }
    Ok(())
}

async fn what_was_annotated_is_there(db: Db) -> Result<()> {
    let counted = Product::objects(&db).annotate(|p| (p.reviews.count(), exists(p.tags)));
    for (_, (reviews, has_tags)) in counted.await? {
        assert!(reviews == 2 && has_tags);
    }
    Ok(())
}

async fn the_number_of_rows_in_memory(db: Db) -> Result<()> {
    for category in &Category::objects(&db).prefetch_related(|c| c.products).await? {
        assert_eq!(category.products.loaded()?.len(), 5);
    }
    Ok(())
}

async fn managers_that_write(db: Db) -> Result<()> {
    let categories = Category::objects(&db).filter(|c| c.id.lte(9)).await?;
    for category in &categories {
        category.products.objects(&db).update(|p| p.stock.set(1)).await?;
        category.products.objects(&db).filter(|p| p.stock.eq(2)).delete().await?;
    }
    Category::objects(&db).count().await?;
    Ok(())
}

async fn managers_in_conditions(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(4).await?;
    for product in &products {
        let tags = product.tags.objects(&db).values(|t| t.id);
        Product::objects(&db).filter(|p| p.tags.id.is_in(tags)).count().await?;
    }
    Ok(())
}
