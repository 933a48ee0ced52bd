//! Queries inside queries.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn whether_there_are_rows_is_a_correlated_exists(db: Db) {
    let categories = || Category::objects(&db).values(|c| c.id);
    sends(
        &db,
        categories().filter(|c| exists(c.products.filter(|p| p.stock.gt(3)))),
        r#"
            SELECT "category"."id"
            FROM "category"
            WHERE EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" > $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        categories().filter(|c| !exists(c.products)),
        r#"
            SELECT "category"."id"
            FROM "category"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id"
            )
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).values(|p| p.id).filter(|p| exists(p.tags.filter(|t| t.name.eq("injected")))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE EXISTS (
                SELECT 1
                FROM "tag" AS "U1"
                INNER JOIN "product_tags" AS "U2" ON "U2"."tag_id" = "U1"."id"
                WHERE "U2"."product_id" = "product"."id" AND "U1"."name" = $1
            )
        "#,
    )
    .await;
    let dearer = categories()
        .filter(|c| exists(Product::within(c).filter(|p| p.category.eq(c.id) & p.name.eq(c.name))));
    sends(
        &db,
        dearer,
        r#"
            SELECT "category"."id"
            FROM "category"
            WHERE EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."name" = "category"."name"
            )
        "#,
    )
    .await;
    sends(
        &db,
        categories().annotate(|c| exists(c.products)),
        r#"
            SELECT "category"."id", (EXISTS (
                SELECT 1
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id"
            ))
            FROM "category"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_value_of_a_related_row_is_a_subquery_of_one(db: Db) {
    let products = || Product::objects(&db);
    let latest = products()
        .annotate(|p| subquery(p.reviews.order_by(|r| r.id.desc()).values(|r| r.rating)))
        .values(|(p, rating)| (p.id, rating));
    sends(
        &db,
        latest.clone(),
        r#"
            SELECT "product"."id", (
                SELECT "U1"."rating"
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id"
                ORDER BY "U1"."id" DESC
                LIMIT 1
            )
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        latest.filter(|(_, rating)| rating.gt(3)),
        r#"
            SELECT "product"."id", (
                SELECT "U1"."rating"
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id"
                ORDER BY "U1"."id" DESC
                LIMIT 1
            )
            FROM "product"
            WHERE (
                SELECT "U1"."rating"
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id"
                ORDER BY "U1"."id" DESC
                LIMIT 1
            ) > $1
        "#,
    )
    .await;
    let all = products().annotate(|p| array(p.reviews.order_by(|r| r.day).values(|r| r.rating)));
    sends(
        &db,
        all.values(|(p, ratings)| (p.id, ratings)),
        r#"
            SELECT "product"."id", ARRAY(
                SELECT "U1"."rating"
                FROM "review" AS "U1"
                WHERE "U1"."product_id" = "product"."id"
                ORDER BY "U1"."day"
            )
            FROM "product"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn numbers_of_related_rows_are_subqueries_of_their_own(db: Db) {
    let categories = || Category::objects(&db);
    let counted = categories().annotate(|c| c.products.filter(|p| p.stock.gt(3)).count());
    sends(
        &db,
        counted.values(|(c, n)| (c.id, n)),
        r#"
            SELECT "category"."id", (
                SELECT count("U1"."id")
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id" AND "U1"."stock" > $1
            )
            FROM "category"
        "#,
    )
    .await;
    let summed = categories().annotate(|c| c.products.aggregate(|p| p.price.sum()));
    sends(
        &db,
        summed.values(|(c, sum)| (c.id, sum)),
        r#"
            SELECT "category"."id", (
                SELECT sum("U1"."price")
                FROM "product" AS "U1"
                WHERE "U1"."category_id" = "category"."id"
            )
            FROM "category"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_filtered_relation_has_its_condition_in_the_join(db: Db) {
    let cheap = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(7)))
        .values(|(c, cheap)| (c.name, cheap.name));
    sends(
        &db,
        cheap,
        r#"
            SELECT "category"."name", "product"."name"
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id" AND "product"."price" < $1
        "#,
    )
    .await;
    let counted = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(7)))
        .annotate(|(_, cheap)| cheap.count())
        .values(|((c, _), n)| (c.name, n));
    sends(
        &db,
        counted,
        r#"
            SELECT "category"."name", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id" AND "product"."price" < $1
            GROUP BY "category"."id"
        "#,
    )
    .await;
}
