//! Many rows that are written at once: one text for any number of them.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_are_created_or_updated_by_one_statement(db: Db) {
    let draft = |id: i64| Product::draft().id(id).category(1).name("injected").price(7);
    let drafts = || [7001, 7002].map(draft);
    sends(
        &db,
        Product::objects(&db).upsert(drafts()),
        r#"
            INSERT INTO "product" ("id", "category_id", "name", "price")
            SELECT "given"."id", "given"."category_id", "given"."name", "given"."price"
            FROM unnest($1, $2, $3, $4) AS "given" ("id", "category_id", "name", "price")
            ON CONFLICT ("id") DO UPDATE
            SET "category_id" = EXCLUDED."category_id", "name" = EXCLUDED."name",
                "price" = EXCLUDED."price"
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note",
                ("product".xmax = 0)
        "#,
    )
    .await;
    let counted = Product::objects(&db).upsert(drafts()).update(|p| p.price);
    sends(
        &db,
        counted.set(|p| p.stock.set(p.stock + excluded(p.stock) * 7)),
        r#"
            INSERT INTO "product" ("id", "category_id", "name", "price")
            SELECT "given"."id", "given"."category_id", "given"."name", "given"."price"
            FROM unnest($1, $2, $3, $4) AS "given" ("id", "category_id", "name", "price")
            ON CONFLICT ("id") DO UPDATE
            SET "price" = EXCLUDED."price", "stock" = ("product"."stock" + (EXCLUDED."stock" * $5))
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note",
                ("product".xmax = 0)
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).bulk_create(drafts()).ignore_conflicts().without_returning(),
        r#"
            INSERT INTO "product" ("id", "category_id", "name", "price")
            SELECT "given"."id", "given"."category_id", "given"."name", "given"."price"
            FROM unnest($1, $2, $3, $4) AS "given" ("id", "category_id", "name", "price")
            ON CONFLICT DO NOTHING
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_row_is_looked_for_and_created_unless_it_is_there(db: Db) {
    let draft = || Category::draft().name("injected");
    sends(
        &db,
        Category::objects(&db).get_or_create(|c| c.name, draft()),
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id"
            FROM "category"
            WHERE "category"."name" = $1
            LIMIT 2

            INSERT INTO "category" ("name")
            VALUES ($1)
            ON CONFLICT DO NOTHING
            RETURNING "id", "name", "parent_id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn instances_are_written_by_one_statement(db: Db) {
    let mut products = Product::objects(&db).await.unwrap();
    sends(
        &db,
        Product::objects(&db).filter(|p| p.stock.gt(7)).bulk_update(&mut products, |p| (p.price, p.note)),
        r#"
            UPDATE "product"
            SET "price" = "given"."price", "note" = "given"."note"
            FROM unnest($1, $2, $3) AS "given" ("price", "note", "id")
            WHERE "product"."id" = "given"."id" AND "product"."stock" > $4
        "#,
    )
    .await;
}
