//! What becomes of a finding: a failure at the end, an error, a panic.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use querent::prelude::*;
use querent::watch::{Mode, Rule, Thresholds, Watch, capture, report, setup, watched, watched_or_failed};
use querent::{Kind, Result};

use crate::{Category, Detail, Product, ROWS};

fn watching(mode: Mode) -> Watch {
    Watch::new().mode(mode).thresholds(Thresholds::test())
}

async fn categories(db: &Db) -> Result<()> {
    for product in &Product::objects(db).await? {
        product.category.load(db).await?;
    }
    Ok(())
}

async fn tags(db: &Db) -> Result<()> {
    for product in &Product::objects(db).await? {
        product.tags.load(db).await?;
    }
    Ok(())
}

/// The text of a panic of `work`, if it panics.
async fn panicked(work: impl Future<Output = Result<()>>) -> Option<String> {
    let panic = AssertUnwindSafe(work).catch_unwind().await.err()?;
    panic.downcast_ref::<String>().cloned()
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn denied_findings_are_one_failure_at_the_end(db: Db) -> Result<()> {
    let work = async {
        categories(&db).await?;
        tags(&db).await
    };
    let text = panicked(watched(watching(Mode::Deny), "a test", work)).await.unwrap();
    assert!(
        text.starts_with("the N+1 watch found 2 of these:\n- N+1: `Product.category` is loaded"),
        "{text}"
    );
    assert!(
        text.contains("6 queries for 6 of 6 rows") && text.contains("\n- N+1: `Product.tags` is"),
        "{text}"
    );
    assert_eq!(panicked(watched(watching(Mode::Deny), "a test", async { Ok(()) })).await, None);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn as_an_error_the_load_that_is_one_too_many_fails_and_is_not_sent(db: Db) -> Result<()> {
    let recording = db.record_statements();
    let error = watched(watching(Mode::Error), "a test", categories(&db)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NPlusOne);
    assert!(error.to_string().contains(".select_related(|p| p.category)"), "{error}");
    assert_eq!(recording.statements().len(), 2, "the products, and one category");
    let by_key = async {
        for key in 1..=3 {
            Product::objects(&db).by_key(key).await?;
        }
        Ok(())
    };
    let error: querent::Error = watched(watching(Mode::Error), "a test", by_key).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NPlusOne);
    assert!(error.to_string().contains("`Product::objects(&db).in_bulk(keys)`"), "{error}");
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn as_a_panic_it_names_both_lines_and_the_pool_stays_whole(db: Db) -> Result<()> {
    let text = panicked(watched(watching(Mode::Panic), "a test", categories(&db))).await.unwrap();
    assert!(text.matches(file!()).count() == 2, "{text}");
    assert_eq!(Product::objects(&db).count().await?, 6);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn one_row_is_enough_where_the_query_could_have_found_several(db: Db) -> Result<()> {
    setup(Product::objects(&db).filter(|p| p.id.gt(1)).delete()).await?;
    let one_row = async || {
        for product in &Product::objects(&db).await? {
            product.category.load(&db).await?;
        }
        Product::objects(&db).by_key(1).await?.category.load(&db).await?;
        for product in &Product::objects(&db).limit(1).await? {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    let (_, findings) = capture(one_row()).await;
    assert_eq!(findings, []);
    let text = panicked(watched(watching(Mode::Deny).single_rows(), "a test", one_row())).await.unwrap();
    assert!(text.contains("found 1 of these") && text.contains("1 queries for 1 of 1 rows"), "{text}");
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn what_is_captured_is_all_of_it_with_its_totals(db: Db) -> Result<()> {
    let (answer, findings) = capture(async {
        categories(&db).await?;
        tags(&db).await
    })
    .await;
    answer?;
    let told: Vec<_> =
        findings.iter().map(|one| (one.rule, one.path.as_str(), one.loads, one.siblings)).collect();
    let expected = [
        (Rule::LazyRelation, "Product.category", 6, Some(6)),
        (Rule::LazyRelation, "Product.tags", 6, Some(6)),
    ];
    assert_eq!(told, expected);
    assert_eq!(findings[0].endpoint.as_deref(), Some("capture"));
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS, n_plus_one = "deny")]
async fn a_test_that_denies_findings_passes_without_any(db: Db) -> Result<()> {
    for product in &Product::objects(&db).select_related(|p| p.category).await? {
        product.category.loaded()?;
    }
    setup(categories(&db)).await
}

async fn fails_after_an_eager_load(db: &Db) -> Result<()> {
    let products = Product::objects(db).select_related(|p| p.category).await?;
    Category::objects(db).by_key(999).await?;
    products.iter().try_for_each(|product| product.category.loaded().map(drop))
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn of_a_test_that_fails_the_error_is_told_and_not_what_it_did_not_come_to(db: Db) {
    let error = |output: &Result<()>| output.as_ref().err().map(ToString::to_string);
    let denied = || watching(Mode::Deny);
    let failed = watched_or_failed(denied(), "test", fails_after_an_eager_load(&db), error).await;
    assert_eq!(failed.unwrap_err().kind(), Kind::DoesNotExist);
    let looping = async {
        categories(&db).await?;
        fails_after_an_eager_load(&db).await
    };
    let text = panicked(watched_or_failed(denied(), "test", looping, error)).await.unwrap();
    assert!(text.starts_with("it failed: no `Category`"), "{text}");
    assert!(text.contains("the N+1 watch found 1 of these:") && text.contains("Product.category"), "{text}");
}

#[querent_testkit::test(models = [Detail], sql = ROWS, n_plus_one = "strict")]
#[should_panic(
    expected = "the N+1 watch found 1 of these:\n- N+1: `Category.products` is loaded one row at a time"
)]
async fn a_test_that_is_strict_fails_for_one_row(db: Db) {
    for category in &Category::objects(&db).filter(|c| c.name.eq("a")).await.unwrap() {
        category.products.load(&db).await.unwrap();
    }
}

#[querent_testkit::test(models = [Detail], sql = ROWS, n_plus_one = "error")]
async fn a_test_may_ask_for_the_error(db: Db) -> Result<()> {
    assert_eq!(categories(&db).await.unwrap_err().kind(), Kind::NPlusOne);
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn the_same_lines_in_several_results_are_one_finding(db: Db) -> Result<()> {
    let (answer, findings) = capture(async {
        categories(&db).await?;
        categories(&db).await
    })
    .await;
    answer?;
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((finding.loads, finding.distinct, finding.siblings), (12, 12, Some(12)));
    Ok(())
}

#[querent_testkit::test(models = [Detail], sql = ROWS)]
async fn rows_that_are_dropped_with_their_work_were_not_left_unused(db: Db) -> Result<()> {
    let looked = async || {
        let products = Product::objects(&db).select_related(|p| p.category).await?;
        tokio::task::yield_now().await;
        Ok::<_, querent::Error>(products.len())
    };
    let (_, findings) = capture(looked()).await;
    assert_eq!(findings.iter().map(|one| one.rule).collect::<Vec<_>>(), [Rule::UnusedEagerLoad]);
    let forever = async {
        let products = Product::objects(&db).select_related(|p| p.category).await?;
        std::future::pending::<()>().await;
        Ok::<_, querent::Error>(products.len())
    };
    let given_up = watched(watching(Mode::Deny), "given up", forever);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(200), given_up).await.is_err());
    let told = report().endpoints.into_iter().find(|endpoint| endpoint.endpoint == "given up").unwrap();
    assert_eq!((told.requests, told.findings.len()), (1, 0));
    Ok(())
}
