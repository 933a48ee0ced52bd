//! Rows that live longer than the scope of their query, and scopes in scopes.

use querent::Result;
use querent::prelude::*;
use querent::watch::{Mode, Rule, Thresholds, Watch, capture, scope};

use crate::{Detail, Product, ROWS, found, told};

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_is_loaded_for_rows_of_a_scope_that_has_ended_belongs_to_the_scope_that_loads(
    db: Db,
) -> Result<()> {
    let watch = || Watch::new().mode(Mode::Deny).thresholds(Thresholds::test());
    let startup = watch().scope("startup");
    let products = startup.run(Product::objects(&db)).await?;
    assert_eq!(startup.finish(), []);
    for product in &products[..3] {
        let request = watch().scope("request");
        request.run(async { product.category.load(&db).await.map(drop) }).await?;
        assert_eq!(told(&request.finish()), [], "one load in each request is no N+1");
    }
    let (result, findings) = capture(async {
        for product in &products[3..] {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    })
    .await;
    result?;
    assert_eq!(
        told(&findings),
        [(Rule::LazyRelation, "Product.category", Some(".select_related(|p| p.category)"))]
    );
    assert_eq!((findings[0].loads, findings[0].endpoint.as_deref()), (3, Some("capture")));
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn a_job_in_a_test_is_watched_as_the_test_is(db: Db) -> Result<()> {
    let findings = found(scope("nightly report", async {
        for product in &Product::objects(&db).await? {
            product.category.load(&db).await?;
        }
        Ok(())
    }))
    .await?;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].endpoint.as_deref(), Some("a test"));
    Ok(())
}
