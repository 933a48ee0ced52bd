//! Rows that are written through the relations of an instance.

use querent::prelude::*;
use time::OffsetDateTime;

use crate::models::{Product, ROWS, Review, Supplier, Tag};
use crate::snapshot::sends;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn keys_are_turned_to_an_instance_and_away_from_it(db: Db) {
    let mut acme = Supplier::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        acme.products.create(&db, Product::draft().category(1).name("injected").price(7)),
        r#"
            INSERT INTO "product" ("category_id", "supplier_id", "name", "price")
            VALUES ($1, $2, $3, $4)
            RETURNING "id", "category_id", "supplier_id", "name", "price", "stock", "active", "note"
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.add(&db, [2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."id" = ANY($2)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.remove(&db, [2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."supplier_id" = $2 AND "product"."id" = ANY($3)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.set(&db, [1, 2]),
        r#"
            UPDATE "product"
            SET "supplier_id" = CASE WHEN "id" = ANY($2) THEN $1 END
            WHERE ("id" = ANY($2) OR "supplier_id" = $1)
                AND ("id" = ANY($2)) IS DISTINCT FROM ("supplier_id" = $1)
        "#,
    )
    .await;
    sends(
        &db,
        acme.products.clear(&db),
        r#"
            UPDATE "product"
            SET "supplier_id" = $1
            WHERE "product"."supplier_id" = $2
        "#,
    )
    .await;
}

#[derive(Model, Debug)]
struct Club {
    id: i64,
    #[relation(through = Membership)]
    members: ManyToMany<Person>,
}

#[derive(Model, Debug)]
struct Person {
    id: i64,
    name: String,
    #[relation(symmetrical)]
    friends: ManyToMany<Person>,
}

#[derive(Model, Debug)]
struct Membership {
    id: i64,
    #[relation(on_delete = Cascade)]
    person: ForeignKey<Person>,
    #[relation(on_delete = Cascade)]
    club: ForeignKey<Club>,
    joined: i32,
    #[field(auto_now_add)]
    written_at: OffsetDateTime,
}

const PEOPLE: &str = "INSERT INTO club DEFAULT VALUES; INSERT INTO person (name) VALUES ('a'), ('b'), ('c')";

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_row_is_created_with_its_pair(db: Db) {
    let mut radio = Product::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        radio.tags.create(&db, Tag::draft().name("injected")),
        r#"
            WITH "created" AS (
                INSERT INTO "tag" ("name")
                VALUES ($1)
                RETURNING "id", "name"
            ), "paired" AS (
                INSERT INTO "product_tags" ("product_id", "tag_id")
                SELECT $2, "created"."id"
                FROM "created"
            )
            SELECT "id", "name"
            FROM "created"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Club, Membership], sql = PEOPLE)]
async fn pairs_that_are_rows_have_values_besides(db: Db) {
    let mut club = Club::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        club.members.add_with(&db, [1], Membership::draft().joined(7)),
        r#"
            INSERT INTO "membership" ("club_id", "person_id", "joined", "written_at")
            SELECT $1, "added"."key", $3, now()
            FROM (
                SELECT DISTINCT unnest($2) AS "key"
            ) AS "added"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "membership" AS "known"
                WHERE "known"."club_id" = $1 AND "known"."person_id" = "added"."key"
            )
            ORDER BY "added"."key"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Club, Membership], sql = PEOPLE)]
async fn symmetrical_pairs_are_written_both_ways(db: Db) {
    let mut person = Person::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        person.friends.add(&db, [2]),
        r#"
            INSERT INTO "person_friends" ("from_person_id", "to_person_id")
            SELECT "added"."owner", "added"."key"
            FROM (
                SELECT $1 AS "owner", unnest($2) AS "key"
                UNION
                SELECT unnest($2), $1
            ) AS "added"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "person_friends" AS "known"
                WHERE "known"."from_person_id" = "added"."owner"
                    AND "known"."to_person_id" = "added"."key"
            )
            ORDER BY "added"."owner", "added"."key"
            ON CONFLICT DO NOTHING
        "#,
    )
    .await;
    sends(
        &db,
        person.friends.create(&db, Person::draft().name("injected")),
        r#"
            WITH "created" AS (
                INSERT INTO "person" ("name")
                VALUES ($1)
                RETURNING "id", "name"
            ), "paired" AS (
                INSERT INTO "person_friends" ("from_person_id", "to_person_id")
                SELECT $2, "created"."id"
                FROM "created"
                UNION ALL
                SELECT "created"."id", $2
                FROM "created"
            )
            SELECT "id", "name"
            FROM "created"
        "#,
    )
    .await;
}

#[querent_testkit::test(models = [Club, Membership], sql = PEOPLE)]
async fn symmetrical_pairs_are_removed_both_ways(db: Db) {
    let mut person = Person::objects(&db).by_key(1).await.unwrap();
    sends(
        &db,
        person.friends.remove(&db, [2]),
        r#"
            DELETE FROM "person_friends"
            WHERE ("from_person_id" = $1 AND "to_person_id" = ANY($2)) OR ("to_person_id" = $1
                AND "from_person_id" = ANY($2))
        "#,
    )
    .await;
    sends(
        &db,
        person.friends.clear(&db),
        r#"
            DELETE FROM "person_friends"
            WHERE "from_person_id" = $1 OR "to_person_id" = $1
        "#,
    )
    .await;
}
