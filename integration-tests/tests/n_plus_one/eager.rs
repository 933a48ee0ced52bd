//! Relations that are loaded with the rows, and nobody looks at them.

use std::time::Duration;

use querent::Result;
use querent::prelude::*;
use querent::watch::Rule;

use crate::{Detail, Product, ROWS, found, told};

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn a_path_that_nobody_follows_is_one_finding_that_names_all_of_it(db: Db) -> Result<()> {
    let findings = found(async {
        Product::objects(&db).select_related(|p| p.category.parent.parent).await?;
        Product::objects(&db).prefetch_related(|p| p.tags.products).await?;
        Ok(())
    })
    .await?;
    // A parent has no parent: `category.parent.parent` leads to no row.
    let expected = [
        (Rule::UnusedEagerLoad, "Product.category", Some(".select_related(|p| p.category.parent)")),
        (Rule::UnusedEagerLoad, "Product.tags", Some(".prefetch_related(|p| p.tags.products)")),
    ];
    assert_eq!(told(&findings), expected);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn rows_that_never_arrived_were_not_left_unused(db: Db) -> Result<()> {
    let findings = db
        .atomic(async |tx| {
            tx.batch_execute("LOCK TABLE tag").await?;
            found(async {
                let query = Product::objects(&db).select_related(|p| p.category).prefetch_related(|p| p.tags);
                let late = tokio::time::timeout(Duration::from_millis(300), query.into_future()).await;
                assert!(late.is_err(), "the table of the tags is locked");
                Ok(())
            })
            .await
        })
        .await?;
    assert_eq!(told(&findings), []);
    Ok(())
}
