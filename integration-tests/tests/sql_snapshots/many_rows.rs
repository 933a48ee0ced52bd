//! Conditions on many related rows.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn many_rows_are_joined_once_for_each_call(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.reviews.rating.gt(3) & p.reviews.rating.lt(5)),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "review" ON "review"."product_id" = "product"."id"
            WHERE "review"."rating" > $1 AND "review"."rating" < $2
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.reviews.rating.gt(3)).filter(|p| p.reviews.rating.lt(5)),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "review" ON "review"."product_id" = "product"."id"
            INNER JOIN "review" AS "T2" ON "T2"."product_id" = "product"."id"
            WHERE "review"."rating" > $1 AND "T2"."rating" < $2
        "#,
    )
    .await;
    let categories = Category::objects(&db).values(|c| c.id);
    sends(
        &db,
        categories.filter(|c| c.products.reviews.rating.eq(5)).distinct(),
        r#"
            SELECT DISTINCT "category"."id"
            FROM "category"
            INNER JOIN "product" ON "product"."category_id" = "category"."id"
            INNER JOIN "review" ON "review"."product_id" = "product"."id"
            WHERE "review"."rating" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.reviews.is_null()),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "review" ON "review"."product_id" = "product"."id"
            WHERE "review"."product_id" IS NULL
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn pairs_are_enough_where_only_the_key_is_asked_for(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    let new = Tag::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        products().filter(|p| p.tags.eq(&new)),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            WHERE "product_tags"."tag_id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.tags.id.is_in([7001, 7002])),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            WHERE "product_tags"."tag_id" = ANY($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.tags.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            INNER JOIN "tag" ON "tag"."id" = "product_tags"."tag_id"
            WHERE "tag"."name" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.tags.eq(&new)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product_tags" AS "U1"
                WHERE "U1"."product_id" = "product"."id" AND "U1"."tag_id" = $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.tags.is_null()),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            WHERE "product_tags"."product_id" IS NULL
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn an_excluded_condition_on_many_rows_is_not_exists(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().exclude(|p| p.reviews.rating.lt(3)),
        r#"
            SELECT "product"."id"
            FROM "product"
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
        products().exclude(|p| p.tags.name.eq("injected") | p.stock.eq(0)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT (EXISTS (
                SELECT 1
                FROM "product_tags" AS "U1"
                INNER JOIN "tag" AS "U2" ON "U2"."id" = "U1"."tag_id"
                WHERE "U1"."product_id" = "product"."id" AND "U2"."name" = $1
            ) OR "product"."stock" = $2)
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.reviews.rating.lt(3) & p.category.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE NOT (EXISTS (
                SELECT 1
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id" AND "U1"."rating" < $1
            ) AND "category"."name" = $2)
        "#,
    )
    .await;
    let categories = Category::objects(&db).values(|c| c.id);
    sends(
        &db,
        categories.exclude(|c| c.products.supplier.name.eq("injected")),
        r#"
            SELECT "category"."id"
            FROM "category"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                INNER JOIN "supplier" AS "U2" ON "U2"."id" = "U1"."supplier_id"
                WHERE "U1"."category_id" = "category"."id" AND "U2"."name" = $1
            )
        "#,
    )
    .await;
}
