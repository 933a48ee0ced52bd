//! Orders, and rows that are told apart.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn orders_are_keys_with_their_directions(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().order_by(|p| (p.price.desc(), p.note.asc().nulls_first(), p.id)),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."price" DESC, "product"."note" NULLS FIRST, "product"."id"
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| (p.price.desc(), p.note.asc().nulls_first(), p.id)).reverse(),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."price", "product"."note" DESC NULLS LAST, "product"."id" DESC
        "#,
    )
    .await;
    sends(
        &db,
        Tag::objects(&db),
        r#"
            SELECT "tag"."id", "tag"."name"
            FROM "tag"
            ORDER BY "tag"."name"
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.name.lower()),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY lower("product"."name")
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| (p.stock * 2).desc()),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY ("product"."stock" * $1) DESC
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn an_order_by_another_table_joins_it_and_one_by_a_key_does_not(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().order_by(|p| (p.category.name, p.supplier.country.desc())),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
            ORDER BY "category"."name", "supplier"."country" DESC
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.category),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."category_id"
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.category.key()),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY "product"."category_id"
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.tags),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            LEFT JOIN "tag" ON "tag"."id" = "product_tags"."tag_id"
            ORDER BY "tag"."name"
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.reviews.count().desc()),
        r#"
            SELECT "product"."id"
            FROM "product"
            LEFT JOIN "review" ON "review"."product_id" = "product"."id"
            GROUP BY "product"."id"
            ORDER BY count("review"."id") DESC
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn orders_that_are_chosen_by_name_are_orders_as_others(db: Db) {
    let named = Product::objects(&db).values(|p| p.id).order_by_name("-price,category", |p| {
        [("name", p.name.asc()), ("price", p.price.asc()), ("category", p.category.name.asc())]
    });
    sends(
        &db,
        named.unwrap(),
        r#"
            SELECT "product"."id"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            ORDER BY "product"."price" DESC, "category"."name"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn equal_rows_come_once(db: Db) {
    let products = || Product::objects(&db);
    sends(
        &db,
        products().values(|p| p.category.name).distinct(),
        r#"
            SELECT DISTINCT "category"."name"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| p.category.name).distinct().count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT DISTINCT "category"."name"
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
            ) AS "counted"
        "#,
    )
    .await;
    let dearest = || {
        products()
            .order_by(|p| (p.category.key(), p.price.desc()))
            .distinct_on(|p| p.category.key())
            .values(|p| p.id)
    };
    sends(
        &db,
        dearest(),
        r#"
            SELECT DISTINCT ON ("product"."category_id") "product"."id"
            FROM "product"
            ORDER BY "product"."category_id", "product"."price" DESC
        "#,
    )
    .await;
    sends(
        &db,
        dearest().count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT DISTINCT ON ("product"."category_id") "product"."id"
                FROM "product"
                ORDER BY "product"."category_id", "product"."price" DESC
            ) AS "counted"
        "#,
    )
    .await;
}
