use super::shop::Shop;
use crate::ddl::{Lock, LockMode, Step};

/// The locks of each statement: `table MODE`.
fn locks(operations: &[&str]) -> Vec<Vec<String>> {
    let text = |lock: &Lock| format!("{} {}", lock.table, lock.mode.as_sql());
    let of = |step: Step| match step {
        Step::Sql(statement) => statement.locks.iter().map(text).collect(),
        Step::Rust { .. } => Vec::new(),
    };
    Shop::after(operations).forwards().unwrap().into_iter().map(of).collect()
}

#[test]
fn a_new_table_locks_those_that_it_refers_to() {
    let create = r#"op = "create_model"
model = "Review"
table = "review"
primary_key = ["id"]
fields = [{ name = "id", type = "bigint" }, { name = "product", fk = "shop.Product", on_delete = "cascade" }]"#;
    assert_eq!(locks(&[create]), [vec!["product SHARE ROW EXCLUSIVE"], vec![]]);
}

#[test]
fn a_key_that_goes_shuts_the_table_that_it_refers_to() {
    assert_eq!(
        locks(&["op = \"remove_field\"\nmodel = \"Product\"\nfield = \"category\""]),
        [["category ACCESS EXCLUSIVE", "product ACCESS EXCLUSIVE"]]
    );
    assert_eq!(
        locks(&["op = \"remove_field\"\nmodel = \"Product\"\nfield = \"tags\""]),
        [["category ACCESS EXCLUSIVE", "product ACCESS EXCLUSIVE", "product_tags ACCESS EXCLUSIVE"]]
    );
}

#[test]
fn a_key_that_comes_locks_both_tables() {
    assert_eq!(
        locks(&[
            "op = \"add_field\"\nmodel = \"Product\"\nfield = { name = \"second\", fk = \"shop.Category\", on_delete = \"cascade\" }"
        ]),
        [
            vec!["product ACCESS EXCLUSIVE"],
            vec!["product SHARE"],
            vec!["category SHARE ROW EXCLUSIVE", "product SHARE ROW EXCLUSIVE"],
        ]
    );
}

#[test]
fn a_table_is_locked_by_the_name_that_it_had() {
    let found = locks(&["op = \"rename_model\"\nfrom = \"Category\"\nto = \"Kind\""]);
    assert_eq!(found[0], ["category ACCESS EXCLUSIVE"]);
    assert_eq!(found[2], ["category ACCESS EXCLUSIVE"]);
    assert_eq!(found[5], [""; 0]); // an index is renamed without the table
}

#[test]
fn the_modes_grow_stronger_in_their_order() {
    assert!(LockMode::RowExclusive < LockMode::ShareUpdateExclusive);
    assert!(LockMode::Share < LockMode::ShareRowExclusive);
    assert!(LockMode::ShareRowExclusive < LockMode::AccessExclusive);
}
