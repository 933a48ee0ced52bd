//! A data migration, as a user writes one.

use querent::prelude::*;

/// The models after the first two operations: `title` and `sku` are there, `name` is not.
pub(crate) mod then {
    querent_migrate::historical!(
        "shop.0002_product_title_sku:2",
        migrations: "tests/migration_files/migrations"
    );
}

/// Gives every product that has none a SKU.
pub(crate) async fn fill_sku(tx: &Db) -> querent::Result<()> {
    for mut product in then::Product::objects(tx).filter(|p| p.sku.eq("")).await? {
        product.sku = format!("{}-{}", product.title.to_lowercase(), product.id);
        product.save_only(tx, |p| (p.sku,)).await?;
    }
    Ok(())
}
