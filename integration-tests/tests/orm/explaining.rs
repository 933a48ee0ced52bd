//! How the server runs a query.

use querent::prelude::*;
use querent::{Explain, Result};
use querent_testkit::StatementCounts;
use serde_json::Value;

use crate::models::{Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn the_plan_is_of_the_query_with_its_values(db: Db) -> Result<()> {
    shop(&db).await;
    let dear = || Product::objects(&db).filter(|p| p.price.gt(30) & p.category.name.eq("Audio")).limit(3);
    let recording = db.record_statements();
    let plan = dear().explain().await?;
    assert!(plan.contains("Limit") && plan.contains("products") && plan.contains("cost="), "{plan}");
    assert!(plan.contains('\n'), "{plan}");
    assert_eq!(recording.statements(), [format!("EXPLAIN {}", dear().sql()?)]);
    drop(recording);
    assert_eq!(db.assert_statements(0, dear().none().explain()).await?, "");
    let counted = Product::objects(&db).values(|p| p.stock).annotate(|p| p.id.count());
    assert!(counted.explain().await?.contains("Aggregate"));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn options_say_what_is_told_and_how(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db).prefetch_related(|p| p.tags);
    let run =
        db.assert_statements(1, all().explain_with(Explain::new().analyze().buffers().verbose())).await?;
    assert!(run.contains("actual") && run.contains("Output:"), "{run}");
    let short = all().explain_with(Explain::new().without_costs().settings()).await?;
    assert!(!short.contains("cost="), "{short}");
    let json = all().explain_with(Explain::new().xml().json()).await?;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["Plan"]["Relation Name"], "products");
    assert!(all().explain_with(Explain::new().xml()).await?.starts_with("<explain"));
    assert!(all().explain_with(Explain::new().yaml()).await?.starts_with("- Plan:"));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_plan_is_asked_for_in_a_transaction_too(db: Db) -> Result<()> {
    shop(&db).await;
    db.atomic(async |tx| -> Result<()> {
        let plan = Product::objects(tx).select_for_update().explain().await?;
        assert!(plan.contains("LockRows"), "{plan}");
        Ok(())
    })
    .await
}
