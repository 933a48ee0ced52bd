//! Rows that are written through the relations of an instance.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Supplier};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn keys_are_turned_to_an_instance_and_away_from_it(db: Db) {
    let mut acme = Supplier::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        acme.products.create(&db, Product::draft().category(1).name("injected").price(7)),
        r#"
            INSERT INTO "product" ("category_id", "supplier_id", "name", "price")
            VALUES ($1, $2, $3, $4)
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note"
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.add(&db, [2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."id" = ANY($2)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.remove(&db, [2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."supplier_id" = $2 AND "product"."id" = ANY($3)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.set(&db, [1, 2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = CASE WHEN "id" = ANY($2) THEN $1 END
            WHERE ("id" = ANY($2) OR "supplier_id" = $1)
                AND ("id" = ANY($2)) IS DISTINCT FROM ("supplier_id" = $1)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.clear(&db),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."supplier_id" = $2
        "#,
    )
    .await;
}
