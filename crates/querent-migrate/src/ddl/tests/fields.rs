use super::shop::{Shop, statements};
use crate::error::Kind;

const NAME: &str = r#"op = "alter_field"
model = "Product"
was = { name = "name", type = "text" }
"#;
const NOTE: &str = r#"op = "alter_field"
model = "Product"
was = { name = "note", type = "text", null = true }
"#;
const STOCK: &str = r#"op = "alter_field"
model = "Product"
was = { name = "stock", type = "integer", default = "0" }
"#;
const KEY: &str = r#"op = "alter_field"
model = "Category"
was = { name = "id", type = "bigint", identity = true }
"#;

fn add(field: &str) -> Vec<String> {
    statements(&[&format!("op = \"add_field\"\nmodel = \"Product\"\n{field}")])
}

fn alter(head: &str, field: &str) -> Vec<String> {
    statements(&[&format!("{head}{field}")])
}

#[test]
fn a_field_is_a_column() {
    assert_eq!(
        add(r#"field = { name = "sku", type = "text", default = "''", comment = "of the maker" }"#),
        [
            r#"ALTER TABLE "product" ADD COLUMN "sku" text NOT NULL DEFAULT ''"#,
            r#"COMMENT ON COLUMN "product"."sku" IS 'of the maker'"#,
        ]
    );
}

#[test]
fn a_one_off_is_a_default_for_one_statement() {
    assert_eq!(
        add("field = { name = \"token\", type = \"uuid\", unique = true }\none_off = \"gen_random_uuid()\""),
        [
            r#"ALTER TABLE "product" ADD COLUMN "token" uuid NOT NULL DEFAULT gen_random_uuid()"#,
            r#"ALTER TABLE "product" ALTER COLUMN "token" DROP DEFAULT"#,
            r#"ALTER TABLE "product" ADD CONSTRAINT "product_token_key" UNIQUE ("token")"#,
        ]
    );
    assert_eq!(
        add("field = { name = \"size\", type = \"integer\", default = \"1\" }\none_off = \"7\""),
        [
            r#"ALTER TABLE "product" ADD COLUMN "size" integer NOT NULL DEFAULT 7"#,
            r#"ALTER TABLE "product" ALTER COLUMN "size" SET DEFAULT 1"#,
        ]
    );
}

#[test]
fn a_default_of_any_sql_is_in_brackets_where_the_column_comes() {
    assert_eq!(
        add("field = { name = \"at\", type = \"timestamp\", default = \"now() AT TIME ZONE 'UTC'\" }"),
        [r#"ALTER TABLE "product" ADD COLUMN "at" timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')"#]
    );
    assert_eq!(
        add("field = { name = \"sold\", type = \"boolean\" }\none_off = \"NOT true -- yet\""),
        [
            "ALTER TABLE \"product\" ADD COLUMN \"sold\" boolean NOT NULL DEFAULT (NOT true -- yet\n)",
            r#"ALTER TABLE "product" ALTER COLUMN "sold" DROP DEFAULT"#,
        ]
    );
}

#[test]
fn a_one_off_of_other_columns_is_an_update() {
    assert_eq!(
        add("field = { name = \"title\", type = \"text\" }\none_off = \"upper(name)\""),
        [
            r#"ALTER TABLE "product" ADD COLUMN "title" text"#,
            r#"UPDATE "product" SET "title" = upper(name)"#,
            "SET CONSTRAINTS ALL IMMEDIATE",
            r#"ALTER TABLE "product" ALTER COLUMN "title" SET NOT NULL"#,
        ]
    );
}

#[test]
fn a_one_off_that_reads_rows_is_an_update() {
    for sql in [
        "(SELECT count(*) FROM category c WHERE c.id = product.category_id)",
        "product.stock + 1",
        "length(to_jsonb(product)::text)",
    ] {
        let field = "field = { name = \"size\", type = \"bigint\", null = true }";
        assert_eq!(
            add(&format!("{field}\none_off = \"{sql}\"")),
            [
                r#"ALTER TABLE "product" ADD COLUMN "size" bigint"#.to_owned(),
                format!(r#"UPDATE "product" SET "size" = {sql}"#),
            ]
        );
    }
}

#[test]
fn a_comment_ends_with_the_sql_that_it_stands_in() {
    let field = r#"field = { name = "note", type = "text", default = "'' -- none" }"#;
    assert_eq!(
        alter(NOTE, &format!("{field}\none_off = \"'x' -- nobody knows\""))[..2],
        [
            "ALTER TABLE \"product\" ALTER COLUMN \"note\" SET DEFAULT '' -- none\n",
            "UPDATE \"product\" SET \"note\" = 'x' -- nobody knows\n WHERE \"note\" IS NULL",
        ]
    );
}

#[test]
fn a_key_is_a_column_with_an_index_and_a_constraint() {
    assert_eq!(
        add(r#"field = { name = "second", fk = "shop.Category", on_delete = "set_null", null = true }"#),
        [
            r#"ALTER TABLE "product" ADD COLUMN "second_id" bigint"#,
            r#"CREATE INDEX "product_second_id_idx" ON "product" ("second_id")"#,
            r#"ALTER TABLE "product" ADD CONSTRAINT "product_second_id_fkey" FOREIGN KEY ("second_id") REFERENCES "category" ("id") ON DELETE SET NULL"#,
        ]
    );
}

#[test]
fn what_is_of_a_column_goes_with_it() {
    let remove = |field: &str| {
        statements(&[&format!("op = \"remove_field\"\nmodel = \"Product\"\nfield = \"{field}\"")])
    };
    assert_eq!(remove("category"), [r#"ALTER TABLE "product" DROP COLUMN "category_id""#]);
    assert_eq!(remove("tags"), [r#"DROP TABLE "product_tags""#]);
}

#[test]
fn a_field_that_cannot_be_null_any_more_is_filled() {
    let field = r#"field = { name = "note", type = "text" }"#;
    assert_eq!(
        alter(NOTE, &format!("{field}\none_off = \"name\"")),
        [
            r#"UPDATE "product" SET "note" = name WHERE "note" IS NULL"#,
            "SET CONSTRAINTS ALL IMMEDIATE",
            r#"ALTER TABLE "product" ALTER COLUMN "note" SET NOT NULL"#,
        ]
    );
    assert_eq!(
        alter(NOTE, r#"field = { name = "note", type = "text", default = "''" }"#),
        [
            r#"ALTER TABLE "product" ALTER COLUMN "note" SET DEFAULT ''"#,
            r#"UPDATE "product" SET "note" = DEFAULT WHERE "note" IS NULL"#,
            "SET CONSTRAINTS ALL IMMEDIATE",
            r#"ALTER TABLE "product" ALTER COLUMN "note" SET NOT NULL"#,
        ]
    );
    assert_eq!(alter(NOTE, field), [r#"ALTER TABLE "product" ALTER COLUMN "note" SET NOT NULL"#]);
}

#[test]
fn a_type_changes_with_its_default_in_one_statement() {
    assert_eq!(
        alter(STOCK, r#"field = { name = "stock", type = "bigint", default = "1" }"#),
        [
            r#"ALTER TABLE "product" ALTER COLUMN "stock" DROP DEFAULT, ALTER COLUMN "stock" TYPE bigint, ALTER COLUMN "stock" SET DEFAULT 1"#
        ]
    );
}

#[test]
fn what_sql_says_of_a_column_is_read_anew_when_its_values_are_of_another_kind() {
    assert_eq!(
        alter(STOCK, r#"field = { name = "stock", type = "numeric(10,2)", default = "0" }"#),
        [
            r#"ALTER TABLE "product" DROP CONSTRAINT "stocked""#,
            r#"ALTER TABLE "product" ALTER COLUMN "stock" DROP DEFAULT, ALTER COLUMN "stock" TYPE numeric(10,2), ALTER COLUMN "stock" SET DEFAULT 0"#,
            r#"ALTER TABLE "product" ADD CONSTRAINT "stocked" CHECK (stock >= 0)"#,
        ]
    );
}

#[test]
fn a_type_is_cut_by_nothing_and_cast_by_what_is_said() {
    assert_eq!(
        alter(NAME, r#"field = { name = "name", type = "varchar(50)" }"#),
        [r#"ALTER TABLE "product" ALTER COLUMN "name" TYPE varchar(50)"#]
    );
    assert_eq!(
        alter(NAME, "field = { name = \"name\", type = \"integer\" }\nusing = \"length(name)\""),
        [r#"ALTER TABLE "product" ALTER COLUMN "name" TYPE integer USING length(name)"#]
    );
}

#[test]
fn a_cast_that_nobody_says_is_an_error_that_names_the_field() {
    let operation = format!("{NAME}field = {{ name = \"name\", type = \"integer\" }}");
    let error = Shop::after(&[&operation]).forwards().unwrap_err();
    assert_eq!(error.kind(), Kind::Using);
    assert_eq!(
        error.to_string(),
        "`shop.Product.name` becomes integer and was text, which PostgreSQL does not turn into it by itself; say how by `using`"
    );
}

#[test]
fn keys_get_the_type_of_the_key_that_they_refer_to() {
    assert_eq!(
        alter(KEY, "field = { name = \"id\", type = \"uuid\" }\nusing = \"as_uuid(id)\""),
        [
            r#"ALTER TABLE "product" DROP CONSTRAINT "product_category_id_fkey""#,
            r#"ALTER TABLE "product_tags" DROP CONSTRAINT "product_tags_category_id_fkey""#,
            r#"ALTER TABLE "category" ALTER COLUMN "id" DROP IDENTITY"#,
            r#"ALTER TABLE "category" ALTER COLUMN "id" TYPE uuid USING as_uuid(id)"#,
            r#"ALTER TABLE "product" ALTER COLUMN "category_id" TYPE uuid USING as_uuid(category_id)"#,
            r#"ALTER TABLE "product_tags" ALTER COLUMN "category_id" TYPE uuid USING as_uuid(category_id)"#,
            r#"ALTER TABLE "product" ADD CONSTRAINT "product_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE CASCADE"#,
            r#"ALTER TABLE "product_tags" ADD CONSTRAINT "product_tags_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE CASCADE"#,
        ]
    );
}

#[test]
fn a_column_that_begins_to_count_goes_on_behind_its_values() {
    assert_eq!(
        alter(STOCK, r#"field = { name = "stock", type = "integer", identity = true }"#),
        [
            r#"ALTER TABLE "product" ALTER COLUMN "stock" DROP DEFAULT"#,
            r#"ALTER TABLE "product" ALTER COLUMN "stock" ADD GENERATED BY DEFAULT AS IDENTITY"#,
            r#"SELECT setval(pg_get_serial_sequence('"product"', 'stock'), greatest(coalesce(max("stock"), 0), 0) + 1, false) FROM "product""#,
        ]
    );
}

#[test]
fn a_column_is_made_anew_where_it_is_generated_from_something_else() {
    assert_eq!(
        alter(NOTE, r#"field = { name = "note", type = "text", generated = "lower(name)" }"#),
        [
            r#"ALTER TABLE "product" DROP COLUMN "note""#,
            r#"ALTER TABLE "product" ADD COLUMN "note" text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED"#,
        ]
    );
}

#[test]
fn a_field_is_renamed_with_all_that_is_called_after_it() {
    assert_eq!(
        statements(&["op = \"rename_field\"\nmodel = \"Product\"\nfrom = \"category\"\nto = \"kind\""]),
        [
            r#"ALTER TABLE "product" RENAME COLUMN "category_id" TO "kind_id""#,
            r#"ALTER TABLE "product" RENAME CONSTRAINT "product_category_id_fkey" TO "product_kind_id_fkey""#,
            r#"ALTER INDEX "product_category_id_idx" RENAME TO "product_kind_id_idx""#,
        ]
    );
}
