//! Slices, what follows them, and pages.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_slice_is_limit_and_offset(db: Db) {
    let products = || Product::objects(&db).order_by(|p| p.price).values(|p| p.id);
    sends(
        &db,
        products().limit(20).offset(40),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."price"
            LIMIT $1
            OFFSET $2
        "#,
    )
    .await;
    sends(
        &db,
        products().limit(20).count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT "product"."id"
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $1
            ) AS "counted"
        "#,
    )
    .await;
    sends(
        &db,
        products().limit(20).exists(),
        r#"
            SELECT EXISTS (
                SELECT 1
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $1
            )
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn what_follows_a_slice_selects_from_it(db: Db) {
    let cheapest = || Product::objects(&db).order_by(|p| p.price).limit(20);
    sends(
        &db,
        cheapest().filter(|p| p.stock.gt(0)).values(|p| p.id),
        r#"
            SELECT "product"."id"
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $2
            ) AS "product"
            WHERE "product"."stock" > $1
            ORDER BY "product"."price"
        "#,
    )
    .await;
    sends(
        &db,
        cheapest().order_by(|p| p.name).values(|p| (p.name, p.category.name)),
        r#"
            SELECT "product"."name", "category"."name"
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $1
            ) AS "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            ORDER BY "product"."name"
        "#,
    )
    .await;
    sends(
        &db,
        cheapest().annotate(|p| p.reviews.count()).values(|(p, n)| (p.id, n)),
        r#"
            SELECT "product"."id", count("review"."id")
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $1
            ) AS "product"
            LEFT JOIN "review" ON "review"."product_id" = "product"."id"
            GROUP BY "product"."id", "product"."price"
            ORDER BY "product"."price"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_page_begins_behind_a_row_that_an_index_finds(db: Db) {
    let by_price = || Product::objects(&db).order_by(|p| p.price.desc()).values(|p| p.name);
    let page = sends(
        &db,
        by_price().page(2, None),
        r#"
            SELECT "product"."name", "product"."price", "product"."id"
            FROM "product"
            ORDER BY "product"."price" DESC, "product"."id" DESC
            LIMIT $1
        "#,
    )
    .await;
    sends(
        &db,
        by_price().page(2, page.next.as_deref()),
        r#"
            SELECT "product"."name", "product"."price", "product"."id"
            FROM "product"
            WHERE (("product"."price", "product"."id") < ($1, $2))
            ORDER BY "product"."price" DESC, "product"."id" DESC
            LIMIT $3
        "#,
    )
    .await;
    let by_note = || Product::objects(&db).order_by(|p| (p.note.desc(), p.name)).values(|p| p.name);
    let page = by_note().page(2, None).await.unwrap();
    sends(
        &db,
        by_note().page(2, page.next.as_deref()),
        r#"
            SELECT "product"."name", "product"."note", "product"."name", "product"."id"
            FROM "product"
            WHERE "product"."note" IS NOT NULL OR ("product"."note" IS NULL AND (("product"."name",
                "product"."id") > ($1, $2)))
            ORDER BY "product"."note" DESC, "product"."name", "product"."id"
            LIMIT $3
        "#,
    )
    .await;
    sends(
        &db,
        by_price().paginate(2, 1),
        r#"
            SELECT count(*)
            FROM "product"

            SELECT "product"."name"
            FROM "product"
            ORDER BY "product"."price" DESC
            LIMIT 1
            OFFSET $1
        "#,
    )
    .await;
}
