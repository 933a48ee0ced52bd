//! A line of the log for each statement that takes long, with its plan.

use std::time::Duration;

use querent::prelude::*;
use querent::watch;

use crate::captured::{Fields, slow};
use crate::{Category, Product, SLOW, Tag, watched};

/// The lines about statements whose text has `part` in it, once there are so many.
pub(crate) async fn lines(part: &str, count: usize) -> Vec<Fields> {
    for _ in 0..200 {
        if slow(part).len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await; // and none too many
    let lines = slow(part);
    assert_eq!(lines.len(), count, "{lines:#?}");
    lines
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_slow_statement_is_told_of_once_with_its_plan_and_no_value(db: Db) {
    watched(&db).await;
    Tag::draft().word("tiger").create(&db).await.unwrap();
    let text = "SELECT id, word FROM tags AS tigers, pg_sleep(0.8) WHERE word <> 'hunter2' AND id <> 4711 AND word = {}";
    let line = line!() + 1;
    let found = Tag::raw(&db, text, ("tiger",)).await.unwrap();
    assert_eq!(found.len(), 1);

    let line_of_log = lines("AS tigers", 1).await.remove(0);
    let site = &line_of_log["site"];
    assert!(site.starts_with(&format!("{}:{line}:", file!())), "{site}");
    assert!(line_of_log["duration_ms"].parse::<f64>().unwrap() >= 800.0);
    assert_eq!(line_of_log["rows"], "1");
    assert!(!line_of_log.contains_key("error"), "{line_of_log:?}");
    let plan = &line_of_log["plan"];
    assert!(plan.contains("Seq Scan on tags tigers  (cost="), "{plan}");
    assert!(plan.contains("$1"), "{plan}");
    for value in ["tiger'", "hunter2", "4711"] {
        assert!(!line_of_log.values().any(|field| field.contains(value)), "{value}: {line_of_log:#?}");
    }
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_slow_statement_that_is_given_up_is_told_of_and_so_is_one_that_fails(db: Db) {
    watched(&db).await;
    let text = "SELECT 1::bigint AS id, pg_sleep(30)::text AS word FROM tags AS apes RIGHT JOIN (SELECT 1) AS one ON TRUE";
    let given_up = Tag::raw(&db, text, ()).into_future().timeout(SLOW + Duration::from_millis(50));
    assert!(given_up.await.is_err());
    assert_eq!(lines("AS apes", 1).await[0]["error"], "cancelled");

    let text = "SELECT 1::bigint AS id, (1 / (CASE WHEN pg_sleep(0.8)::text = '' THEN 0 END))::text AS word, 7 AS owls";
    assert!(Tag::raw(&db, text, ()).await.is_err());
    assert_eq!(lines("AS owls", 1).await[0]["error"], "22012");
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn the_time_that_the_rows_of_a_stream_are_worked_on_is_not_the_statements(db: Db) {
    watched(&db).await;
    let mut rows = Product::objects(&db).filter(|p| p.name.ne("whale")).order_by(|p| p.name.desc()).stream();
    while rows.try_next().await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let slow = slow("ORDER BY \"products\".\"name\" DESC");
    assert_eq!(slow, Vec::<Fields>::new());
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_slow_statement_names_the_scope_it_was_sent_in(db: Db) {
    watched(&db).await;
    let work =
        async { Tag::raw(&db, "SELECT 1::bigint AS id, pg_sleep(0.8)::text AS word, 7 AS bears", ()).await };
    watch::scope("GET /bears", work).await.unwrap();
    assert_eq!(lines("AS bears", 1).await[0]["endpoint"], "GET /bears");
}
