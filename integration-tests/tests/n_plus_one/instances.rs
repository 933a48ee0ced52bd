//! Relations that are loaded for instances which are there already.

use querent::Result;
use querent::prelude::*;
use querent::watch::Rule;

use crate::{Detail, Product, ROWS, found, told};

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_is_loaded_for_instances_belongs_to_the_line_that_asks_for_it(db: Db) -> Result<()> {
    let mut line = 0;
    let findings = found(async {
        let mut products = Product::objects(&db).filter(|p| p.id.lte(3)).await?;
        products.extend(Product::objects(&db).filter(|p| p.id.gt(3)).await?);
        line = line!() + 1;
        prefetch_related_objects(&db, &products, |p| p.tags).await?;
        for tag in products.iter().flat_map(|product| product.tags.loaded().into_iter().flatten()) {
            tag.products.load(&db).await?;
        }
        Ok(())
    })
    .await?;
    assert_eq!(told(&findings), [(Rule::LazyRelation, "Product.tags.products", Some("p.tags.products"))]);
    let finding = &findings[0];
    assert_eq!((finding.distinct, finding.siblings), (12, Some(12)), "the tags of all products are siblings");
    let at = format!("{}:{line}:", file!());
    assert!(finding.query_at.as_deref().unwrap().starts_with(&at), "{finding}");
    assert!(
        finding.advice.starts_with(&format!("name `p.tags.products` in what is prefetched at {at}")),
        "{finding}"
    );
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_is_loaded_for_instances_and_left_is_told_of_neither_their_query_nor_the_first_step(
    db: Db,
) -> Result<()> {
    let findings = found(async {
        let products = Product::objects(&db).await?;
        prefetch_related_objects(&db, &products, |p| p.tags).await?;
        Ok(())
    })
    .await?;
    assert_eq!(told(&findings), []);
    Ok(())
}
