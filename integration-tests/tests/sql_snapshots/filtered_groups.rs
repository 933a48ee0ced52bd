//! Conditions before and behind an aggregate.

use querent::prelude::*;

use crate::models::{Category, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_filter_decides_what_is_aggregated_or_which_rows_stay(db: Db) {
    let before = Category::objects(&db)
        .filter(|c| c.products.stock.gt(3))
        .annotate(|c| c.products.count())
        .values(|(c, n)| (c.id, n));
    sends(
        &db,
        before,
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            INNER JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE "product"."stock" > $1
            GROUP BY "category"."id"
        "#,
    )
    .await;
    let behind = Category::objects(&db)
        .annotate(|c| c.products.count())
        .filter(|(c, _)| c.products.stock.gt(3))
        .values(|(c, n)| (c.id, n));
    sends(
        &db,
        behind,
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" > $1
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
    let excluded = Category::objects(&db)
        .annotate(|c| c.products.count())
        .exclude(|(c, _)| c.products.stock.eq(0))
        .values(|(c, n)| (c.id, n));
    sends(
        &db,
        excluded,
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" = $1
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_condition_on_many_rows_behind_an_aggregate_multiplies_nothing(db: Db) {
    let counted = || Category::objects(&db).annotate(|c| c.products.count()).values(|(c, n)| (c.id, n));
    let both = counted().filter(|(c, _)| c.products.stock.gt(3) & c.products.price.lt(7));
    sends(
        &db,
        both,
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" > $1 AND "U1"."price" < $2
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
    let all = counted().filter(|(c, n)| c.products.stock.gt(3) & c.name.ne("injected") & n.gt(7));
    sends(
        &db,
        all,
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE "category"."name" <> $1 AND EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" > $3
            )
            GROUP BY "category"."id"
            HAVING count("product"."id") > $2
        "#,
    )
    .await;
    sends(
        &db,
        counted().filter(|(c, _)| c.products.stock.gt(3) | c.name.eq("injected")),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE EXISTS (
                SELECT 1
                FROM (SELECT) AS "U2"
                LEFT JOIN "product" AS "U1" ON "U1"."category_id" = "category"."id"
                WHERE "U1"."stock" > $1 OR "category"."name" = $2
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
    sends(
        &db,
        counted().filter(|(c, _)| c.products.is_null()),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id"
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
    sends(
        &db,
        counted().filter(|(c, _)| c.products.supplier.country.is_null()),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE (NOT EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                LEFT JOIN "supplier" AS "U2" ON "U2"."id" = "U1"."supplier_id"
                WHERE "U1"."category_id" = "category"."id"
            ) OR EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                LEFT JOIN "supplier" AS "U2" ON "U2"."id" = "U1"."supplier_id"
                WHERE "U1"."category_id" = "category"."id" AND "U2"."country" IS NULL
            ))
            GROUP BY "category"."id"
        "#,
    )
    .await;
    sends(
        &db,
        counted().filter(|(c, _)| c.products.tags.name.eq("injected")),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                INNER JOIN "product_tags" AS "U2" ON "U2"."product_id" = "U1"."id"
                INNER JOIN "tag" AS "U3" ON "U3"."id" = "U2"."tag_id"
                WHERE "U1"."category_id" = "category"."id" AND "U3"."name" = $1
            )
            GROUP BY "category"."id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_condition_on_a_group_or_on_a_related_row_is_one_subquery(db: Db) {
    let counted = || Category::objects(&db).annotate(|c| c.products.count()).values(|(c, n)| (c.id, n));
    sends(
        &db,
        counted().filter(|(c, n)| n.gt(7) | (c.products.stock.gt(3) & c.products.price.lt(7))),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            GROUP BY "category"."id"
            HAVING EXISTS (
                SELECT 1
                FROM (SELECT) AS "U2"
                LEFT JOIN "product" AS "U1" ON "U1"."category_id" = "category"."id"
                WHERE count("product"."id") > $1 OR ("U1"."stock" > $2 AND "U1"."price" < $3)
            )
        "#,
    )
    .await;
    let all = Category::objects(&db).annotate(count_all).values(|(c, n)| (c.id, n));
    sends(
        &db,
        all.filter(|(c, n)| (n.gt(7) | c.products.stock.gt(3)) & c.products.price.lt(7)),
        r#"
            SELECT "category"."id", count(*) FILTER (WHERE "category"."id" IS NOT NULL)
            FROM "category"
            GROUP BY "category"."id"
            HAVING EXISTS (
                SELECT 1
                FROM (SELECT) AS "U2"
                INNER JOIN "product" AS "U1" ON "U1"."category_id" = "category"."id"
                WHERE (count(*) FILTER (WHERE "category"."id" IS NOT NULL) > $1 OR "U1"."stock" > $2) AND "U1"."price" < $3
            )
        "#,
    )
    .await;
}
