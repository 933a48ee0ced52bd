use super::shop::{statements, undoing};

#[test]
fn a_model_is_renamed_with_all_that_is_called_after_it() {
    assert_eq!(
        statements(&["op = \"rename_model\"\nfrom = \"Category\"\nto = \"Kind\""]),
        [
            r#"ALTER TABLE "category" RENAME TO "kind""#,
            r#"ALTER TABLE "product_tags" RENAME COLUMN "category_id" TO "kind_id""#,
            r#"ALTER TABLE "kind" RENAME CONSTRAINT "category_pkey" TO "kind_pkey""#,
            r#"ALTER TABLE "kind" RENAME CONSTRAINT "category_name_key" TO "kind_name_key""#,
            r#"ALTER TABLE "product_tags" RENAME CONSTRAINT "product_tags_category_id_fkey" TO "product_tags_kind_id_fkey""#,
            r#"ALTER INDEX "product_tags_category_id_idx" RENAME TO "product_tags_kind_id_idx""#,
            r#"ALTER SEQUENCE IF EXISTS "category_id_seq" RENAME TO "kind_id_seq""#,
        ]
    );
}

#[test]
fn a_model_goes_with_its_pairs() {
    assert_eq!(
        statements(&["op = \"delete_model\"\nmodel = \"Product\""]),
        [r#"DROP TABLE "product_tags""#, r#"DROP TABLE "product""#]
    );
}

#[test]
fn a_model_of_somebody_elses_is_left_alone() {
    assert_eq!(statements(&["op = \"release_model\"\nmodel = \"Product\""]), [""; 0]);
    let create = "op = \"create_model\"\nmodel = \"User\"\ntable = \"users\"\nmanaged = false\nprimary_key = [\"id\"]\nfields = [{ name = \"id\", type = \"bigint\" }]";
    assert_eq!(statements(&[create]), [""; 0]);
    assert_eq!(statements(&[create, "op = \"alter_table\"\nmodel = \"User\"\ntable = \"people\""]), [""; 0]);
    assert_eq!(
        statements(&[create, "op = \"adopt_model\"\nmodel = \"User\""]),
        [
            "CREATE TABLE \"users\" (\n  \"id\" bigint NOT NULL,\n  CONSTRAINT \"users_pkey\" PRIMARY KEY (\"id\")\n)"
        ]
    );
}

#[test]
fn a_table_that_was_left_is_there_when_it_is_ours_again() {
    let release = "op = \"release_model\"\nmodel = \"Product\"";
    let rename = "op = \"rename_model\"\nfrom = \"Product\"\nto = \"Article\"";
    let adopt = |model: &str| format!("op = \"adopt_model\"\nmodel = \"{model}\"");
    assert_eq!(statements(&[release, &adopt("Product")]), [""; 0]);
    assert_eq!(undoing(&[release, &adopt("Product")]), [""; 0]);
    assert_eq!(statements(&[release, rename, &adopt("Article")]), [""; 0]);
    let remove = "op = \"remove_field\"\nmodel = \"Product\"\nfield = \"note\"";
    assert_eq!(statements(&[release, remove]), [""; 0]);
    assert_eq!(
        statements(&[release, &adopt("Product"), remove]),
        [r#"ALTER TABLE "product" DROP COLUMN "note""#]
    );
}

#[test]
fn a_primary_key_changes_under_the_keys_that_refer_to_the_table() {
    let key = "op = \"alter_primary_key\"\nmodel = \"Category\"\nwas = [\"id\"]\nprimary_key = [\"name\"]";
    assert_eq!(
        statements(&[key]),
        [
            r#"ALTER TABLE "product" DROP CONSTRAINT "product_category_id_fkey""#,
            r#"ALTER TABLE "product_tags" DROP CONSTRAINT "product_tags_category_id_fkey""#,
            r#"ALTER TABLE "category" DROP CONSTRAINT "category_name_key""#,
            r#"ALTER TABLE "category" DROP CONSTRAINT "category_pkey""#,
            r#"ALTER TABLE "product" ALTER COLUMN "category_id" TYPE varchar(100)"#,
            r#"ALTER TABLE "product_tags" ALTER COLUMN "category_id" TYPE varchar(100)"#,
            r#"ALTER TABLE "category" ADD CONSTRAINT "category_pkey" PRIMARY KEY ("name")"#,
            r#"ALTER TABLE "product" ADD CONSTRAINT "product_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("name") ON DELETE CASCADE"#,
            r#"ALTER TABLE "product_tags" ADD CONSTRAINT "product_tags_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("name") ON DELETE CASCADE"#,
        ]
    );
}

#[test]
fn a_comment_is_said_and_taken_back() {
    let say = "op = \"alter_comment\"\nmodel = \"Product\"\ncomment = \"it's sold\"";
    assert_eq!(statements(&[say]), [r#"COMMENT ON TABLE "product" IS 'it''s sold'"#]);
    assert_eq!(
        statements(&[say, "op = \"alter_comment\"\nmodel = \"Product\""]),
        [r#"COMMENT ON TABLE "product" IS NULL"#]
    );
}
