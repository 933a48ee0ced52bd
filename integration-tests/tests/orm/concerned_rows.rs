//! Which rows an UPDATE or DELETE of a query concerns: those that the query selects.

use querent::Result;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, Tag, shop};

/// The categories with a dear product that is no radio: Audio, which has a radio too.
fn with_another_dear_product(db: &Db) -> QuerySet<Category> {
    Category::objects(db).filter(|c| c.products.price.gt(50) & !c.products.name.eq("Radio"))
}

/// New products which are, of this tag, many or not for sale.
fn new_and_many_or_not_for_sale(db: &Db) -> QuerySet<Product> {
    Product::objects(db).filter(|p| p.tags.name.eq("new") & (p.stock.gt(100) | !p.tags.name.eq("sale")))
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_of_the_joined_row_is_asked_of_that_row_alone(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(with_another_dear_product(&db).count().await?, 1);
    let mut all = Category::objects(&db).await?;
    let many = with_another_dear_product(&db).bulk_update(&mut all, |c| c.name);
    assert_eq!(db.assert_statements(1, many).await?, 1);
    assert_eq!(new_and_many_or_not_for_sale(&db).count().await?, 2);
    assert_eq!(new_and_many_or_not_for_sale(&db).update(|p| p.stock.set(1)).await?, 2);
    assert_eq!(new_and_many_or_not_for_sale(&db).delete().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_said_of_the_row_itself_is_said_outside_the_subquery_too(db: Db) -> Result<()> {
    shop(&db).await;
    let statements = db.record_statements();
    let own = Category::objects(&db)
        .filter(|c| c.name.ne("x") & c.products.price.gt(50) & !c.products.name.eq("Radio"))
        .exclude(|c| c.children.name.eq("Radio"));
    assert_eq!(own.update(|c| c.name.set("x")).await?, 1);
    assert_eq!(
        statements.statements(),
        [
            "UPDATE \"categories\" SET \"name\" = $1 WHERE \"categories\".\"name\" <> $2 AND NOT EXISTS (SELECT 1 FROM \
          \"categories\" AS \"U1\" WHERE \"U1\".\"parent_id\" = \"categories\".\"id\" AND \"U1\".\"name\" = $3) AND \
          \"categories\".\"id\" IN (SELECT \"categories\".\"id\" FROM \"categories\" INNER JOIN \"products\" ON \
          \"products\".\"category_id\" = \"categories\".\"id\" WHERE \"categories\".\"name\" <> $4 AND \
          \"products\".\"price\" > $5 AND \"products\".\"name\" IS DISTINCT FROM $6 AND NOT EXISTS (SELECT 1 FROM \"categories\" AS \
          \"U1\" WHERE \"U1\".\"parent_id\" = \"categories\".\"id\" AND \"U1\".\"name\" = $7))"
        ]
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_first_call_of_a_related_manager_speaks_of_the_pair_in_a_write_too(db: Db) -> Result<()> {
    shop(&db).await;
    let new = Tag::objects(&db).get(|t| t.name.eq("new")).await?;
    let not_by_sale = || new.products.objects(&db).exclude(|p| p.tags.name.eq("sale"));
    assert_eq!(not_by_sale().count().await?, 2);
    assert_eq!(not_by_sale().update(|p| p.stock.set(1)).await?, 2);
    let second = new.products.objects(&db).filter(|p| p.stock.eq(1)).exclude(|p| p.tags.name.eq("sale"));
    assert_eq!(second.delete().await?, 0, "the second call asks of every tag");
    assert_eq!(not_by_sale().delete().await?, 2);
    Ok(())
}
