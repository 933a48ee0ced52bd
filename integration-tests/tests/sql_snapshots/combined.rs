//! Querysets put together as sets.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Supplier};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn sides_of_one_model_are_selected_from(db: Db) {
    let active = || Product::objects(&db).filter(|p| p.active);
    let dear = || Product::objects(&db).filter(|p| p.price.gt(7));
    sends(
        &db,
        active().union(dear()),
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."active"
            UNION
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."price" > $1
        "#,
    )
    .await;
    sends(
        &db,
        active().union_all(dear()).order_by(|p| p.name).limit(3).values(|p| p.name),
        r#"
            SELECT "product"."name"
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."active"
                UNION ALL
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."price" > $1
            ) AS "product" ("id", "category_id", "supplier_id", "name", "price", "stock", "active",
                "note")
            ORDER BY "product"."name"
            LIMIT $2
        "#,
    )
    .await;
    sends(
        &db,
        active().intersection(dear()).filter(|p| p.stock.gt(3)).values(|p| p.id),
        r#"
            SELECT "product"."id"
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."active"
                INTERSECT
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."price" > $2
            ) AS "product" ("id", "category_id", "supplier_id", "name", "price", "stock", "active",
                "note")
            WHERE "product"."stock" > $1
        "#,
    )
    .await;
    sends(
        &db,
        active().difference(dear()).count(),
        r#"
            SELECT count(*)
            FROM (
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."active"
                EXCEPT
                SELECT "product"."id", "product"."category_id", "product"."supplier_id",
                    "product"."name", "product"."price", "product"."stock", "product"."active",
                    "product"."note"
                FROM "product"
                WHERE "product"."price" > $1
            ) AS "counted"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn values_of_several_models_are_put_together(db: Db) {
    let names = Product::objects(&db).values(|p| p.name).union(Supplier::objects(&db).values(|s| s.name));
    sends(
        &db,
        names,
        r#"
            SELECT "product"."name"
            FROM "product"
            UNION
            SELECT "supplier"."name"
            FROM "supplier"
        "#,
    )
    .await;
}
