//! One line that looks one value up after another.

use querent::prelude::*;
use querent::watch::Finding;
use querent::{Db, Result};

use super::models::{Place, Product, Review, Tag, User};
use super::scenario::{Scenario, request, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "loops.rs":
    one_row_by_its_key_after_another: 5,
        ["query_in_loop Product.get 5 L: Product::objects(&db).in_bulk(keys)"];
    one_row_by_a_condition_on_its_key: 5,
        ["query_in_loop Product.get 5 L: Product::objects(&db).in_bulk(keys)"];
    one_row_by_a_unique_column: 5,
        ["query_in_loop User by email 5 L: User::objects(&db).filter(|u| u.email.is_in(keys))"];
    the_rows_behind_one_key_after_another: 10,
        ["query_in_loop Product by category 10 L: Product::objects(&db).filter(|p| p.category.is_in(keys))"];
    how_many_rows_there_are_behind_each_key: 10, [
        "query_in_loop Product by category 10 L: Product::objects(&db).filter(|p| p.category.is_in(keys))\
         .values(|p| p.category.key()).annotate(|p| count_all(p))",
    ];
    whether_there_are_rows_behind_each_key: 10, [
        "query_in_loop Product by category 10 L: Product::objects(&db).filter(|p| p.category.is_in(keys))\
         .values(|p| p.category.key()).distinct()",
    ];
    the_first_row_behind_each_key: 10,
        ["query_in_loop Product by category 10 L: Product::objects(&db).filter(|p| p.category.is_in(keys))"];
    rows_by_a_statement_of_ones_own: 5, [
        "query_in_loop Product.raw 5 L: Product::raw(&db, \"SELECT * FROM products WHERE id = ANY({})\", (keys,))",
    ];
    a_row_with_a_key_of_several_columns_after_another: 5,
        ["query_in_loop Place.get 5 L: Place::objects(&db).in_bulk(keys)"];
    whether_there_is_a_row_with_a_key_of_several_columns: 5, [
        "query_in_loop Place by key 5 L: Place::objects(&db).filter(|p| p.pk().is_in(keys)).values(|p| p.pk()).distinct()",
    ];
    rows_by_one_key_of_related_rows_after_another: 5, [
        "query_in_loop Product by category.parent 5 L: \
         Product::objects(&db).filter(|p| p.category.parent.is_in(keys))",
    ];
    how_many_rows_there_are_by_a_key_of_pairs: 5, [
        "query_in_loop Product by tags.id 5 L: Product::objects(&db).filter(|p| p.tags.id.is_in(keys))\
         .values(|p| p.tags.id).annotate(|p| count_all(p))",
    ];
    a_sum_over_the_rows_behind_each_key: 5,
        ["query_in_loop Product by category 5 L: Product::objects(&db).filter(|p| p.category.is_in(keys))"];
    a_function_that_looks_up_and_is_called_in_a_loop: 5,
        ["query_in_loop Product.get 5 L: Product::objects(&db).in_bulk(keys)"];
    keys_in_rows_that_were_made_by_hand: 5,
        ["query_in_loop Product.get 5 L: Product::objects(&db).in_bulk(keys)"];
    the_rows_behind_rows_that_were_just_created: 10,
        ["lazy_relation Tag.products 5 L: Tag::objects(&db).filter(|t| t.id.is_in(keys)).prefetch_related(|t| t.products)"];
    four_lookups_are_not_enough: 4, [];
    four_lookups_on_each_of_two_lines: 8, [];
    four_lookups_in_each_of_two_requests: 8, [];
};

async fn one_row_by_its_key_after_another(db: Db) -> Result<()> {
    for key in 1..=5 {
        Product::objects(&db).by_key(key).await?; // L
    }
    Ok(())
}

async fn one_row_by_a_condition_on_its_key(db: Db) -> Result<()> {
    for key in 1..=5 {
        Product::objects(&db).get(|p| p.id.eq(key)).await?; // L
    }
    Ok(())
}

async fn one_row_by_a_unique_column(db: Db) -> Result<()> {
    for n in 1..=5 {
        let email = format!("u{n}@example.org");
        User::objects(&db).get(|u| u.email.eq(email)).await?; // L
    }
    Ok(())
}

