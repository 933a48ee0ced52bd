//! Querysets as sets that keys may be in.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review, Supplier, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_queryset_in_a_condition_is_a_subquery_of_keys(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    let roots = || Category::objects(&db).filter(|c| c.parent.is_null());
    sends(
        &db,
        products().filter(|p| p.category.is_in(roots())),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                WHERE "category"."parent_id" IS NULL
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.not_in(roots())),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "category" AS "U1"
                WHERE "U1"."parent_id" IS NULL AND "U1"."id" = "product"."category_id"
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.is_in(Tag::objects(&db).values(|t| t.name))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" IN (
                SELECT "tag"."name"
                FROM "tag"
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.is_in(roots().order_by(|c| c.name).limit(7))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                WHERE "category"."parent_id" IS NULL
                ORDER BY "category"."name"
                LIMIT $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.category.not_in(roots().order_by(|c| c.name).limit(7))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                WHERE "category"."parent_id" IS NULL
                ORDER BY "category"."name"
                LIMIT $1
            )) IS NOT TRUE
        "#,
    )
    .await;
    let busy = Category::objects(&db).annotate(|c| c.products.count()).filter(|(_, n)| n.gt(7));
    sends(
        &db,
        products().filter(|p| p.category.is_in(busy.clone())),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                LEFT JOIN "product" ON "product"."category_id" = "category"."id"
                GROUP BY "category"."id"
                HAVING count("product"."id") > $1
            )
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.category.is_in(busy)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                LEFT JOIN "product" ON "product"."category_id" = "category"."id"
                GROUP BY "category"."id"
                HAVING count("product"."id") > $1
            )) IS NOT TRUE
        "#,
    )
    .await;
    let either = roots()
        .values(|c| c.id)
        .union(Category::objects(&db).filter(|c| c.name.eq("injected")).values(|c| c.id));
    sends(
        &db,
        products().filter(|p| p.category.key().not_in(either)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."category_id" IN (
                SELECT "category"."id"
                FROM "category"
                WHERE "category"."parent_id" IS NULL
                UNION
                SELECT "category"."id"
                FROM "category"
                WHERE "category"."name" = $1
            )) IS NOT TRUE
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.supplier.is_in(Supplier::objects(&db).filter(|s| s.country.is_null()))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "supplier" AS "U1"
                WHERE "U1"."country" IS NULL AND "U1"."id" = "product"."supplier_id"
            )
        "#,
    )
    .await;
}
