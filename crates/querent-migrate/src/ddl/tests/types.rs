use super::shop::{statements, undoing};

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
fn an_enum_of_somebody_elses_is_left_alone() {
    let fields = r#"[{ name = "id", type = "bigint" }, { name = "m", type = "\"legacy\"" }]"#;
    let model = format!(
        "op = \"create_model\"\nmodel = \"User\"\ntable = \"users\"\nmanaged = false\nprimary_key = [\"id\"]\nfields = {fields}"
    );
    let create = "op = \"create_enum\"\nname = \"legacy\"\nlabels = [\"a\", \"b\"]";
    let there = [model.as_str(), create];
    for last in [
        "op = \"add_enum_value\"\nname = \"legacy\"\nvalue = \"c\"",
        "op = \"rename_enum_value\"\nname = \"legacy\"\nfrom = \"a\"\nto = \"c\"",
        "op = \"replace_enum\"\nname = \"legacy\"\nwas = [\"a\", \"b\"]\nlabels = [\"b\"]",
        "op = \"rename_enum\"\nfrom = \"legacy\"\nto = \"former\"",
        "op = \"drop_enum\"\nname = \"legacy\"",
    ] {
        let all = [there[0], there[1], last];
        assert_eq!(statements(&all), [""; 0], "{last}");
        assert_eq!(undoing(&all), [""; 0], "{last}");
    }
    assert_eq!(statements(&there), [""; 0]);
    assert_eq!(undoing(&there), [""; 0]);
    // It is there where a table of ours gets a field of it.
    let field = "op = \"add_field\"\nmodel = \"Product\"\nfield = { name = \"m\", type = \"\\\"legacy\\\"\", null = true }";
    let add = [there[0], there[1], field];
    assert_eq!(statements(&add), [r#"ALTER TABLE "product" ADD COLUMN "m" "legacy""#]);
    assert_eq!(undoing(&add), [r#"ALTER TABLE "product" DROP COLUMN "m""#]);
    // It comes with the table that it is of.
    let adopt = [there[0], there[1], "op = \"adopt_model\"\nmodel = \"User\""];
    assert_eq!(statements(&adopt)[0], r#"CREATE TYPE "legacy" AS ENUM ('a', 'b')"#);
    assert_eq!(undoing(&adopt), [r#"DROP TABLE "users""#, r#"DROP TYPE "legacy""#]);
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
