//! Rows that are written.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_are_updated_by_values_and_by_their_own_columns(db: Db) {
    let products = || Product::objects(&db);
    let changed =
        products().filter(|p| p.stock.gt(3)).update(|p| (p.stock.set(p.stock - 1), p.note.set("injected")));
    sends(
        &db,
        changed,
        r#"
            UPDATE "product"
            SET "stock" = ("product"."stock" - $1), "note" = $2
            WHERE "product"."stock" > $3
        "#,
    )
    .await;
    let related = products().filter(|p| p.category.name.eq("injected")).update(|p| p.price.set(7));
    sends(
        &db,
        related,
        r#"
            UPDATE "product"
            SET "price" = $1
            WHERE "product"."id" IN (
                SELECT "product"."id"
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                WHERE "category"."name" = $2
            )
        "#,
    )
    .await;
    let both = products().filter(|p| p.stock.gt(3) & p.category.name.eq("injected"));
    sends(
        &db,
        both.update(|p| p.stock.set(p.stock - 1)),
        r#"
            UPDATE "product"
            SET "stock" = ("product"."stock" - $1)
            WHERE "product"."stock" > $2 AND "product"."id" IN (
                SELECT "product"."id"
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                WHERE "product"."stock" > $3 AND "category"."name" = $4
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().update(|p| p.note.set(None)),
        r#"
            UPDATE "product"
            SET "note" = $1
        "#,
    )
    .await;
    let tagged = products().filter(|p| p.tags.name.eq("injected")).update(|p| p.stock.set(0));
    sends(
        &db,
        tagged,
        r#"
            UPDATE "product"
            SET "stock" = $1
            WHERE "product"."id" IN (
                SELECT "product"."id"
                FROM "product"
                INNER JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
                INNER JOIN "tag" ON "tag"."id" = "product_tags"."tag_id"
                WHERE "tag"."name" = $2
            )
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_are_deleted_by_conditions_on_any_table(db: Db) {
    sends(
        &db,
        Product::objects(&db).filter(|p| p.stock.gt(7001)).delete(),
        r#"
            DELETE FROM "product"
            WHERE "product"."stock" > $1
        "#,
    )
    .await;
    sends(
        &db,
        Review::objects(&db).filter(|r| r.product.category.name.eq("injected")).delete(),
        r#"
            DELETE FROM "review"
            WHERE "review"."id" IN (
                SELECT "review"."id"
                FROM "review"
                INNER JOIN "product" ON "product"."id" = "review"."product_id"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                WHERE "category"."name" = $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).exclude(|p| p.reviews.rating.lt(7)).delete(),
        r#"
            DELETE FROM "product"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id" AND "U1"."rating" < $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        Review::objects(&db).delete(),
        r#"
            DELETE FROM "review"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn new_rows_come_back_from_the_statement_that_makes_them(db: Db) {
    let draft = |name: &str| Product::draft().category(1).name(name).price(7);
    sends(
        &db,
        draft("injected").create(&db),
        r#"
            INSERT INTO "product" ("category_id", "name", "price")
            VALUES ($1, $2, $3)
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note"
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).bulk_create(["injected", "too"].map(draft)),
        r#"
            INSERT INTO "product" ("category_id", "name", "price")
            SELECT "given"."category_id", "given"."name", "given"."price"
            FROM unnest($1, $2, $3) AS "given" ("category_id", "name", "price")
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note"
        "#,
    )
    .await;
    sends(
        &db,
        Tag::objects(&db).bulk_create([Tag::draft().name("injected")]),
        r#"
            INSERT INTO "tag" ("name")
            SELECT "given"."name"
            FROM unnest($1) AS "given" ("name")
            RETURNING "id", "name"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn an_instance_is_written_by_its_key(db: Db) {
    let mut radio = Product::objects(&db).by_key(1).await.unwrap();
    radio.stock = 7001;
    sends(
        &db,
        radio.save(&db),
        r#"
            UPDATE "product"
            SET "category_id" = $1, "supplier_id" = $2, "name" = $3, "price" = $4, "stock" = $5,
                "active" = $6, "note" = $7
            WHERE "id" = $8
            RETURNING "id"
        "#,
    )
    .await;
    sends(
        &db,
        radio.save_only(&db, |p| p.stock),
        r#"
            UPDATE "product"
            SET "stock" = $1
            WHERE "id" = $2
            RETURNING "id"
        "#,
    )
    .await;
    sends(
        &db,
        radio.refresh(&db),
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.add(&db, [2]),
        r#"
            INSERT INTO "product_tags" ("product_id", "tag_id")
            SELECT $1, "added"."key"
            FROM (
                SELECT DISTINCT unnest($2) AS "key"
            ) AS "added"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product_tags" AS "known"
                WHERE "known"."product_id" = $1 AND "known"."tag_id" = "added"."key"
            )
            ORDER BY "added"."key"
            ON CONFLICT DO NOTHING
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.remove(&db, [2]),
        r#"
            DELETE FROM "product_tags"
            WHERE "product_id" = $1 AND "tag_id" = ANY($2)
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.set(&db, [1]),
        r#"
            BEGIN

            DELETE FROM "product_tags"
            WHERE "product_id" = $1 AND "tag_id" <> ALL($2)

            INSERT INTO "product_tags" ("product_id", "tag_id")
            SELECT $1, "added"."key"
            FROM (
                SELECT DISTINCT unnest($2) AS "key"
            ) AS "added"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product_tags" AS "known"
                WHERE "known"."product_id" = $1 AND "known"."tag_id" = "added"."key"
            )
            ORDER BY "added"."key"
            ON CONFLICT DO NOTHING

            COMMIT
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.clear(&db),
        r#"
            DELETE FROM "product_tags"
            WHERE "product_id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        radio.delete(&db),
        r#"
            DELETE FROM "product"
            WHERE "id" = $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_are_locked_in_a_transaction(db: Db) {
    let locked = db.atomic(async |tx| -> querent::Result<_> {
        let products = Product::objects(tx).select_for_update();
        products.filter(|p| p.supplier.name.eq("injected")).order_by(|p| p.id).values(|p| p.id).await
    });
    sends(
        &db,
        locked,
        r#"
            BEGIN

            SELECT "product"."id"
            FROM "product"
            INNER JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" = $1
            ORDER BY "product"."id"
            FOR UPDATE OF "product"

            COMMIT
        "#,
    )
    .await;
}
