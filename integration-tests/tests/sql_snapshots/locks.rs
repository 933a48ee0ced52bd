//! Rows that are locked.

use querent::prelude::*;

use crate::models::{Product, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review])]
async fn a_lock_says_how_strong_it_is_whose_rows_it_holds_and_whether_it_waits(db: Db) {
    let locked = db.atomic(async |tx| -> querent::Result<()> {
        let products = || Product::objects(tx).order_by(|p| p.id).values(|p| p.id);
        products().select_for_update_with(|lock| lock.no_key()).await?;
        products().select_for_update_with(|lock| lock.skip_locked()).limit(10).await?;
        products().select_for_share().await?;
        products().select_for_share_with(|lock| lock.key().nowait()).await?;
        Ok(())
    });
    sends(
        &db,
        locked,
        r#"
            BEGIN

            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."id"
            FOR NO KEY UPDATE OF "product"

            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."id"
            LIMIT $1
            FOR UPDATE OF "product" SKIP LOCKED

            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."id"
            FOR SHARE OF "product"

            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."id"
            FOR KEY SHARE OF "product" NOWAIT

            COMMIT
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review])]
async fn a_lock_holds_the_rows_of_joined_tables_that_it_names(db: Db) {
    let locked = db.atomic(async |tx| -> querent::Result<()> {
        let products = || Product::objects(tx).filter(|p| p.category.name.eq("injected")).values(|p| p.id);
        products().select_for_update_with(|lock| lock.of(|p| p.category)).await?;
        let sold = products().filter(|p| p.supplier.name.eq("injected"));
        sold.select_for_update_with(|lock| lock.nowait().of(|p| (p, p.supplier))).await?;
        products().select_for_update_with(|lock| lock.of(|p| p.category)).count().await.map(drop)
    });
    sends(
        &db,
        locked,
        r#"
            BEGIN

            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."name" = $1
            FOR UPDATE OF "category"

            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            INNER JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "category"."name" = $1 AND "supplier"."name" = $2
            FOR UPDATE OF "product", "supplier" NOWAIT

            SELECT count(*)
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."name" = $1

            COMMIT
        "#,
    )
    .await;
}
