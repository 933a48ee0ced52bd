//! Conditions on columns of the model itself.

use querent::prelude::*;
use rust_decimal::dec;

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn columns_are_compared_with_bound_values(db: Db) {
    let products = Product::objects(&db)
        .filter(|p| p.stock.gt(7001) & p.price.lte(dec!(7002.5)) & p.active)
        .exclude(|p| p.name.eq("injected"));
    sends(
        &db,
        products,
        r#"
            SELECT "product"."id", "product"."category_id", "product"."supplier_id", "product"."name",
                "product"."price", "product"."stock", "product"."active", "product"."note"
            FROM "product"
            WHERE "product"."stock" > $1 AND "product"."price" <= $2 AND "product"."active"
                AND "product"."name" <> $3
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn null_is_a_condition_of_its_own(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.note.eq(None)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" IS NULL
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.note.ne("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" IS DISTINCT FROM $1
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.note.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" IS DISTINCT FROM $1
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.note.is_null()),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" IS NOT NULL
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.ne("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" <> $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn chains_have_no_parentheses_but_those_that_decide(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.stock.gt(1)).filter(|p| p.stock.lt(9)).filter(|p| p.active),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."stock" > $1 AND "product"."stock" < $2 AND "product"."active"
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.stock.gt(1) | p.stock.lt(9) | p.active),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."stock" > $1 OR "product"."stock" < $2 OR "product"."active"
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| (p.stock.gt(1) | p.active) & !p.name.eq("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."stock" > $1 OR "product"."active") AND "product"."name" <> $2
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| !(p.stock.gt(1) & p.price.lt(9))),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT ("product"."stock" > $1 AND "product"."price" < $2)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.active ^ p.stock.gt(1)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE (("product"."active") <> ("product"."stock" > $1))
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_list_is_one_value(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.name.is_in(["injected", "too"])),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" = ANY($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.stock.not_in([7001, 7002, 7003])),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE NOT ("product"."stock" = ANY($1))
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.note.is_in(["injected"])),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE ("product"."note" = ANY($1)) IS NOT TRUE
        "#,
    )
    .await;
    sends(&db, products().filter(|p| p.id.is_in([1; 0])), "").await;
    sends(
        &db,
        products().filter(|p| p.id.not_in([1; 0]) & p.active),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."active"
        "#,
    )
    .await;
}
