//! Instances by SQL of the user's own.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::models::{Detail, Product, Review, Tag, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn columns_are_read_by_name_in_any_order_and_others_are_passed_over(db: Db) -> Result<()> {
    shop(&db).await;
    let tags = Tag::raw(&db, "SELECT name, 7 AS other, id FROM tags WHERE id > {} ORDER BY id DESC", (1i64,));
    let tags = db.assert_statements(1, tags).await?;
    assert_eq!(
        tags.iter().map(|tag| (tag.id, tag.name.as_str())).collect::<Vec<_>>(),
        [(3, "rare"), (2, "sale")]
    );
    let dear = Product::raw(
        &db,
        "SELECT * FROM products WHERE price > {} AND name <> {} ORDER BY id",
        (dec!(15), "Lamp"),
    );
    assert_eq!(names(&dear.await?), ["Radio", "Headset"]);
    let some = Product::raw(&db, "SELECT * FROM products WHERE id = ANY({}) ORDER BY id", (vec![1i64, 5],));
    assert_eq!(names(&some.await?), ["Radio", "Novel"]);
    let noted =
        Product::raw(&db, "SELECT * FROM products WHERE note IS NOT DISTINCT FROM {}", (None::<String>,));
    assert_eq!(noted.await?.len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn other_columns_come_beside_the_instance_where_they_are_named(db: Db) -> Result<()> {
    shop(&db).await;
    let text = "SELECT length(name) AS letters, name || '!' AS loud, * FROM tags ORDER BY id";
    let tags = Tag::raw(&db, text, ()).with::<(i32, Option<String>)>(&["letters", "loud"]);
    let tags = db.assert_statements(2, tags.prefetch_related(|t| t.products)).await?;
    assert_eq!((tags[1].0.name.as_str(), &tags[1].1), ("sale", &(4, Some("sale!".to_owned()))));
    assert_eq!(tags[1].0.products.loaded()?.len(), 3);
    let one: Vec<(Tag, i64)> = Tag::raw(&db, "SELECT id AS other, * FROM tags", ()).with(&["other"]).await?;
    assert!(one.iter().all(|(tag, other)| tag.id == *other));
    let missing = Tag::raw(&db, "SELECT * FROM tags", ()).with::<i32>(&["letters"]).await.unwrap_err();
    assert_eq!(missing.to_string(), "`letters` is not in the rows of a raw query of `Tag`");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn values_are_bound_whatever_they_say(db: Db) -> Result<()> {
    shop(&db).await;
    let hostile = "'; DROP TABLE tags; --";
    let none = Tag::raw(&db, "SELECT * FROM tags WHERE name = {}", (hostile,)).await?;
    assert!(none.is_empty());
    let braces = Tag::raw(&db, "SELECT id, '{{}}' AS name FROM tags WHERE name = {}", ("new",)).await?;
    assert_eq!(braces[0].name, "{}");
    for wrong in
        [Tag::raw(&db, "SELECT * FROM tags WHERE id = {}", ()), Tag::raw(&db, "SELECT * FROM tags", (1,))]
    {
        let error = db.assert_statements(0, wrong).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Misuse);
    }
    let column = ["id", "name"][1];
    let made = Tag::raw_unchecked(&db, &format!("SELECT * FROM tags ORDER BY {column} LIMIT {{}}"), (1i64,));
    assert_eq!(made.await?[0].name, "new");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_column_that_is_missing_or_holds_something_else_is_named(db: Db) -> Result<()> {
    shop(&db).await;
    let error = Tag::raw(&db, "SELECT name FROM tags", ()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert!(error.to_string().starts_with("`Tag.id` is not in the rows"), "{error}");
    let error = Tag::raw(&db, "SELECT 1 AS other, id, id AS name FROM tags", ()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert!(
        error.to_string().starts_with("`Tag.name` cannot hold what the database has there (int8)"),
        "{error}"
    );
    assert_eq!(Tag::raw(&db, "SELECT FROM nowhere", ()).await.unwrap_err().kind(), Kind::UndefinedObject);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn relations_of_raw_instances_are_prefetched_and_saved_as_others(db: Db) -> Result<()> {
    shop(&db).await;
    let raw = Product::raw(&db, "SELECT * FROM products WHERE stock > {} ORDER BY id", (4,));
    let raw = raw.prefetch_related(|p| (p.tags, p.reviews.order_by(|r| r.rating)));
    let mut products = db.assert_statements(3, raw).await?;
    assert_eq!(names(&products), ["Radio", "Atlas", "Novel"]);
    assert_eq!(products[0].tags.loaded()?.len(), 2);
    assert_eq!(products[0].reviews.loaded()?.iter().map(|r| r.rating).collect::<Vec<_>>(), [1, 3, 5]);
    db.atomic(async |tx| -> Result<()> {
        let text = "UPDATE products SET stock = stock + {} WHERE id = {} RETURNING *";
        assert_eq!(Product::raw(tx, text, (1, 1i64)).await?[0].stock, 6);
        Ok(())
    })
    .await?;
    products[0].stock = 8;
    products[0].save(&db).await?;
    assert_eq!(Product::objects(&db).by_key(1).await?.stock, 8);
    Ok(())
}
