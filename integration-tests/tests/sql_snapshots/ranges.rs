//! Ranges, moments, and columns beside columns.

use querent::prelude::*;
use time::Duration;
use time::macros::{date, datetime};

use crate::models::{Product, ROWS, Review};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn ranges_are_such_as_an_index_serves(db: Db) {
    let reviews = || Review::objects(&db).values(|r| r.id);
    sends(
        &db,
        reviews().filter(|r| r.rating.between(2, 4)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE "review"."rating" BETWEEN $1 AND $2
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.day.year().eq(2024)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE ("review"."day" >= $1 AND "review"."day" < $2)
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.written_at.year().gt(2024)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE "review"."written_at" >= $1
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.day.year().between(2020, 2024)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE EXTRACT(YEAR FROM "review"."day")::integer BETWEEN $1 AND $2
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.day.month().eq(5)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE EXTRACT(MONTH FROM "review"."day")::integer = $1
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.written_at.hour().lt(12)),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE EXTRACT(HOUR FROM ("review"."written_at" AT TIME ZONE 'UTC'))::integer < $1
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.written_at.date().eq(date!(2024 - 05 - 01))),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE ("review"."written_at" AT TIME ZONE 'UTC')::date = $1
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.written_at.gte(datetime!(2024-05-01 12:00 UTC))),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE "review"."written_at" >= $1
        "#,
    )
    .await;
    sends(
        &db,
        reviews().filter(|r| r.written_at.gt(now() - Duration::days(7))),
        r#"
            SELECT "review"."id"
            FROM "review"
            WHERE "review"."written_at" > (statement_timestamp() - $1)
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn columns_are_compared_with_columns(db: Db) {
    let products = || Product::objects(&db).values(|p| p.id);
    sends(
        &db,
        products().filter(|p| p.note.eq(p.name)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" = "product"."name"
        "#,
    )
    .await;
    sends(
        &db,
        products().exclude(|p| p.note.eq(p.name)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."note" IS DISTINCT FROM "product"."name"
        "#,
    )
    .await;
    sends(
        &db,
        products().filter(|p| p.price.gt(p.stock * 2)),
        r#"
            SELECT "product"."id"
            FROM "product"
            WHERE "product"."price" > ("product"."stock" * $1)
        "#,
    )
    .await;
}
