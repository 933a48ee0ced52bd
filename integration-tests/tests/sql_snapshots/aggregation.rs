//! What is computed of related rows, and of all rows.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn aggregates_of_one_relation_are_one_join_and_one_group(db: Db) {
    let counted = || Category::objects(&db).annotate(|c| (c.products.count(), c.products.price.avg()));
    sends(
        &db,
        counted(),
        r#"
            SELECT "category"."id", "category"."name", "category"."parent_id", count("product"."id"),
                avg("product"."price")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            GROUP BY "category"."id"
        "#,
    )
    .await;
    let busy = counted().filter(|(c, (n, _))| n.gt(3) & c.name.ne("injected"));
    sends(
        &db,
        busy.values(|(c, (n, _))| (c.id, n)).order_by(|(_, (_, average))| average.desc()),
        r#"
            SELECT "category"."id", count("product"."id")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            WHERE "category"."name" <> $2
            GROUP BY "category"."id"
            HAVING count("product"."id") > $1
            ORDER BY avg("product"."price") DESC
        "#,
    )
    .await;
    let behind =
        Category::objects(&db).annotate(|c| c.products.reviews.rating.max()).values(|(c, n)| (c.id, n));
    sends(
        &db,
        behind,
        r#"
            SELECT "category"."id", max("review"."rating")
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            LEFT JOIN "review" ON "review"."product_id" = "product"."id"
            GROUP BY "category"."id"
        "#,
    )
    .await;
    let pairs = Product::objects(&db).annotate(|p| p.tags.count()).values(|(p, n)| (p.id, n));
    sends(
        &db,
        pairs,
        r#"
            SELECT "product"."id", count("product_tags"."tag_id")
            FROM "product"
            LEFT JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            GROUP BY "product"."id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn aggregates_of_two_relations_are_computed_beside_each_other(db: Db) {
    let both = Product::objects(&db)
        .annotate(|p| (p.reviews.count(), p.tags.count()))
        .filter(|(_, (reviews, _))| reviews.gt(3))
        .values(|(p, (reviews, tags))| (p.id, reviews, tags));
    sends(
        &db,
        both,
        r#"
            SELECT "product"."id", "T2"."v1", "T3"."v1"
            FROM "product"
            LEFT JOIN LATERAL (
                SELECT count("U2"."id") AS "v1"
                FROM "review" AS "U2"
                WHERE "U2"."product_id" = "product"."id"
            ) AS "T2" ON TRUE
            LEFT JOIN LATERAL (
                SELECT count("U3"."tag_id") AS "v1"
                FROM "product_tags" AS "U3"
                WHERE "U3"."product_id" = "product"."id"
            ) AS "T3" ON TRUE
            WHERE "T2"."v1" > $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn aggregates_have_filters_orders_and_defaults(db: Db) {
    let rows = Category::objects(&db)
        .annotate(|c| {
            (
                c.products.count().filter(c.products.stock.gt(3)),
                c.products.stock.sum().default(0),
                c.products.name.string_agg("injected").order_by(c.products.name.desc()),
                c.products.stock.count().distinct(),
                c.products.stock.max() - c.products.stock.min(),
            )
        })
        .values(|(_, row)| row);
    sends(
        &db,
        rows,
        r#"
            SELECT count("product"."id") FILTER (WHERE "product"."stock" > $1),
                coalesce(sum("product"."stock"), $2), string_agg("product"."name",
                $3 ORDER BY "product"."name" DESC), count(DISTINCT "product"."stock"),
                (max("product"."stock") - min("product"."stock"))
            FROM "category"
            LEFT JOIN "product" ON "product"."category_id" = "category"."id"
            GROUP BY "category"."id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn all_rows_are_aggregated_at_once(db: Db) {
    let products = || Product::objects(&db);
    sends(
        &db,
        products().aggregate(|p| (p.price.sum(), p.id.count())),
        r#"
            SELECT sum("product"."price"), count("product"."id")
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.name.eq("injected")).aggregate(|p| p.price.max()),
        r#"
            SELECT max("product"."price")
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            WHERE "category"."name" = $1
        "#,
    )
    .await;
    sends(
        &db,
        products().order_by(|p| p.price).limit(7).aggregate(|p| p.price.avg()),
        r#"
            SELECT avg("product"."price")
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                ORDER BY "product"."price"
                LIMIT $1
            ) AS "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().aggregate(|p| p.reviews.rating.avg()),
        r#"
            SELECT avg("review"."rating")::double precision
            FROM "product"
            LEFT JOIN "review" ON "review"."product_id" = "product"."id"
        "#,
    )
    .await;
    sends(
        &db,
        products().aggregate(count_all),
        r#"
            SELECT count(*)
            FROM "product"
        "#,
    )
    .await;
    let counts = products().annotate(|p| p.reviews.count());
    sends(
        &db,
        counts.aggregate(|(_, n)| n.max()),
        r#"
            SELECT max("product"."annotation 1")
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note", count("review"."id") AS "annotation 1"
                FROM "product"
                LEFT JOIN "review" ON "review"."product_id" = "product"."id"
                GROUP BY "product"."id"
            ) AS "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().aggregate(|p| (p.stock.sum(), p.tags.count())),
        r#"
            SELECT sum("product"."stock"), (
                SELECT count("product_tags"."tag_id")
                FROM "product"
                LEFT JOIN "product_tags" ON "product_tags"."product_id" = "product"."id"
            )
            FROM "product"
        "#,
    )
    .await;
}
