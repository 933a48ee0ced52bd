//! Rows that are grouped by values.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn values_before_an_aggregate_are_what_rows_are_grouped_by(db: Db) {
    let by_category = || Product::objects(&db).values(|p| p.category.name).annotate(|p| p.price.avg());
    sends(
        &db,
        by_category().order_by(|(p, _)| p.category.name),
        r#"
            SELECT "category"."name", avg("product"."price")
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            GROUP BY "category"."name"
            ORDER BY "category"."name"
        "#,
    )
    .await;
    sends(
        &db,
        by_category().filter(|(_, average)| average.gt(7)),
        r#"
            SELECT "category"."name", avg("product"."price")
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            GROUP BY "category"."name"
            HAVING avg("product"."price") > $1
        "#,
    )
    .await;
    sends(
        &db,
        by_category().count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT "category"."name", avg("product"."price")
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                GROUP BY "category"."name"
            ) AS "counted"
        "#,
    )
    .await;
    let by_key = Product::objects(&db).values(|p| p.category.key()).annotate(|p| p.id.count());
    sends(
        &db,
        by_key.order_by(|(_, n)| n.desc()),
        r#"
            SELECT "product"."category_id", count("product"."id")
            FROM "product"
            GROUP BY "product"."category_id"
            ORDER BY count("product"."id") DESC
        "#,
    )
    .await;
    let by_year = Review::objects(&db).values(|r| r.day.year()).annotate(|r| r.rating.avg());
    sends(
        &db,
        by_year,
        r#"
            SELECT EXTRACT(YEAR FROM "review"."day")::integer, avg("review"."rating")::double precision
            FROM "review"
            GROUP BY EXTRACT(YEAR FROM "review"."day")::integer
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn groups_are_made_of_annotations_too(db: Db) {
    let by_shelf = Product::objects(&db)
        .annotate(|p| p.stock / 10)
        .values(|(_, shelf)| shelf)
        .annotate(|(p, _)| p.id.count())
        .order_by(|((_, shelf), n)| (n.desc(), shelf));
    sends(
        &db,
        by_shelf,
        r#"
            SELECT ("product"."stock" / $1), count("product"."id")
            FROM "product"
            GROUP BY ("product"."stock" / $1)
            ORDER BY count("product"."id") DESC, ("product"."stock" / $1)
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn groups_of_several_relations_are_computed_apart(db: Db) {
    let rows = Product::objects(&db)
        .values(|p| p.category.name)
        .annotate(|p| (p.id.count(), p.reviews.rating.avg(), p.tags.count()));
    sends(
        &db,
        rows,
        r#"
            SELECT "category"."name", count("product"."id"), "T2"."v", "T3"."v"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            INNER JOIN (
                SELECT "category"."name", avg("review"."rating")::double precision
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                LEFT JOIN "review" ON "review"."product_id" = "product"."id"
                GROUP BY "category"."name"
            ) AS "T2" ("g1", "v") ON "T2"."g1" = "category"."name"
            INNER JOIN (
                SELECT "category"."name", count("product_tags"."tag_id")
                FROM "product"
                INNER JOIN "category" ON "category"."id" = "product"."category_id"
                LEFT JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
                GROUP BY "category"."name"
            ) AS "T3" ("g1", "v") ON "T3"."g1" = "category"."name"
            GROUP BY "category"."name", "T2"."v", "T3"."v"
        "#,
    )
    .await;
}
