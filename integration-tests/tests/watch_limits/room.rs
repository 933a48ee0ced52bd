//! What is kept of a scope does not grow with what happens in it.

use querent::prelude::*;
use querent::watch::{report, scope};

use crate::{Category, Product, watched};

#[querent_testkit::test(models = [Category, Product])]
async fn of_many_different_statements_in_one_scope_128_are_counted_and_the_others_told_of(db: Db) {
    watched(&db).await;
    let work = async {
        for number in 0..500 {
            let mut query = Category::objects(&db);
            for digit in 0..9 {
                query = match number >> digit & 1 {
                    0 => query.filter(|c| c.id.gt(0)),
                    _ => query.filter(|c| c.id.lt(0)),
                };
            }
            query.await.unwrap();
        }
    };
    scope("many statements", work).await;
    assert_eq!(report().overflowed, 500 - 128);
}
