//! What findings say to do is code that compiles, runs, and leaves nothing to find.

use futures::future::BoxFuture;
use integration_tests::watch::models::{Favourite, Place, Profile, ROWS, Review, restore};
use integration_tests::watch::{fixed, scenario, scenarios};
use querent::{Db, Result};

use crate::fixed::FIXES;

/// One piece of code that findings ask for, as `integration_tests::watch::fixed` has written it.
pub(crate) struct Fix {
    pub(crate) name: &'static str,
    /// The scenario that it is from.
    pub(crate) scenario: &'static str,
    /// How many statements it sends.
    pub(crate) statements: usize,
    /// Whether nothing is found in it any more.
    pub(crate) is_cure: bool,
    pub(crate) run: fn(Db) -> BoxFuture<'static, Result<()>>,
}

#[querent_testkit::test(models = [Review, Profile, Favourite, Place], sql = ROWS)]
async fn what_findings_say_to_do_is_code_that_compiles(db: Db) {
    let mut all = Vec::new();
    for scenario in scenarios() {
        let seen = scenario.run(&db).await.unwrap();
        if seen.has_written() {
            restore(&db).await.unwrap();
        }
        all.push((scenario, seen));
    }
    let (written, compiled) = (fixed(&all), include_str!("fixed.rs"));
    if std::env::var_os("BLESS").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/watch_scenarios/fixed.rs");
        std::fs::write(file, &written).unwrap();
        return;
    }
    let different = written.lines().zip(compiled.lines()).find(|(written, compiled)| written != compiled);
    assert!(written == compiled, "`fixed.rs` is not what BLESS=1 would write, first here: {different:#?}");
}

#[querent_testkit::test(models = [Review, Profile, Favourite, Place], sql = ROWS)]
async fn what_findings_say_to_do_leaves_nothing_to_find(db: Db) {
    let mut wrong = Vec::new();
    for fix in FIXES {
        let work = async {
            (fix.run)(db.clone()).await?;
            Ok(Vec::new())
        };
        let seen = match scenario(fix.scenario).unwrap().watch(&db, work).await {
            Ok(seen) => seen,
            Err(error) => {
                wrong.push(format!("{}: {error:?}", fix.name));
                continue;
            }
        };
        if seen.statements.len() != fix.statements {
            wrong.push(format!("{}: {} expected, {:#?}", fix.name, fix.statements, seen.statements));
        }
        if fix.is_cure && !seen.findings.is_empty() {
            wrong.push(format!("{}: {:#?}", fix.name, seen.findings));
        }
        if seen.has_written() {
            restore(&db).await.unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
