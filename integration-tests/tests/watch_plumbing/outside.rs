//! What is found where no request is, or after its end.

use querent::prelude::*;
use querent::watch::{FindingReport, Mode, report};

use crate::apart::is_apart;
use crate::pages::relations;
use crate::{Category, Product, ROWS, watch};

/// What was found outside of any request at a line of this file.
fn found_at(line: u32) -> Option<FindingReport> {
    let at = format!("{}:{line}:", file!());
    let outside = report().endpoints.into_iter().find(|endpoint| endpoint.endpoint == "(no request)")?;
    assert_eq!(outside.requests, 0);
    outside.findings.into_iter().find(|found| found.finding.loaded_at.starts_with(&at))
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_is_found_outside_of_any_request_is_in_the_report_with_its_totals(db: Db) {
    watch().install();
    let line = line!() + 2;
    for _ in 0..2 {
        relations!(&db);
    }
    let found = found_at(line).unwrap();
    assert_eq!((found.requests, found.loads, found.finding.loads), (2, 20, 10));
    assert_eq!(found.finding.endpoint, None);
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_is_found_after_the_end_of_a_request_is_in_the_report(db: Db) -> querent::Result<()> {
    watch().install();
    let request = watch().scope("has ended");
    let products = request.run(Product::objects(&db)).await?;
    assert!(request.finish().is_empty());
    let line = line!() + 2;
    for product in &products {
        product.category.load(&db).await?;
    }
    assert_eq!(found_at(line).unwrap().finding.distinct, 2, "it is there while its rows are");
    drop(products);
    assert_eq!(found_at(line).unwrap().loads, 10);
    Ok(())
}

#[querent_testkit::test(models = [Category, Product], sql = ROWS)]
async fn what_fails_outside_of_any_request_is_in_the_report_with_its_totals(db: Db) -> querent::Result<()> {
    if !is_apart("outside::what_fails_outside_of_any_request_is_in_the_report_with_its_totals") {
        return Ok(());
    }
    watch().mode(Mode::Error).install();
    let products = Product::objects(&db).await?;
    let (mut refused, line) = (0, line!() + 2);
    for product in &products {
        refused += u32::from(product.category.load(&db).await.is_err());
    }
    assert_eq!((refused, found_at(line).unwrap().loads), (1, 2));
    drop(products);
    assert_eq!(found_at(line).unwrap().loads, 10);
    Ok(())
}
