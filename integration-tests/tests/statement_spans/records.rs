//! The statements that a request keeps.

use std::time::Duration;

use querent::prelude::*;
use querent::watch;

use crate::{Category, Product, Tag, watched};

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_request_keeps_its_statements_with_their_lines_and_times(db: Db) {
    watched(&db).await;
    let line = line!() + 3;
    let work = async {
        db.atomic(async |tx| {
            Category::objects(tx).prefetch_related(|c| c.products).await?;
            Category::draft().name("a").create(tx).await
        })
        .await
    };
    watch::scope("GET /records", work).await.unwrap_err();
    let request = watch::requests().into_iter().find(|request| request.endpoint == "GET /records").unwrap();
    let texts: Vec<_> = request.statements.iter().map(|one| one.sql.split(' ').next().unwrap()).collect();
    assert_eq!(texts, ["BEGIN", "SELECT", "SELECT", "INSERT", "ROLLBACK"]);
    let rows: Vec<_> = request.statements.iter().map(|one| one.rows).collect();
    assert_eq!(rows, [None, Some(3), Some(6), None, None]);
    let errors: Vec<_> = request.statements.iter().map(|one| one.error.as_deref()).collect();
    assert_eq!(errors, [None, None, None, Some("23505"), None]);
    let sites: Vec<_> = request.statements.iter().map(|one| one.site.as_str()).collect();
    assert!(sites[1].starts_with(&format!("{}:{line}:", file!())), "{sites:?}");
    assert_eq!(sites[1], sites[2]);
    assert!(request.statements.iter().all(|one| one.start + one.wall <= request.wall));
    assert!(request.statements.iter().all(|one| one.wall > Duration::ZERO));
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn what_is_found_of_sql_that_a_user_has_written_tells_no_value(db: Db) {
    watched(&db).await;
    let work = async {
        for id in 1..=6_i64 {
            Tag::raw(&db, "SELECT * FROM tags WHERE word <> 'hunter2' AND id = {}", (id,)).await.unwrap();
        }
    };
    let ((), findings) = watch::capture(work).await;
    let texts: Vec<_> = findings.iter().map(|finding| finding.sql.as_deref()).collect();
    assert_eq!(texts, [Some("SELECT * FROM tags WHERE word <> ? AND id = $1")]);
}
