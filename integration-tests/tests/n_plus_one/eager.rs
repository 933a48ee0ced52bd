//! Relations that are loaded with the rows, and nobody looks at them.

use std::time::Duration;

use querent::Result;
use querent::prelude::*;
use querent::watch::{Mode, Rule, Thresholds, Watch};

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
                let limit = Duration::from_millis(300);
                let late = "the table of the tags is locked";
                tokio::time::timeout(limit, query.clone()).await.expect_err(late);
                tokio::time::timeout(limit, query.clone().page(4, None)).await.expect_err(late);
                tokio::time::timeout(limit, query.in_bulk_all()).await.expect_err(late);
                Ok(())
            })
            .await
        })
        .await?;
    assert_eq!(told(&findings), []);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn in_development_the_third_result_of_a_line_that_nobody_looked_at_is_told_of(db: Db) -> Result<()> {
    let watch = Watch::new().mode(Mode::Deny).thresholds(Thresholds::development());
    for (time, told) in [(1, 0), (2, 0), (3, 1), (4, 1)] {
        let scope = watch.clone().scope("a request");
        scope.run(async { Product::objects(&db).select_related(|p| p.category).await.map(drop) }).await?;
        assert_eq!(scope.finish().len(), told, "the {time}. time");
    }
    Ok(())
}
