//! Conditions that lead to other tables.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_key_is_compared_without_a_join(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    let audio = Category::objects(&db).by_key(2).await.unwrap();
    sends(
        &db,
        products().filter(|p| p.category.eq(&audio)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.id.eq(7001)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.supplier.is_null()),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."supplier_id" IS NULL
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.supplier.ne(7001)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."supplier_id" IS DISTINCT FROM $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.is_in([7001, 7002])),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" = ANY($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.parent.eq(7001)),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."parent_id" = $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_condition_that_needs_its_row_is_an_inner_join_and_one_that_does_not_is_a_left_join(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.category.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."name" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.supplier.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.parent.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            INNER JOIN "category" AS "T2" ON "T2"."id" = "category"."parent_id"
            WHERE "T2"."name" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.supplier.country.is_null()),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."country" IS NULL
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.supplier.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" IS DISTINCT FROM $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.supplier.name.eq("injected") | p.stock.gt(7001)),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" = $1 OR "product"."stock" > $2
        "#,
    )
    .await;
    let both = products().filter(|p| p.supplier.name.eq("injected") | p.supplier.country.eq("injected"));
    sends(
        &db,
        both,
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            WHERE "supplier"."name" = $1 OR "supplier"."country" = $2
        "#,
    )
    .await;
    let once = products().filter(|p| p.category.name.ne("x")).filter(|p| p.category.name.ne("y"));
    sends(
        &db,
        once.order_by(|p| p.category.name),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."name" <> $1 AND "category"."name" <> $2
            ORDER BY "category"."name"
        "#,
    )
    .await;
}
