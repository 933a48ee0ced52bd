//! Columns that are left out until they are asked for.

use querent::Kind;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::BookInPart;

/// Which columns are left out is the model's: a key that `select_related` follows is always there.
#[test]
fn sr_05_deferred_columns_are_one_query_each_when_they_are_asked_for() {
    on_the_data(async |db| {
        let query = BookInPart::objects(&db).select_related(|b| b.publisher);
        let sql = query.sql().unwrap();
        assert!(!sql.contains("isbn") && !sql.contains("pages"), "{sql}");
        let book = db.assert_statements(1, query.by_key(1)).await.unwrap();
        assert_eq!(book.publisher.loaded().unwrap().name, "Apress");
        assert_eq!(book.isbn.loaded().unwrap_err().kind(), Kind::NotLoaded);
        let both =
            async { (book.isbn.load(&db).await.unwrap().clone(), *book.pages.load(&db).await.unwrap()) };
        assert_eq!(db.assert_statements(2, both).await, ("159059725".to_owned(), 447));
    });
}
