use super::shop::{Shop, statements};
use crate::ddl::{BuiltIndex, Step};

const INDEX: &str = r#"op = "add_index"
model = "Product"
index = { name = "by_category", fields = ["category", "-stock"], where = "stock > 0" }
"#;

#[test]
fn an_index_is_made_and_the_key_keeps_its_own_where_that_does_not_serve() {
    assert_eq!(
        statements(&[INDEX]),
        [r#"CREATE INDEX "by_category" ON "product" ("category_id", "stock" DESC) WHERE (stock > 0)"#]
    );
}

#[test]
fn an_index_that_serves_a_key_takes_the_place_of_the_keys_own() {
    let index = "op = \"add_index\"\nmodel = \"Product\"\nindex = { name = \"by_category\", fields = [\"category\", \"name\"] }";
    assert_eq!(
        statements(&[index]),
        [
            r#"DROP INDEX "product_category_id_idx""#,
            r#"CREATE INDEX "by_category" ON "product" ("category_id", "name")"#,
        ]
    );
    assert_eq!(
        statements(&[index, "op = \"remove_index\"\nmodel = \"Product\"\nname = \"by_category\""]),
        [
            r#"DROP INDEX "by_category""#,
            r#"CREATE INDEX "product_category_id_idx" ON "product" ("category_id")"#,
        ]
    );
}

#[test]
fn an_index_that_is_built_while_writes_go_on_is_a_step_for_itself() {
    let steps = Shop::after(&[&format!("{INDEX}concurrently = true")]).forwards().unwrap();
    let [Step::Sql(statement)] = steps.as_slice() else { panic!("one statement") };
    assert_eq!(
        statement.sql,
        r#"CREATE INDEX CONCURRENTLY "by_category" ON "product" ("category_id", "stock" DESC) WHERE (stock > 0)"#
    );
    assert!(!statement.transaction);
    let Some(BuiltIndex::Created { table, index }) = &statement.index else { panic!("an index") };
    assert_eq!((table.as_str(), index.name.as_str()), ("product", "by_category"));
    let steps = Shop::after(&[&format!("{INDEX}concurrently = true")]).backwards().unwrap();
    let [Step::Sql(statement)] = steps.as_slice() else { panic!("one statement") };
    assert_eq!(statement.sql, r#"DROP INDEX CONCURRENTLY "by_category""#);
    let gone = BuiltIndex::Dropped { table: "product".to_owned(), name: "by_category".to_owned() };
    assert_eq!(statement.index, Some(gone));
}

#[test]
fn the_index_that_serves_a_key_is_there_all_the_time_while_writes_go_on() {
    let index = "op = \"add_index\"\nmodel = \"Product\"\nindex = { name = \"by_category\", fields = [\"category\", \"name\"] }\nconcurrently = true";
    assert_eq!(
        statements(&[index]),
        [
            r#"CREATE INDEX CONCURRENTLY "by_category" ON "product" ("category_id", "name")"#,
            r#"DROP INDEX CONCURRENTLY "product_category_id_idx""#,
        ]
    );
}

#[test]
fn indexes_and_constraints_are_renamed() {
    assert_eq!(
        statements(&[
            "op = \"rename_index\"\nmodel = \"Product\"\nfrom = \"product_by_name\"\nto = \"by_name\""
        ]),
        [r#"ALTER INDEX "product_by_name" RENAME TO "by_name""#]
    );
    assert_eq!(
        statements(&[
            "op = \"rename_constraint\"\nmodel = \"Product\"\nfrom = \"stocked\"\nto = \"in_stock\""
        ]),
        [r#"ALTER TABLE "product" RENAME CONSTRAINT "stocked" TO "in_stock""#]
    );
}

#[test]
fn constraints_come_and_go() {
    let unique = "op = \"add_unique\"\nmodel = \"Product\"\nunique = { name = \"one\", fields = [\"name\", \"stock\"] }";
    assert_eq!(
        statements(&[unique]),
        [r#"ALTER TABLE "product" ADD CONSTRAINT "one" UNIQUE ("name", "stock")"#]
    );
    assert_eq!(
        statements(&[unique, "op = \"remove_constraint\"\nmodel = \"Product\"\nname = \"one\""]),
        [r#"ALTER TABLE "product" DROP CONSTRAINT "one""#]
    );
    assert_eq!(
        statements(&[
            "op = \"add_unique\"\nmodel = \"Product\"\nunique = { name = \"one\", fields = [\"name\"], where = \"stock > 0\" }"
        ]),
        [r#"CREATE UNIQUE INDEX "one" ON "product" ("name") WHERE (stock > 0)"#]
    );
}
