//! A data migration, with models of the past.

use querent::prelude::*;

mod then {
    querent_migrate::historical!(
        "shop.0002_product_title_sku:2",
        migrations: "../tests/migration_files/migrations",
    );
}

/// All that there was at the end, most of which nobody uses.
mod last {
    querent_migrate::historical!("shop.0003_tags", migrations: "../tests/migration_files/migrations");
}

pub async fn fill_sku(tx: &Db) -> querent::Result<()> {
    let products = then::Product::objects(tx).filter(|p| p.category.name.eq("Radios"));
    products.update(|p| p.sku.set(p.title)).await?;
    last::blog::Tag::draft().name("old").create(tx).await?;
    Ok(())
}
