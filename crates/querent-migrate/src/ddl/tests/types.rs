use super::shop::statements;

#[test]
fn labels_are_added_and_renamed() {
    assert_eq!(
        statements(&["op = \"add_enum_value\"\nname = \"mood\"\nvalue = \"so\"\nbefore = \"glad\""]),
        [r#"ALTER TYPE "mood" ADD VALUE 'so' BEFORE 'glad'"#]
    );
    assert_eq!(
        statements(&["op = \"rename_enum_value\"\nname = \"mood\"\nfrom = \"glad\"\nto = \"happy\""]),
        [r#"ALTER TYPE "mood" RENAME VALUE 'glad' TO 'happy'"#]
    );
    assert_eq!(
        statements(&["op = \"rename_enum\"\nfrom = \"mood\"\nto = \"humour\""]),
        [r#"ALTER TYPE "mood" RENAME TO "humour""#]
    );
}

#[test]
fn columns_of_a_replaced_enum_are_written_anew_by_its_labels() {
    assert_eq!(
        statements(&[
            "op = \"replace_enum\"\nname = \"mood\"\nwas = [\"sad\", \"glad\"]\nlabels = [\"glad\", \"so\"]"
        ]),
        [
            r#"ALTER TYPE "mood" RENAME TO "__querent_mood""#,
            r#"CREATE TYPE "mood" AS ENUM ('glad', 'so')"#,
            r#"ALTER TABLE "product" ALTER COLUMN "mood" DROP DEFAULT, ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood", ALTER COLUMN "mood" SET DEFAULT 'glad'"#,
            r#"DROP TYPE "__querent_mood""#,
        ]
    );
}

#[test]
fn extensions_come_and_go() {
    let create = "op = \"create_extension\"\nname = \"btree_gist\"";
    assert_eq!(statements(&[create]), [r#"CREATE EXTENSION IF NOT EXISTS "btree_gist""#]);
    assert_eq!(
        statements(&[create, "op = \"drop_extension\"\nname = \"btree_gist\""]),
        [r#"DROP EXTENSION IF EXISTS "btree_gist""#]
    );
}
