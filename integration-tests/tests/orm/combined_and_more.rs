//! What is put together of combined, grouped and distinct rows.

use querent::prelude::*;
use querent::{Kind, Result};
use rust_decimal::dec;

use crate::models::{Category, Detail, Product, Review, Tag, names, shop};

/// Radio, Lamp, Headset
fn either(db: &Db) -> QuerySet<Product> {
    let audio = Product::objects(db).filter(|p| p.category.name.eq("Audio"));
    audio.union(Product::objects(db).filter(|p| p.price.gt(30)))
}

#[querent_testkit::test(models = [Review, Detail])]
async fn combined_rows_are_sliced_grouped_and_combined_again(db: Db) -> Result<()> {
    shop(&db).await;
    let slice = || either(&db).order_by(|p| (p.category.name, p.price)).limit(2); // Radio, Headset
    assert_eq!(names(&slice().await?), ["Radio", "Headset"]);
    assert_eq!(names(&slice().reverse().select_related(|p| p.category).await?), ["Headset", "Radio"]);
    assert_eq!(names(&slice().filter(|p| p.tags.name.eq("new") & p.stock.gt(2)).await?), ["Radio"]);
    assert_eq!(slice().values(|p| p.category.name).await?, ["Audio", "Audio"]);
    assert_eq!(slice().values(|p| p.category.name).distinct().order_by(|_| ()).count().await?, 1);
    let more = slice().union(Product::objects(&db).order_by(|p| p.price).limit(1)).order_by(|p| p.id);
    assert_eq!(names(&more.clone().await?), ["Radio", "Headset", "Novel"]);
    assert_eq!(more.clone().values(|p| p.is_active).order_by(|p| p.is_active).await?, [true]);
    assert_eq!(names(&more.limit(2).filter(|p| p.price.gt(50)).await?), ["Headset"]);
    let first =
        either(&db).order_by(|p| (p.category.key(), p.price.desc())).distinct_on(|p| p.category.key());
    assert_eq!(names(&first.clone().await?), ["Lamp", "Headset"]);
    assert_eq!(first.count().await?, 2);
    let grouped = either(&db).annotate(|p| p.tags.count()).values(|(_, n)| n).annotate(|(p, _)| p.id.count());
    assert_eq!(grouped.order_by(|((_, tags), _)| tags).await?, [(1, 1), (2, 2)]);
    let ids = either(&db).order_by(|p| p.price.desc()).limit(2).values(|p| p.id);
    let inside = Product::objects(&db).filter(|p| p.id.is_in(ids)).order_by(|p| p.id);
    assert_eq!(names(&inside.await?), ["Lamp", "Headset"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn annotated_sides_are_grouped_counted_and_selected_from(db: Db) -> Result<()> {
    shop(&db).await;
    let counted = || Product::objects(&db).annotate(|p| p.reviews.count());
    let both = || {
        let most = counted().filter(|(_, n)| n.gt(2));
        most.union(counted().filter(|(p, _)| p.category.name.eq("Books"))).order_by(|(p, n)| (n.desc(), p.id))
    };
    let told: Vec<_> = both().await?.into_iter().map(|(product, n)| (product.name, n)).collect();
    assert_eq!(told, [("Radio", 3), ("Atlas", 0), ("Novel", 0)].map(|(name, n)| (name.to_owned(), n)));
    assert_eq!(both().order_by(|(_, n)| n.desc()).values(|(_, n)| n).await?, [3, 0]);
    assert_eq!(
        both().values(|(_, n)| n).await.unwrap_err().kind(),
        Kind::Misuse,
        "ordered by what is not selected"
    );
    assert_eq!(both().values(|(p, n)| (p.category.name, n)).order_by(|(_, n)| n).await?.len(), 2);
    assert_eq!(both().count().await?, 3);
    assert_eq!(both().aggregate(|(_, n)| (n.sum(), n.max())).await?, (Some(dec!(3)), Some(3)));
    assert_eq!(
        both().limit(2).aggregate(|(p, n)| (n.sum(), p.stock.sum())).await?,
        (Some(dec!(3)), Some(14))
    );
    assert_eq!(both().limit(2).filter(|(_, n)| n.eq(0)).count().await?, 1);
    let all = counted().union_all(counted().filter(|(_, n)| n.gt(2))).order_by(|(p, _)| p.id);
    assert_eq!(
        all.values(|(_, n)| n).await?,
        [3, 3, 1, 0, 2, 0],
        "rows that are not compared have all columns"
    );
    let again = both().annotate(|(p, n)| (n + 1, p.tags.count())).order_by(|(p, _, _)| p.id).await?;
    let again: Vec<_> = again.into_iter().map(|(_, n, (more, tags))| (n, more, tags)).collect();
    assert_eq!(again, [(3, 4, 2), (0, 1, 0), (0, 1, 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn combined_values_are_distinct_counted_grouped_and_members(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || {
        let names = Product::objects(&db).values(|p| p.name);
        names
            .union_all(Category::objects(&db).values(|c| c.name))
            .union_all(Product::objects(&db).values(|p| p.name))
    };
    assert_eq!(all().count().await?, 14);
    assert_eq!(all().distinct().count().await?, 9);
    assert_eq!(all().distinct().order_by(|p| p.name.desc()).limit(2).await?, ["Radio", "Novel"]);
    assert_eq!(all().order_by(|p| p.name).limit(3).count().await?, 3);
    assert!(all().filter(|p| p.name.eq("Books")).exists().await?);
    let twice = all().annotate(count_all).filter(|(_, n)| n.gt(1));
    assert_eq!(twice.clone().count().await?, 5);
    assert_eq!(twice.order_by(|(p, _)| p.name).first().await?, Some(("Atlas".to_owned(), 2)));
    let called = Category::objects(&db).filter(|c| c.name.is_in(all()));
    assert_eq!(called.count().await?, 4);
    let tags = Tag::objects(&db).values(|t| (t.name, t.products.count()));
    let both = tags.clone().union(tags).order_by(|t| t.name).await?;
    assert_eq!(both, [("new", 2), ("rare", 0), ("sale", 3)].map(|(name, n)| (name.to_owned(), n)));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_slice_of_groups_has_their_values_only(db: Db) -> Result<()> {
    shop(&db).await;
    let most = || {
        let grouped = Product::objects(&db).values(|p| p.category.name).annotate(|p| p.price.max());
        grouped.order_by(|(_, price)| price.desc()).limit(2) // Audio 99.99, Electronics 35.50
    };
    assert_eq!(most().filter(|(p, _)| p.category.name.startswith("E")).await?.len(), 1);
    assert_eq!(most().filter(|(_, price)| price.gt(50)).count().await?, 1);
    assert_eq!(
        most().aggregate(|(p, price)| (p.category.name.max(), price.sum())).await?.1,
        Some(dec!(135.49))
    );
    assert_eq!(most().values(|(_, price)| price).await?, [Some(dec!(99.99)), Some(dec!(35.50))]);
    assert_eq!(most().reverse().await?[0].0, "Electronics");
    let error = most().filter(|(p, _)| p.stock.gt(1)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    Ok(())
}
