//! Lookups of texts: patterns are made of bound values.

use querent::prelude::*;

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_part_of_a_text_is_one_bound_pattern(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.name.contains("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" LIKE $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.startswith("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" LIKE $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.endswith("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" LIKE $1
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.regex("^injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" ~ $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn case_is_folded_on_both_sides(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.name.icontains("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE upper("product"."name") LIKE upper($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.istartswith("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE upper("product"."name") LIKE upper($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.iexact("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE upper("product"."name") = upper($1)
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.iregex("injected")),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" ~* $1
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_pattern_of_a_column_is_escaped_by_the_server(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.name.contains(p.note)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."name" LIKE '%' || replace(replace(replace("product"."note", '\', '\\'),
                '%', '\%'), '_', '\_') || '%'
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.name.istartswith(p.note)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE upper("product"."name") LIKE replace(replace(replace(upper("product"."note"), '\',
                '\\'), '%', '\%'), '_', '\_') || '%'
        "#,
    )
    .await;
}
