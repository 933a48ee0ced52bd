//! Rows that one line looks up one by one: their scope keeps what is known of them, and they may outlive it.

use querent::prelude::*;
use querent::watch::{Rule, Scope, Thresholds, Watch};

use crate::pages::named;
use crate::{Category, Product, ROWS};

fn scope(name: &'static str) -> Scope {
    Watch::new().thresholds(Thresholds::development()).keep_requests(100).scope(name)
}

async fn look_up(db: &Db) -> querent::Result<Vec<Product>> {
    let mut products = Vec::new();
    for key in 1..=5 {
        products.push(Product::objects(db).by_key(key).await?);
    }
    Ok(products)
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_scope_that_nobody_has_ended_ends_though_rows_that_were_looked_up_in_it_live_on(
    db: Db,
) -> querent::Result<()> {
    let scope = scope("looks up and is dropped");
    let products = scope.run(look_up(&db)).await?;
    assert!(named("looks up and is dropped").is_empty());
    drop(scope);
    let [ended] = &named("looks up and is dropped")[..] else { panic!("it has not ended") };
    assert!(ended.aborted);
    drop(products);
    Ok(())
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn a_relation_of_rows_that_were_looked_up_in_a_scope_that_is_gone_counts_where_it_is_loaded(
    db: Db,
) -> querent::Result<()> {
    let (before, now) = (scope("looks up and is gone"), scope("loads what was looked up"));
    let products = before.run(look_up(&db)).await?;
    drop(before);
    let load = async {
        for product in &products {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    now.run(load).await?;
    let [finding] = &now.finish()[..] else { panic!("one is expected") };
    assert_eq!((finding.rule, &*finding.path, finding.loads), (Rule::LazyRelation, "Product.category", 5));
    Ok(())
}
