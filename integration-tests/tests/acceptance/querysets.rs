//! Querysets as values.

use futures::TryStreamExt;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::Author;

/// A queryset holds no rows: awaiting it moves it, and to await it again, it is cloned and sent again.
#[test]
fn qry_01_building_sends_nothing_chaining_copies_and_rows_are_read_once() {
    on_the_data(async |db| {
        let all = Author::objects(&db).order_by(|a| a.id);
        db.assert_statements(0, async {
            let base = all.clone().filter(|a| a.age.eq(1)).exclude(|a| a.age.eq(2));
            drop(base.order_by(|a| a.age).limit(3));
        })
        .await;
        assert_eq!(db.assert_statements(1, all.clone()).await.unwrap().len(), 9);
        let first = async { [all.clone().first().await.unwrap(), all.clone().first().await.unwrap()] };
        let first = db.assert_statements(2, first).await;
        assert!(first.iter().all(|author| author.as_ref().unwrap().name == "Adrian Holovaty"));
        let young = all.clone().filter(|a| a.age.eq(29));
        assert_eq!((young.count().await.unwrap(), all.clone().count().await.unwrap()), (2, 9));
        let rows = async {
            let once: Vec<_> = all.clone().stream().try_collect().await.unwrap();
            let twice: Vec<_> = all.clone().stream().try_collect().await.unwrap();
            once.len() + twice.len()
        };
        assert_eq!(db.assert_statements(2, rows).await, 18);
        let exists = async { (all.clone().exists().await.unwrap(), all.clone().await.unwrap().len()) };
        assert_eq!(db.assert_statements(2, exists).await, (true, 9));
    });
}
