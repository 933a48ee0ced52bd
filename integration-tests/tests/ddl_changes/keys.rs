//! Keys and the rows that refer to them.

use querent::Db;
use querent_migrate::querent_schema::state::{Element, Field, Index};
use querent_migrate::querent_schema::{Default, Operation};

use crate::bench::Bench;
use crate::states::{add, alter, alter_using, key, keyed, model, pairs, plain, simple, state};

fn identity(sql_type: &str) -> Field {
    plain("id", sql_type, |id| id.default = Some(Default::Identity))
}

#[querent_testkit::test]
async fn keys_follow_the_type_of_the_key_that_they_refer_to(db: Db) {
    let tag = keyed("tag", "id", [identity("integer")]);
    let detail = keyed("detail", "tag", [key("tag", "Tag", |_| {})]);
    let note = model("note", [key("detail", "Detail", |_| {}), key("tag", "Tag", |key| key.nullable = true)]);
    let post = model("post", [pairs("tags", "Tag", ("post_tags", "post_id", "tag_id"))]);
    let rows = "INSERT INTO tag DEFAULT VALUES; INSERT INTO detail VALUES (1); INSERT INTO note (detail_id, tag_id) VALUES (1, 1);
        INSERT INTO post DEFAULT VALUES; INSERT INTO post_tags VALUES (1, 1)";
    let mut bench =
        Bench::new(&db, state([("Tag", tag), ("Detail", detail), ("Note", note), ("Post", post)]), rows)
            .await;
    bench
        .there_and_back(&[
            alter("Tag", identity("integer"), identity("bigint")),
            alter("Tag", identity("bigint"), simple("id", "bigint")),
            alter("Tag", simple("id", "bigint"), simple("id", "text")),
        ])
        .await;
    bench
        .go(&[alter_using("Tag", identity("integer"), simple("id", "uuid"), "lpad(id::text, 32, '0')::uuid")])
        .await;
    assert_eq!(
        bench.texts("SELECT detail_id::text FROM note").await,
        ["00000000-0000-0000-0000-000000000001"]
    );
}

#[querent_testkit::test]
async fn a_primary_key_is_exchanged_under_the_keys_that_refer_to_it(db: Db) {
    let person = model("person", [plain("email", "text", |email| email.unique = true)]);
    let post = model("post", [key("author", "Person", |_| {})]);
    let mut bench = Bench::new(
        &db,
        state([("Person", person), ("Post", post)]),
        "INSERT INTO person (email) VALUES ('a')",
    )
    .await;
    let operation = |was: &str, now: &str| Operation::AlterPrimaryKey {
        model: "Person".to_owned(),
        was: vec![was.to_owned()],
        primary_key: vec![now.to_owned()],
    };
    bench.there_and_back(&[operation("id", "email")]).await;
}

#[querent_testkit::test]
async fn an_index_that_a_key_brings_gives_way_to_one_that_serves(db: Db) {
    let mut note = model("note", [key("tag", "Tag", |_| {}), simple("name", "text")]);
    note.comment = Some("it's a note".to_owned());
    let mut bench = Bench::new(&db, state([("Tag", model("tag", [])), ("Note", note)]), "").await;
    let index = Index {
        name: "note_by_tag".to_owned(),
        elements: ["tag", "name"]
            .map(|name| Element::Field { name: name.to_owned(), descending: false })
            .into(),
        method: None,
        include: Vec::new(),
        condition: None,
    };
    let one = key("tag", "Tag", |key| key.unique = true);
    let lose = key("tag", "Tag", |key| key.constraint = false);
    let model = || "Note".to_owned();
    bench
        .there_and_back(&[
            Operation::AddIndex { model: model(), index: index.clone(), concurrently: true },
            Operation::RemoveIndex { model: model(), index: "note_by_tag".to_owned(), concurrently: true },
            alter("Note", key("tag", "Tag", |_| {}), one.clone()),
            alter("Note", one, lose),
            Operation::AlterComment { model: model(), comment: None },
            add("Note", key("second", "Tag", |key| key.nullable = true), None),
        ])
        .await;
}
