//! Every lookup of the tour, run.

use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::lookups;
use crate::models::{Product, Review};

const SHOP: &str = "
    INSERT INTO categories (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Electronics');
    INSERT INTO products (id, category_id, name, price) OVERRIDING SYSTEM VALUE VALUES (7, 1, 'Radio', 19.99);
";

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn every_lookup_finds_what_it_describes(db: Db) {
    for (name, condition) in lookups::all(&db) {
        let found = Product::objects(&db).filter(|_| condition.clone()).count();
        assert_eq!(db.assert_statements(1, found).await.unwrap(), 1, "{name}");
        let others = Product::objects(&db).exclude(|_| condition).count().await.unwrap();
        assert_eq!(others, 0, "{name}, negated");
    }
}
