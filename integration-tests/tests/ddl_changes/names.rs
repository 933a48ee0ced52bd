//! Names that follow a table or a column.

use querent::Db;
use querent_migrate::querent_schema::Operation;
use querent_migrate::querent_schema::state::{Check, Element, Index, Unique};

use crate::bench::Bench;
use crate::states::{key, model, pairs, plain, rename_field, rename_model, simple, state};

#[querent_testkit::test]
async fn everything_that_is_called_after_a_model_is_renamed_with_it(db: Db) {
    let tag = model(
        "tag",
        [plain("name", "text", |name| name.unique = true), key("parent", "Tag", |key| key.nullable = true)],
    );
    let post =
        model("post", [key("tag", "Tag", |_| {}), pairs("tags", "Tag", ("post_tags", "post_id", "tag_id"))]);
    let mut bench =
        Bench::new(&db, state([("Tag", tag), ("Post", post)]), "INSERT INTO tag (name) VALUES ('a')").await;
    let back = bench.there_and_back(&[rename_model("Tag", "Label"), rename_model("Post", "Tag")]).await;
    assert!(back.iter().all(|sql| sql.contains(" RENAME ")), "{back:#?}");
    assert_eq!(bench.texts("SELECT name FROM tag").await, ["a"]);
}

#[querent_testkit::test]
async fn a_table_can_take_the_name_that_its_pairs_had(db: Db) {
    let tag = model("tag", [pairs("tags", "Tag", ("tag_tags", "from_tag_id", "to_tag_id"))]);
    let mut bench = Bench::new(
        &db,
        state([("Tag", tag)]),
        "INSERT INTO tag DEFAULT VALUES; INSERT INTO tag_tags VALUES (1, 1)",
    )
    .await;
    bench.there_and_back(&[rename_model("Tag", "TagTags")]).await;
    assert_eq!(bench.texts("SELECT from_tag_id::text FROM tag_tags").await, ["1"]);
}

#[querent_testkit::test]
async fn names_that_are_too_long_are_those_of_a_new_table(db: Db) {
    let long = "t".repeat(60);
    let own = model(&long, [key("parent", "Tag", |key| key.nullable = true)]);
    let mut bench = Bench::new(&db, state([("Tag", own)]), "").await;
    let operation = |table: String| Operation::AlterTable { model: "Tag".to_owned(), table };
    bench
        .there_and_back(&[
            operation("ö".repeat(31)),
            rename_field("Tag", "id", "a_name_that_is_long_enough_to_be_cut_when_it_stands_behind"),
            operation("tag".to_owned()),
        ])
        .await;
}

#[querent_testkit::test]
async fn constraints_and_indexes_follow_a_column(db: Db) {
    let mut product = model(
        "product",
        [
            simple("name", "text"),
            plain("slug", "text", |slug| slug.unique = true),
            plain("stock", "integer", |stock| stock.index = true),
        ],
    );
    product
        .checks
        .push(Check { name: "stocked".to_owned(), condition: "stock >= 0 AND name <> 'stock'".to_owned() });
    product.unique.push(Unique {
        name: "one_name".to_owned(),
        fields: vec!["name".to_owned(), "stock".to_owned()],
        include: vec!["slug".to_owned()],
        condition: Some("stock > 3".to_owned()),
        nulls_not_distinct: false,
        deferrable: false,
    });
    product.indexes.push(Index {
        name: "by_stock".to_owned(),
        elements: vec![
            Element::Field { name: "stock".to_owned(), descending: true },
            Element::Sql("lower(name) text_pattern_ops".to_owned()),
        ],
        method: None,
        include: Vec::new(),
        condition: Some("stock > 0".to_owned()),
    });
    let mut bench = Bench::new(&db, state([("Product", product)]), "").await;
    let back = bench
        .there_and_back(&[
            rename_field("Product", "stock", "quantity"),
            rename_field("Product", "slug", "path"),
        ])
        .await;
    assert!(back.iter().all(|sql| sql.contains(" RENAME ")), "{back:#?}");
}
