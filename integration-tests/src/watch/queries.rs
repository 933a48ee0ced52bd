//! The query to mend, by whatever verb it is awaited.

use querent::prelude::*;
use querent::{Db, Result};

use super::models::{Category, Place, Product, Tag, User};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "queries.rs":
    rows_of_a_page: 11 => 1,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    rows_of_a_numbered_page: 12 => 2,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    rows_by_their_keys: 4 => 1,
        ["lazy_relation Product.category 3/3 L of Q: .select_related(|p| p.category)"];
    rows_by_a_unique_column: 4 => 2,
        ["lazy_relation User.reviews 3/3 L of Q: .prefetch_related(|u| u.reviews)"];
    rows_with_a_value_beside_them: 10 => 1,
        ["lazy_relation Category.parent 9/10 L of Q: .select_related(|c| c.parent)"];
    rows_of_two_queries_together: 11 => 1,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    rows_of_a_statement_of_ones_own: 11 => 2,
        ["lazy_relation Product.category 10/10 L of Q: .prefetch_related(|p| p.category)"];
    rows_that_are_locked: 13 => 3,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    locked_rows_and_a_key_that_can_be_null: 8 => 3,
        ["lazy_relation Product.supplier 5/10 L of Q: .select_related(|p| p.supplier)"];
    one_row_of_each_value: 6 => 1,
        ["lazy_relation Product.category 5/5 L of Q: .select_related(|p| p.category)"];
    rows_without_doubles: 11 => 1,
        ["lazy_relation Product.category 10/10 L of Q: .select_related(|p| p.category)"];
    what_is_behind_rows_of_a_statement_of_ones_own: 20 => 3, [
        "lazy_relation Product.category 10/10 L1 of Q: .prefetch_related(|p| p.category)",
        "lazy_relation Product.category.parent 9/10 L2 of Q: .prefetch_related(|p| p.category.parent)",
    ];
    how_many_rows_are_behind_those_of_a_statement_of_ones_own: 11,
        ["count_in_loop Product.reviews 10/10 L of Q: .prefetch_related(|p| p.reviews)"];
    rows_that_were_updated: 6,
        ["lazy_relation Product.category 5 L: Category::objects(&db).in_bulk(keys)"];
    rows_with_a_key_of_several_columns: 11 => 1,
        ["lazy_relation Place.product 10/10 L of Q: .select_related(|p| p.product)"];
    behind_rows_with_a_key_of_several_columns: 21 => 2,
        ["lazy_relation Product.places 20/20 L of Q: .prefetch_related(|p| p.places)"];
    rows_of_a_manager: 6 => 3,
        ["lazy_relation Product.tags 4/4 L of Q: .prefetch_related(|p| p.tags)"];
    relations_prefetched_for_rows_that_are_there: 2, [];
    rows_that_were_created: 4, [];
};

async fn rows_of_a_page(db: Db) -> Result<()> {
    let page = Product::objects(&db).page(10, None).await?; // Q
    for product in &page.rows {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_numbered_page(db: Db) -> Result<()> {
    let page = Product::objects(&db).paginate(2, 10).await?; // Q
    for product in &page.rows {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_by_their_keys(db: Db) -> Result<()> {
    let products = Product::objects(&db).in_bulk([1, 2, 3]).await?; // Q
    for product in products.values() {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_by_a_unique_column(db: Db) -> Result<()> {
    let emails = ["u1@example.org", "u2@example.org", "u3@example.org"];
    let users = User::objects(&db).in_bulk_by(|u| u.email, emails).await?; // Q
    for user in users.values() {
        user.reviews.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_with_a_value_beside_them(db: Db) -> Result<()> {
    let categories = Category::objects(&db).annotate(|c| c.products.count()).await?; // Q
    for (category, _) in &categories {
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_two_queries_together(db: Db) -> Result<()> {
    let few = Product::objects(&db).filter(|p| p.id.lte(5));
    let products = few.union(Product::objects(&db).filter(|p| p.id.gt(45))).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_statement_of_ones_own(db: Db) -> Result<()> {
    let products = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn what_is_behind_rows_of_a_statement_of_ones_own(db: Db) -> Result<()> {
    let products = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?; // L1
        category.parent.load(&db).await?; // L2
    }
    Ok(())
}

async fn how_many_rows_are_behind_those_of_a_statement_of_ones_own(db: Db) -> Result<()> {
    let products = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).await?; // Q
    for product in &products {
        product.reviews.objects(&db).count().await?; // L
    }
    Ok(())
}

async fn rows_that_are_locked(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let products = Product::objects(tx).limit(10).select_for_update().await?; // Q
        for product in &products {
            product.category.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn locked_rows_and_a_key_that_can_be_null(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let products = Product::objects(tx).limit(10).select_for_update().await?; // Q
        for product in &products {
            product.supplier.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn one_row_of_each_value(db: Db) -> Result<()> {
    let some = Product::objects(&db).order_by(|p| (p.stock, p.id));
    let products = some.distinct_on(|p| p.stock).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_without_doubles(db: Db) -> Result<()> {
    let tagged = Product::objects(&db).filter(|p| p.tags.name.is_in(["t1", "t2", "t3"]));
    let products = tagged.distinct().limit(10).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_that_were_updated(db: Db) -> Result<()> {
    let some = Product::objects(&db).filter(|p| p.id.lte(5));
    let products = some.update(|p| p.stock.set(1)).returning_rows().await?;
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_with_a_key_of_several_columns(db: Db) -> Result<()> {
    let places = Place::objects(&db).await?; // Q
    for place in &places {
        place.product.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_rows_with_a_key_of_several_columns(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(20).await?; // Q
    for product in &products {
        product.places.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_manager(db: Db) -> Result<()> {
    let category = Category::objects(&db).by_key(1).await?;
    let products = category.products.objects(&db).limit(4).await?; // Q
    for product in &products {
        product.tags.load(&db).await?; // L
    }
    Ok(())
}

async fn relations_prefetched_for_rows_that_are_there(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    prefetch_related_objects(&db, &products, |p| p.tags).await?;
    for product in &products {
        product.tags.load(&db).await?;
    }
    Ok(())
}

async fn rows_that_were_created(db: Db) -> Result<()> {
    let drafts = (0..3).map(|n| Tag::draft().name(format!("new {n}")));
    for tag in &Tag::objects(&db).bulk_create(drafts).await? {
        tag.products.load(&db).await?;
    }
    Ok(())
}
