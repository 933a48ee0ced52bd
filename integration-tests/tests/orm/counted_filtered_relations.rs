//! How many rows there are where only some of the related rows are joined.

use querent::Result;
use querent::prelude::*;

use crate::models::{Category, Detail, Product, Review, Tag, names, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn values_of_a_filtered_relation_are_counted_as_the_rows_that_they_are(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .order_by(|(c, cheap)| (c.name, cheap.name));
    let values = cheap.clone().values(|(c, cheap)| (c.name, cheap.name));
    assert_eq!(values.clone().count().await?, 5);
    let page = values.paginate(2, 3).await?;
    assert_eq!((page.total, page.rows.len()), (5, 2));
    let annotated = cheap.annotate(|(_, cheap)| cheap.name);
    assert_eq!(annotated.clone().count().await?, 5);
    assert_eq!(annotated.await?.len(), 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_are_grouped_behind_a_filtered_relation_are_counted_as_groups(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .filter(|(_, cheap)| cheap.stock.gt(5))
        .annotate(|(_, cheap)| cheap.count());
    assert_eq!(counted.clone().count().await?, 1);
    let told: Vec<_> = counted.await?.into_iter().map(|(category, n)| (category.name, n)).collect();
    assert_eq!(told, [("Books".to_owned(), 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn exclude_asks_whether_any_row_of_a_filtered_relation_fulfils_the_condition(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = || Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
    let named = |rows: Vec<Category>| rows.into_iter().map(|one| one.name).collect::<Vec<_>>();
    let without = cheap().exclude(|(_, cheap)| cheap.name.eq("Novel"));
    assert_eq!(
        without.sql()?,
        "SELECT \"categories\".\"id\", \"categories\".\"name\", \"categories\".\"parent_id\" FROM \"categories\" WHERE \
         NOT EXISTS (SELECT 1 FROM \"products\" AS \"U1\" WHERE \"U1\".\"category_id\" = \"categories\".\"id\" AND \
         \"U1\".\"price\" < $2 AND \"U1\".\"name\" = $1) ORDER BY \"categories\".\"name\""
    );
    assert_eq!(named(without.clone().await?), ["Audio", "Electronics", "Empty"]);
    assert_eq!(without.count().await?, 3);
    let not_the_dear = cheap().exclude(|(_, cheap)| cheap.name.eq("Headset"));
    assert_eq!(not_the_dear.count().await?, 4, "Headset is not among the rows of the relation");
    let one_row = cheap().filter(|(_, cheap)| cheap.stock.gt(5) & !cheap.name.eq("Novel"));
    assert_eq!(named(one_row.await?), ["Books"], "a negation behind a condition speaks of the same row");
    let each = cheap().filter(|(_, cheap)| cheap.stock.gt(5)).exclude(|(_, cheap)| cheap.name.eq("Novel"));
    assert_eq!(named(each.await?), [""; 0]);
    let related = cheap().exclude(|(_, cheap)| cheap.is_null());
    assert_eq!(named(related.await?), ["Audio", "Books"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail, Tag])]
async fn exclude_asks_of_the_rows_behind_pairs_too(db: Db) -> Result<()> {
    shop(&db).await;
    let new = || Product::objects(&db).filtered_relation(|p| p.tags.filter(|t| t.name.eq("new")));
    let without = new().exclude(|(_, new)| new.name.startswith("n")).order_by(|(p, _)| p.id);
    assert_eq!(names(&without.await?), ["Lamp", "Atlas", "Novel"]);
    let all = new().exclude(|(_, new)| new.name.eq("sale"));
    assert_eq!(all.count().await?, 5);
    let with = new().exclude(|(_, new)| new.name.coalesce("none").eq("none")).order_by(|(p, _)| p.id);
    assert_eq!(
        names(&with.await?),
        ["Radio", "Headset"],
        "a pair with another tag is none of the relation's"
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_behind_a_count_of_a_filtered_relation_keeps_what_is_counted(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| p.price.lt(30)))
        .annotate(|(_, cheap)| cheap.count())
        .filter(|((_, cheap), _)| cheap.name.eq("Novel"))
        .values(|((c, _), n)| (c.name, n));
    assert_eq!(counted.await?, [("Books".to_owned(), 2)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn exclude_of_a_filtered_relation_stands_beside_and_behind_other_conditions(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = || Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
    let both = cheap().exclude(|(c, cheap)| cheap.name.eq("Novel") & c.name.eq("Books"));
    assert_eq!(both.values(|(c, _)| c.name).await?, ["Audio", "Electronics", "Empty"]);
    let behind = cheap().exclude(|(_, cheap)| cheap.reviews.rating.eq(5));
    assert_eq!(behind.values(|(c, _)| c.name).await?, ["Books", "Electronics", "Empty"]);
    let without_a_row = cheap().exclude(|(_, cheap)| cheap.note.coalesce("none").eq("none"));
    assert_eq!(without_a_row.values(|(c, _)| c.name).await?, ["Audio", "Books"]);
    let slice = cheap().limit(3).exclude(|(_, cheap)| cheap.name.eq("Novel"));
    assert_eq!(slice.values(|(c, _)| c.name).await?, ["Audio", "Electronics"]);
    let two = cheap()
        .filtered_relation(|(c, _)| c.products.filter(|p| p.stock.lt(5)))
        .exclude(|((_, cheap), few)| cheap.name.eq("Novel") | few.name.eq("Lamp"));
    assert_eq!(two.values(|((c, _), _)| c.name).await?, ["Audio", "Empty"]);
    let good = Category::objects(&db)
        .filtered_relation(|c| c.products.filter(|p| exists(p.reviews.filter(|r| r.rating.gte(4)))));
    let without_radio = good.clone().exclude(|(_, good)| good.name.eq("Radio"));
    assert_eq!(without_radio.values(|(c, _)| c.name).await?, ["Books", "Electronics", "Empty"]);
    assert_eq!(good.exclude(|(_, good)| good.name.eq("Headset")).count().await?, 4);
    let inside = Product::objects(&db).filter(|p| {
        let own = Category::within(p).filtered_relation(|c| c.products.filter(|q| q.price.lt(30)));
        exists(own.filter(|(c, _)| c.id.eq(p.category.key())).exclude(|(_, cheap)| cheap.name.eq("Novel")))
    });
    assert_eq!(names(&inside.order_by(|p| p.id).await?), ["Radio", "Lamp", "Headset"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_written_without_a_row_of_a_filtered_relation_goes_by_its_condition(db: Db) -> Result<()> {
    shop(&db).await;
    let cheap = || Category::objects(&db).filtered_relation(|c| c.products.filter(|p| p.price.lt(30)));
    let all = cheap().exclude(|(_, cheap)| cheap.name.eq("Headset"));
    assert_eq!(all.update(|(c, _)| c.name.set("any")).await?, 4, "Headset is not cheap");
    let some = cheap().exclude(|(_, cheap)| cheap.name.eq("Novel"));
    assert_eq!(some.update(|(c, _)| c.name.set("other")).await?, 3);
    assert_eq!(cheap().exclude(|(_, cheap)| cheap.name.lt("S")).delete().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail, Tag])]
async fn pairs_that_lead_to_no_row_of_a_filtered_relation_are_no_part_of_an_array(db: Db) -> Result<()> {
    shop(&db).await;
    let told = Product::objects(&db)
        .filtered_relation(|p| p.tags.filter(|t| t.name.eq("new")))
        .annotate(|(p, new)| (new.name.array_agg(), p.reviews.count()))
        .order_by(|((p, _), _)| p.id)
        .values(|(_, (new, n))| (new, n))
        .await?;
    let new = || Some(vec![Some("new".to_owned())]);
    let none = || Some(vec![None]);
    assert_eq!(told, [(new(), 3), (none(), 1), (none(), 0), (new(), 2), (none(), 0)]);
    Ok(())
}
