//! Related rows: in the same statement, or in one for each relation.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn to_one_relations_are_joined(db: Db) {
    sends(
        &db,
        Review::objects(&db).select_related(|r| r.product),
        r#"
            SELECT "review"."id", "review"."product_id", "review"."rating", "review"."day",
                "review"."written_at", "product"."id", "product"."category_id",
                "product"."supplier_id", "product"."name", "product"."price", "product"."stock",
                "product"."active", "product"."note"
            FROM "review"
            INNER JOIN "product" ON "product"."id" = "review"."product_id"
        "#,
    )
    .await;
    sends(
        &db,
        Category::objects(&db).select_related(|c| c.parent.parent),
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id", "T2"."id", "T2"."name",
                "T2"."parent_id", "T3"."id", "T3"."name", "T3"."parent_id"
            FROM "category"
            LEFT JOIN "category" AS "T2" ON "T2"."id" = "category"."parent_id"
            LEFT JOIN "category" AS "T3" ON "T3"."id" = "T2"."parent_id"
        "#,
    )
    .await;
    let filtered = Product::objects(&db)
        .select_related(|p| p.supplier)
        .filter(|p| p.supplier.name.eq("injected"))
        .order_by(|p| p.supplier.name);
    sends(
        &db,
        filtered,
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note",
                "supplier"."id", "supplier"."name", "supplier"."country"
            FROM "product"
            INNER JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" = $1
            ORDER BY "supplier"."name"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn relations_are_prefetched_by_a_list_of_keys(db: Db) {
    let categories = || Category::objects(&db);
    sends(
        &db,
        categories().prefetch_related(|c| c.products),
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id"
            FROM "category"

            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."category_id" = ANY($1)
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).prefetch_related(|p| (p.tags, p.category)),
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"

            SELECT "product_tags"."product_id", "tag"."id", "tag"."name"
            FROM "tag"
            INNER JOIN "product_tags" ON "product_tags"."tag_id" = "tag"."id"
            WHERE "product_tags"."product_id" = ANY($1)
            ORDER BY "tag"."name"

            SELECT "category"."id", "category"."name", "category"."parent_id"
            FROM "category"
            WHERE "category"."id" = ANY($1)
        "#,
    )
    .await;
    let shaped = categories().prefetch_related(|c| c.products.filter(|p| p.active).order_by(|p| p.name));
    sends(
        &db,
        shaped,
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id"
            FROM "category"

            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."category_id" = ANY($1) AND "product"."active"
            ORDER BY "product"."name"
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).prefetch_related(|p| p.reviews.order_by(|r| r.rating.desc()).limit(2)),
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"

            SELECT "q"."c0", "q"."c1", "q"."c2", "q"."c3", "q"."c4", "q"."c5"
            FROM (
                SELECT "review"."product_id", "review"."id", "review"."product_id", "review"."rating",
                    "review"."day", "review"."written_at",
                    row_number() OVER (PARTITION BY "review"."product_id" ORDER BY "review"."rating" DESC)
                FROM "review"
                WHERE "review"."product_id" = ANY($1)
            ) AS "q" ("c0", "c1", "c2", "c3", "c4", "c5", "n")
            WHERE "q"."n" > $2 AND "q"."n" <= $3
            ORDER BY "q"."n"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn the_rows_of_one_instance_are_asked_for_by_its_key(db: Db) {
    let radio = Product::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        radio.reviews.objects(&db).filter(|r| r.rating.gt(3)),
        r#"
            SELECT "review"."id", "review"."product_id", "review"."rating", "review"."day",
                "review"."written_at"
            FROM "review"
            WHERE "review"."product_id" = $1 AND "review"."rating" > $2
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.objects(&db),
        r#"
            SELECT "tag"."id", "tag"."name"
            FROM "tag"
            INNER JOIN "product_tags" ON "product_tags"."tag_id" = "tag"."id"
            WHERE "product_tags"."product_id" = $1
            ORDER BY "tag"."name"
        "#,
    )
    .await;
    sends(
        &db,
        radio.tags.objects(&db).count(),
        r#"
            SELECT count(*)
            FROM "product_tags"
            WHERE "product_tags"."product_id" = $1
        "#,
    )
    .await;
    let category = async { radio.category.load(&db).await.map(|category| category.id) };
    sends(
        &db,
        category,
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id"
            FROM "category"
            WHERE "category"."id" = $1
        "#,
    )
    .await;
}
