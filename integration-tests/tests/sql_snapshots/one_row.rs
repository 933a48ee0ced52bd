//! Querysets that answer with one row or one number, and rows by their keys.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_are_counted_without_what_does_not_change_their_number(db: Db) {
    sends(
        &db,
        Product::objects(&db).count(),
        r#"
            SELECT count(*)
            FROM "product"
        "#,
    )
    .await;
    let shaped = Product::objects(&db)
        .select_related(|p| (p.category, p.supplier))
        .order_by(|p| (p.category.name, p.supplier.name));
    sends(
        &db,
        shaped.clone().count(),
        r#"
            SELECT count(*)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        shaped.filter(|p| p.tags.name.eq("injected")).exists(),
        r#"
            SELECT EXISTS (
                SELECT 1
                FROM "product"
                INNER JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
                INNER JOIN "tag" ON "tag"."id" = "product_tags"."tag_id"
                WHERE "tag"."name" = $1
            )
        "#,
    )
    .await;
    let counted = || Product::objects(&db).annotate(|p| p.reviews.count());
    sends(
        &db,
        counted().count(),
        r#"
            SELECT count(*)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        counted().filter(|(_, n)| n.gt(3)).count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT "product"."id"
                FROM "product"
                LEFT JOIN "review" ON "review"."product_id" = "product"."id"
                GROUP BY "product"."id"
                HAVING count("review"."id") > $1
            ) AS "counted"
        "#,
    )
    .await;
    sends(
        &db,
        counted().exists(),
        r#"
            SELECT EXISTS (
                SELECT 1
                FROM "product"
            )
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn one_row_is_asked_for_by_a_limit(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().by_key(1),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."id" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().get(|p| p.name.eq("Radio")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" = $1
            LIMIT 2
        "#,
    )
    .await;
    sends(
        &db,
        products().first(),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."id"
            LIMIT 1
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.price).last(),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."price" DESC
            LIMIT 1
        "#,
    )
    .await;
    sends(
        &db,
        products().latest(|p| (p.price, p.id)),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."price" DESC, "product"."id" DESC
            LIMIT 1
        "#,
    )
    .await;
    sends(
        &db,
        products().contains(1),
        r#"
            SELECT EXISTS (
                SELECT 1
                FROM "product"
                WHERE "product"."id" = $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        Tag::objects(&db).get(|t| t.name.eq("new")),
        r#"
            SELECT "tag"."id", "tag"."name"
            FROM "tag"
            WHERE "tag"."name" = $1
            LIMIT 2
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_by_their_keys_are_one_list(db: Db) {
    sends(
        &db,
        Tag::objects(&db).in_bulk([1, 2, 7001]),
        r#"
            SELECT "tag"."id", "tag"."name", "tag"."id"
            FROM "tag"
            WHERE "tag"."id" = ANY($1)
        "#,
    )
    .await;
    sends(
        &db,
        Tag::objects(&db).in_bulk_by(|t| t.name, ["new", "injected"]),
        r#"
            SELECT "tag"."id", "tag"."name", "tag"."name"
            FROM "tag"
            WHERE "tag"."name" = ANY($1)
            ORDER BY "tag"."name"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn nothing_is_sent_for_what_is_known(db: Db) {
    sends(&db, Product::objects(&db).none(), "").await;
    sends(&db, Product::objects(&db).filter(|p| p.id.is_in([1; 0])).count(), "").await;
    sends(&db, Product::objects(&db).in_bulk([1; 0]), "").await;
}
