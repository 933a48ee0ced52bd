//! Related rows that are queried through the manager of one instance after another.

use querent::Result;
use querent::prelude::*;

use crate::{Category, Detail, Product, ROWS, SILENT, Tag, fixes, found, warnings, watched};

#[querent_testkit::test(models = [Detail])]
async fn a_manager_awaited_for_the_second_sibling_is_one_warning(db: Db) -> Result<()> {
    watched(&db).await;
    let query = line!() + 1;
    let products = Product::objects(&db).order_by(|p| p.id).await?;
    let load = line!() + 2;
    for (at, product) in products.iter().enumerate() {
        product.tags.objects(&db).filter(|t| t.id.gt(1)).await?;
        assert_eq!(warnings(load..=load).len(), usize::from(at > 0));
    }
    let warning = &warnings(load..=load)[0];
    let says = |field: &str| warning[field].as_str();
    assert_eq!((says("relation"), says("loads"), says("siblings")), ("Product.tags", "2", "6"));
    assert!(says("loaded_at").starts_with(&format!("{}:{load}:", file!())), "{warning:?}");
    assert!(says("query_at").starts_with(&format!("{}:{query}:", file!())), "{warning:?}");
    assert_eq!(says("fix"), ".prefetch_related(|p| p.tags)");
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn every_verb_that_reads_through_a_manager_is_watched(db: Db) -> Result<()> {
    watched(&db).await;
    let products = Product::objects(&db).await?;
    let start = line!();
    for product in &products {
        let tags = || product.tags.objects(&db);
        tags().count().await?;
        tags().exists().await?;
        tags().first().await?;
        tags().get(|t| t.id.eq(1)).optional().await?;
        tags().values(|t| t.id).await?;
        tags().order_by(|t| t.id).limit(1).filter(|t| t.id.gt(0)).await?;
        let mut stream = tags().stream();
        while stream.try_next().await?.is_some() {}
    }
    let expected = [
        ".annotate(|p| p.tags.count())",
        ".annotate(|p| exists(p.tags))",
        ".prefetch_related(|p| p.tags.limit(1))",
        ".prefetch_related(|p| p.tags)", // values, of whatever kind
        ".prefetch_related(|p| p.tags)", // rows, of whatever condition
    ];
    assert_eq!(fixes(start..=line!()), expected);
    let start = line!();
    for category in &Category::objects(&db).prefetch_related(|c| c.products).await? {
        for product in category.products.loaded()? {
            product.tags.objects(&db).count().await?;
        }
    }
    assert_eq!(fixes(start..=line!()), [".prefetch_related(|c| c.products.tags)"]);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn a_manager_of_one_instance_or_one_that_writes_is_silent(db: Db) -> Result<()> {
    watched(&db).await;
    let products = Product::objects(&db).await?;
    let start = line!();
    for _ in 0..5 {
        let tags = products[0].tags.objects(&db);
        tags.clone().count().await?;
        tags.await?;
    }
    for product in &products {
        product.tags.objects(&db).update(|t| t.id.set(t.id)).await?;
        product.tags.objects(&db).filter(|t| t.id.eq(99)).delete().await?;
        let _never_awaited = product.tags.objects(&db);
        let tagged = Tag::objects(&db).filter(|t| t.id.is_in(product.tags.objects(&db).values(|t| t.id)));
        tagged.count().await?;
    }
    for created in Tag::objects(&db).bulk_create([Tag::draft(), Tag::draft()]).await? {
        created.products.objects(&db).count().await?;
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_was_prefetched_and_is_asked_for_again_is_to_be_looked_at(db: Db) -> Result<()> {
    let findings = found(async {
        for category in &Category::objects(&db).prefetch_related(|c| c.products).await? {
            category.products.objects(&db).count().await?;
            category.products.objects(&db).filter(|p| p.id.gt(1)).await?;
        }
        Ok(())
    })
    .await?;
    let advice: Vec<_> =
        findings.iter().map(|one| one.advice.replace(one.query_at.as_ref().unwrap(), "Q")).collect();
    assert_eq!(
        advice[..2],
        [
            "look at `.products.loaded()`, which the query at Q has prefetched",
            "look at `.products.loaded()`, which the query at Q has prefetched, or prefetch what is asked for here, with \
             the conditions of this one",
        ]
    );
    assert!(findings[..2].iter().all(|finding| finding.fix.is_none()), "no code takes its place as it is");
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn a_fix_is_to_have_the_conditions_and_the_order_of_the_query_that_was_found(db: Db) -> Result<()> {
    let findings = found(async {
        for category in &Category::objects(&db).await? {
            let products = category.products.objects(&db).filter(|p| p.id.gt(1));
            products.order_by(|p| p.name.desc()).first().await?;
        }
        Ok(())
    })
    .await?;
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    let end = ", with the conditions and the order of this one";
    assert!(finding.advice.starts_with("add `.prefetch_related(|c| c.products.limit(1))`"), "{finding}");
    assert!(finding.advice.ends_with(end), "{finding}");
    Ok(())
}
