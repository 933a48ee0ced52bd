//! One line that writes one row after another; ten are too many where that is watched.

use querent::prelude::*;
use querent::watch::{Thresholds, Watch};
use querent::{Db, Result};

use super::models::{Product, Tag};
use super::scenario::{Scenario, scenarios};

pub(super) const SCENARIOS: &[Scenario] = scenarios! { in "writes.rs":
    rows_created_one_by_one: 12, ["write_in_loop Tag.create 12 L: Tag::objects(&db).bulk_create(drafts)"];
    rows_created_at_once: 20,
        ["write_in_loop Tag.create 20 (at once) L: Tag::objects(&db).bulk_create(drafts)"];
    rows_saved_one_by_one: 51,
        ["write_in_loop Product.save 50 L: Product::objects(&db).bulk_update(&mut rows, |p| (p.name,))"];
    rows_deleted_one_by_one: 51,
        ["write_in_loop Product.delete 50 L: Product::objects(&db).filter(|p| p.id.is_in(keys)).delete()"];
    nine_rows_are_not_enough: 9, [];
    rows_created_by_one_statement: 1, [];
    rows_updated_by_one_statement: 3, [];
    rows_written_where_nobody_asked: 12, [] by development;
    rows_written_to_fill_tables: 12, [];
};

fn development(watch: Watch) -> Watch {
    watch.thresholds(Thresholds::development())
}

async fn rows_created_one_by_one(db: Db) -> Result<()> {
    for n in 0..12 {
        Tag::draft().name(format!("new {n}")).create(&db).await?; // L
    }
    Ok(())
}

async fn rows_created_at_once(db: Db) -> Result<()> {
    let created = (0..20).map(|n| Tag::draft().name(format!("new {n}")).create(&db)); // L
    futures::future::try_join_all(created).await?;
    Ok(())
}

async fn rows_saved_one_by_one(db: Db) -> Result<()> {
    let mut products = Product::objects(&db).await?;
    for product in &mut products {
        product.stock += 1;
        product.save(&db).await?; // L
    }
    Ok(())
}

async fn rows_deleted_one_by_one(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?;
    for product in &products {
        product.delete(&db).await?; // L
    }
    Ok(())
}

async fn nine_rows_are_not_enough(db: Db) -> Result<()> {
    for n in 0..9 {
        Tag::draft().name(format!("new {n}")).create(&db).await?;
    }
    Ok(())
}

async fn rows_created_by_one_statement(db: Db) -> Result<()> {
    let drafts = (0..50).map(|n| Tag::draft().name(format!("new {n}")));
    assert_eq!(Tag::objects(&db).bulk_create(drafts).await?.len(), 50);
    Ok(())
}

async fn rows_updated_by_one_statement(db: Db) -> Result<()> {
    let mut products = Product::objects(&db).await?;
    products.iter_mut().for_each(|product| product.stock += 1);
    assert_eq!(Product::objects(&db).bulk_update(&mut products, |p| p.stock).await?, 50);
    Product::objects(&db).update(|p| p.stock.set(p.stock + 1)).await?;
    Ok(())
}

async fn rows_written_where_nobody_asked(db: Db) -> Result<()> {
    for n in 0..12 {
        Tag::draft().name(format!("new {n}")).create(&db).await?;
    }
    Ok(())
}

async fn rows_written_to_fill_tables(db: Db) -> Result<()> {
    let fill = async {
        for n in 0..12 {
            Tag::draft().name(format!("new {n}")).create(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    querent::watch::setup(fill).await
}