async fn the_rows_behind_one_key_after_another(db: Db) -> Result<()> {
    for key in 1..=10 {
        Product::objects(&db).filter(|p| p.category.eq(key)).await?; // L
    }
    Ok(())
}

async fn how_many_rows_there_are_behind_each_key(db: Db) -> Result<()> {
    for key in 1..=10 {
        Product::objects(&db).filter(|p| p.category.eq(key)).count().await?; // L
    }
    Ok(())
}

async fn whether_there_are_rows_behind_each_key(db: Db) -> Result<()> {
    for key in 1..=10 {
        Product::objects(&db).filter(|p| p.category.eq(key)).exists().await?; // L
    }
    Ok(())
}

async fn the_first_row_behind_each_key(db: Db) -> Result<()> {
    for key in 1..=10 {
        Product::objects(&db).filter(|p| p.category.eq(key)).first().await?; // L
    }
    Ok(())
}

async fn rows_by_a_statement_of_ones_own(db: Db) -> Result<()> {
    for key in 1..=5_i64 {
        Product::raw(&db, "SELECT * FROM products WHERE id = {}", (key,)).await?; // L
    }
    Ok(())
}

async fn a_row_with_a_key_of_several_columns_after_another(db: Db) -> Result<()> {
    for key in 1..=5 {
        Place::objects(&db).by_key((i64::from(key), 10 * key)).await?; // L
    }
    Ok(())
}

async fn whether_there_is_a_row_with_a_key_of_several_columns(db: Db) -> Result<()> {
    for key in 1..=5 {
        Place::objects(&db).filter(|p| p.pk().eq((i64::from(key), 10 * key))).exists().await?; // L
    }
    Ok(())
}

async fn rows_by_one_key_of_related_rows_after_another(db: Db) -> Result<()> {
    for key in 1..=5 {
        Product::objects(&db).filter(|p| p.category.parent.eq(key)).await?; // L
    }
    Ok(())
}

async fn how_many_rows_there_are_by_a_key_of_pairs(db: Db) -> Result<()> {
    for key in 1..=5 {
        Product::objects(&db).filter(|p| p.tags.id.eq(key)).count().await?; // L
    }
    Ok(())
}

async fn a_sum_over_the_rows_behind_each_key(db: Db) -> Result<()> {
    for key in 1..=5 {
        Product::objects(&db).filter(|p| p.category.eq(key)).aggregate(|p| p.stock.sum()).await?; // L
    }
    Ok(())
}

async fn a_function_that_looks_up_and_is_called_in_a_loop(db: Db) -> Result<()> {
    async fn product(db: &Db, key: i64) -> Result<Product> {
        Product::objects(db).by_key(key).await // L
    }
    for key in 1..=5 {
        product(&db, key).await?;
    }
    Ok(())
}

async fn keys_in_rows_that_were_made_by_hand(db: Db) -> Result<()> {
    for key in 1..=5 {
        let review = Review { id: 0, rating: 1, product: ForeignKey::new(key), author: ForeignKey::new(1) };
        review.product.load(&db).await?; // L
    }
    Ok(())
}

async fn the_rows_behind_rows_that_were_just_created(db: Db) -> Result<()> {
    for n in 1..=5 {
        let tag = Tag::draft().name(format!("new {n}")).create(&db).await?;
        tag.products.load(&db).await?; // L
    }
    Ok(())
}

async fn four_lookups_are_not_enough(db: Db) -> Result<()> {
    for key in 1..=4 {
        Product::objects(&db).by_key(key).await?;
    }
    Ok(())
}

async fn four_lookups_on_each_of_two_lines(db: Db) -> Result<()> {
    for key in 1..=4 {
        Product::objects(&db).by_key(key).await?;
        Product::objects(&db).by_key(key + 4).await?;
    }
    Ok(())
}

async fn four_lookups_in_each_of_two_requests(db: Db) -> Result<Vec<Finding>> {
    let (first, second) = (request("first"), request("second"));
    for at in [&first, &second] {
        let lookups = async {
            for key in 1..=4 {
                Product::objects(&db).by_key(key).await?;
            }
            Ok::<_, querent::Error>(())
        };
        at.run(lookups).await?;
    }
    Ok([first.finish(), second.finish()].concat())
}
