//! Values that the server computes.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn values_are_the_columns_that_are_named(db: Db) {
    let products = || Product::objects(&db);
    sends(
        &db,
        products().values(|p| (p.id, p.name)),
        r#"
            SELECT "product"."id", "product"."name"
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| (p.name, p.category.name, p.supplier.key(), p.supplier.country)),
        r#"
            SELECT "product"."name", "category"."name", "product"."supplier_id", "supplier"."country"
            FROM "product"
            INNER JOIN "category" ON "category"."id" = "product"."category_id"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn arithmetic_has_its_operators(db: Db) {
    let products = || Product::objects(&db);
    sends(
        &db,
        products().values(|p| p.price * p.stock),
        r#"
            SELECT ("product"."price" * "product"."stock")
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| (p.stock + 1) * 2 - p.stock % 7),
        r#"
            SELECT ((("product"."stock" + $1) * $2) - ("product"."stock" % $3))
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().annotate(|p| p.price * 2).filter(|(_, twice)| twice.gt(7)).values(|(p, t)| (p.id, t)),
        r#"
            SELECT "product"."id", ("product"."price" * $1)
            FROM "product"
            WHERE ("product"."price" * $1) > $2
        "#,
    )
    .await;
    sends(
        &db,
        products().alias(|p| p.price * 2).filter(|(_, twice)| twice.gt(7)).values(|(p, _)| p.id),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."price" * $1) > $2
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn functions_take_columns_and_bound_values(db: Db) {
    let products = || Product::objects(&db);
    sends(
        &db,
        products().values(|p| (p.name.lower(), p.note.coalesce("injected"), p.name.left(3))),
        r#"
            SELECT lower("product"."name"), coalesce("product"."note", $1), left("product"."name", $2)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| concat(p, (p.name, "injected", p.stock))),
        r#"
            SELECT concat("product"."name", $1, "product"."stock"::text)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| (p.stock.cast::<String>(), p.price.round(0), p.name.replace("a", "b"))),
        r#"
            SELECT "product"."stock"::text, round("product"."price", $1), replace("product"."name", $2,
                $3)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.length().gt(3)).values(|p| p.id),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE length("product"."name") > $1
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| p.stock.greatest(7)),
        r#"
            SELECT greatest("product"."stock", $1)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        products().values(|p| p.raw_sql::<i32>("length({}) + {}", (p.name, 7))),
        r#"
            SELECT (length("product"."name") + $1)
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        Review::objects(&db).values(|r| (r.day.month(), r.written_at.date())),
        r#"
            SELECT EXTRACT(MONTH FROM "review"."day")::integer,
                ("review"."written_at" AT TIME ZONE 'UTC')::date
            FROM "review"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_case_is_a_case(db: Db) {
    let words = |p: querent::model::Fields<Product>| {
        when(p.stock.eq(0), "injected").when(p.stock.lt(5), "few").otherwise("many")
    };
    sends(
        &db,
        Product::objects(&db).values(words),
        r#"
            SELECT CASE WHEN "product"."stock" = $1 THEN $2 WHEN "product"."stock" < $3 THEN $4 ELSE $5 END
            FROM "product"
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).order_by(words).values(|p| p.id),
        r#"
            SELECT "product"."id"
            FROM "product"
            ORDER BY CASE WHEN "product"."stock" = $1 THEN $2 WHEN "product"."stock" < $3 THEN $4 ELSE $5 END
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).values(|p| when(p.supplier.name.eq("injected"), p.stock).end()),
        r#"
            SELECT CASE WHEN "supplier"."name" = $1 THEN "product"."stock" END
            FROM "product"
            LEFT JOIN "supplier" ON "supplier"."id" = "product"."supplier_id"
        "#,
    )
    .await;
    sends(
        &db,
        Product::objects(&db).values(|p| (value(7), value("injected"), p.id)),
        r#"
            SELECT $1, $2, "product"."id"
            FROM "product"
        "#,
    )
    .await;
}
