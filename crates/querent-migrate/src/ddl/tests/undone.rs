use super::shop::{Shop, undoing};
use crate::ddl::Step;
use crate::error::Kind;

fn remove(field: &str) -> Vec<String> {
    undoing(&[&format!("op = \"remove_field\"\nmodel = \"Product\"\nfield = \"{field}\"")])
}

#[test]
fn a_column_comes_back_with_the_least_of_its_type() {
    assert_eq!(
        undoing(&[
            "op = \"remove_index\"\nmodel = \"Product\"\nname = \"product_by_name\"",
            "op = \"remove_field\"\nmodel = \"Product\"\nfield = \"name\"",
        ]),
        [
            r#"ALTER TABLE "product" ADD COLUMN "name" text NOT NULL DEFAULT ''"#,
            r#"ALTER TABLE "product" ALTER COLUMN "name" DROP DEFAULT"#,
        ]
    );
    assert_eq!(remove("note"), [r#"ALTER TABLE "product" ADD COLUMN "note" text"#]);
    assert_eq!(remove("mood"), [r#"ALTER TABLE "product" ADD COLUMN "mood" "mood" NOT NULL DEFAULT 'glad'"#]);
}

#[test]
fn a_key_comes_back_for_a_table_without_rows() {
    assert_eq!(remove("category")[0], r#"ALTER TABLE "product" ADD COLUMN "category_id" bigint NOT NULL"#);
}

#[test]
fn a_model_comes_back_empty() {
    let statements = undoing(&["op = \"delete_model\"\nmodel = \"Product\""]);
    assert!(statements[0].starts_with("CREATE TABLE \"product\" ("), "{statements:#?}");
    assert!(
        statements.iter().any(|sql| sql.starts_with("CREATE TABLE \"product_tags\" (")),
        "{statements:#?}"
    );
}

#[test]
fn a_label_that_was_added_goes_with_its_enum() {
    assert_eq!(
        undoing(&["op = \"add_enum_value\"\nname = \"mood\"\nvalue = \"so\""])[..2],
        [r#"ALTER TYPE "mood" RENAME TO "__querent_mood""#, r#"CREATE TYPE "mood" AS ENUM ('sad', 'glad')"#,]
    );
    assert_eq!(
        undoing(&["op = \"rename_enum_value\"\nname = \"mood\"\nfrom = \"glad\"\nto = \"happy\""]),
        [r#"ALTER TYPE "mood" RENAME VALUE 'happy' TO 'glad'"#]
    );
}

#[test]
fn a_type_goes_back_by_any_cast_that_there_is() {
    let alter = |from: &str, to: &str, using: &str| {
        let field = |sql_type: &str| format!("{{ name = \"x\", type = \"{sql_type}\" }}");
        let add = format!("op = \"add_field\"\nmodel = \"Product\"\nfield = {}", field(from));
        let alter = format!(
            "op = \"alter_field\"\nmodel = \"Product\"\nwas = {}\nfield = {}{using}",
            field(from),
            field(to)
        );
        Shop::after(&[&add, &alter]).backwards()
    };
    let steps = alter("integer", "text", "").unwrap();
    let [Step::Sql(statement)] = steps.as_slice() else { panic!("one statement") };
    assert_eq!(statement.sql, r#"ALTER TABLE "product" ALTER COLUMN "x" TYPE integer USING "x"::integer"#);
    let error = alter("bigint", "uuid", "\nusing = \"gen_random_uuid()\"").unwrap_err();
    assert_eq!(error.kind(), Kind::Irreversible);
    assert_eq!(
        error.to_string(),
        "`shop.Product.x` was bigint and is uuid, and PostgreSQL has no cast back; write a migration that goes there"
    );
}

#[test]
fn what_the_user_runs_is_undone_by_what_the_user_says() {
    let run = |lines: &str| Shop::after(&[lines]);
    assert_eq!(
        undoing(&["op = \"run_sql\"\nsql = \"VACUUM\"\nreverse = \"ANALYZE\"\ntransaction = false"]),
        ["ANALYZE"]
    );
    assert_eq!(undoing(&["op = \"run_sql\"\nsql = \"SELECT 1\"\nreverse = \"\""]), [""; 0]);
    assert_eq!(undoing(&["op = \"run_rust\"\nrun = \"crate::fill\"\nreverse = \"noop\""]), [""; 0]);
    assert_eq!(
        undoing(&["op = \"run_rust\"\nrun = \"crate::fill\"\nreverse = \"crate::empty\""]),
        ["rust crate::empty"]
    );
    let error = run("op = \"run_rust\"\nrun = \"crate::fill\"").backwards().unwrap_err();
    assert_eq!(error.kind(), Kind::Irreversible);
    assert_eq!(
        error.to_string(),
        "`run_rust` of `crate::fill` cannot be undone: say by `reverse` what undoes it, `\"noop\"` if there is nothing to undo"
    );
    let error = run("op = \"run_sql\"\nsql = \"SELECT 1\"").backwards().unwrap_err();
    assert_eq!(error.kind(), Kind::Irreversible);
}
