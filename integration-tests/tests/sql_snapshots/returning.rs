//! What comes back of rows that are written, and rows that are chosen by what is computed for them.

use querent::prelude::*;

use crate::models::{Category, Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn values_and_rows_come_back_from_the_statement_that_writes_them(db: Db) {
    let cheap = Product::objects(&db).filter(|p| p.price.lt(7));
    sends(
        &db,
        cheap.clone().update(|p| p.stock.set(p.stock + 1)).returning(|p| (p.id, p.stock * 2)),
        r#"
            UPDATE "product"
            SET "stock" = ("product"."stock" + $1)
            WHERE "product"."price" < $2
            RETURNING "product"."id", ("product"."stock" * $3)
        "#,
    )
    .await;
    sends(
        &db,
        cheap.delete().returning_rows(),
        r#"
            DELETE FROM "product"
            WHERE "product"."price" < $1
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn annotations_of_the_row_are_written_where_they_are_used(db: Db) {
    let worth = Product::objects(&db).annotate(|p| p.price * p.stock).annotate(|p| p.0.stock * 2);
    sends(
        &db,
        worth.filter(|(_, worth, _)| worth.gt(7)).update(|(p, _, double)| p.stock.set(double)),
        r#"
            UPDATE "product"
            SET "stock" = ("product"."stock" * $1)
            WHERE ("product"."price" * "product"."stock") > $2
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn rows_that_an_aggregate_chooses_are_found_by_their_keys(db: Db) {
    let categories = Category::objects(&db).annotate(|c| c.products.count());
    sends(
        &db,
        categories.filter(|(_, n)| n.gt(7)).update(|(c, _)| c.name.set("injected")),
        r#"
            UPDATE "category"
            SET "name" = $1
            WHERE "category"."id" IN (
                SELECT "category"."id"
                FROM "category"
                LEFT JOIN "product" ON "product"."category_id" = "category"."id"
                GROUP BY "category"."id"
                HAVING count("product"."id") > $2
            )
        "#,
    )
    .await;
}
