//! Rows that are written many at once, or looked for first.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::{Book, Publisher};

#[test]
fn wri_05_update_from_an_annotation_a_subquery_and_rows_chosen_by_an_aggregate() {
    on_the_data(async |db| {
        let publishers = Publisher::objects(&db).order_by(|p| p.id);
        let awards = || publishers.clone().values(|p| p.num_awards);
        let counted = publishers.clone().update(|p| {
            let books = Book::within(p).filter(|b| b.publisher.eq(p.id)).values(|b| b.publisher.key());
            let count = books.annotate(|b| b.id.count()).values(|(_, n)| n.cast::<i32>());
            p.num_awards.set(subquery(count).coalesce(0))
        });
        assert_eq!(db.assert_statements(1, counted).await.unwrap(), 5);
        assert_eq!(awards().await.unwrap(), [2, 1, 2, 1, 0]);
        let more = publishers.clone().annotate(|p| p.num_awards + 1);
        assert_eq!(more.update(|(p, more)| p.num_awards.set(more)).await.unwrap(), 5);
        assert_eq!(awards().await.unwrap(), [3, 2, 3, 2, 1]);
        let books = publishers.clone().annotate(|p| p.books.count());
        let direct = books.clone().update(|(p, n)| p.num_awards.set(n.cast::<i32>()));
        assert_eq!(db.assert_statements(0, direct).await.unwrap_err().kind(), Kind::Misuse);
        let ordered = publishers.clone().order_by(|p| p.books.pages).update(|p| p.name.set("p"));
        assert_eq!(ordered.await.unwrap(), 5);
        let several = books.filter(|(_, n)| n.gt(1)).update(|(p, _)| p.name.set("big"));
        assert_eq!(db.assert_statements(1, several).await.unwrap(), 2);
    });
}
