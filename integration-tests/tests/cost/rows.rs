//! What a row allocates beside the bare driver.

use querent::prelude::*;
use querent::{Db, Result};
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use crate::counted::least;
use crate::driver::{self, COLUMNS};
use crate::models::{Product, Review, fill};

/// What the driver allocates for a `Decimal`, which Querent reads in place.
const DECIMAL: u64 = 2;

/// The allocations for each of nine hundred rows more, to the next whole number: those for lists that grow and for pieces of
/// the answer, of which either may have more, are too few to count.
async fn per_row<W: AsyncFn(i64) -> u64>(work: W) -> u64 {
    (work(1_000).await - work(100).await + 450) / 900
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_row_takes_the_allocations_of_the_bare_driver_but_those_of_its_decimal(db: Db) {
    fill(&db).await;
    let text = format!("SELECT {COLUMNS} FROM products AS p WHERE id <= $1");
    let bare = async |client: &Client| -> Result<_> {
        let statement = client.prepare(&text).await?;
        let decode = driver::Product::of;
        Ok(per_row(async |n| driver::many(client, &statement, &[&n as &(dyn ToSql + Sync)], decode).await)
            .await)
    };
    let bare = db.with_client(bare).await.unwrap();
    let ours =
        per_row(async |n| least(async || Product::objects(&db).filter(|p| p.id.lte(n)).await.unwrap()).await)
            .await;
    assert_eq!(ours + DECIMAL, bare);
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_joined_row_takes_one_allocation_more_than_the_bare_driver(db: Db) {
    fill(&db).await;
    let text = format!(
        "SELECT {COLUMNS}, c.id, c.name FROM products AS p INNER JOIN categories AS c ON c.id = p.category_id
         WHERE p.id <= $1"
    );
    let bare = async |client: &Client| -> Result<_> {
        let statement = client.prepare(&text).await?;
        let decode = |row: &tokio_postgres::Row| {
            (driver::Product::of(row), row.get::<_, i64>(6), row.get::<_, String>(7))
        };
        Ok(per_row(async |n| driver::many(client, &statement, &[&n as &(dyn ToSql + Sync)], decode).await)
            .await)
    };
    let bare = db.with_client(bare).await.unwrap();
    let query = |n: i64| Product::objects(&db).filter(move |p| p.id.lte(n)).select_related(|p| p.category);
    let ours = per_row(async |n| least(async || query(n).await.unwrap()).await).await;
    assert_eq!(ours + DECIMAL, bare + 1);
}

#[querent_testkit::test(models = [Product, Review])]
async fn a_list_has_room_for_the_rows_of_the_last_two_answers_and_keeps_no_more_than_it_needs(db: Db) {
    fill(&db).await;
    let rows = async |most: i64| Product::objects(&db).filter(|p| p.id.lte(most)).await.unwrap();
    let mut rooms = Vec::new();
    for most in [100, 100, 100, 100, 3, 100] {
        let rows = rows(most).await;
        assert_eq!(rows.len() as i64, most);
        rooms.push(rows.capacity());
    }
    // It grows by doubling while nothing is known; the rows that were fewer than expected keep no room of the others.
    assert_eq!(rooms, [128, 128, 100, 100, 3, 192]);
}
