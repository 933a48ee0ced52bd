//! Several at the same time: they do not hurt each other, whatever the order in which they come.
//!
//! The same checks run for much longer by `cargo run --release -p integration-tests --bin soak -- orders`, and so on.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use integration_tests::races;
use querent::Db;

#[querent_testkit::test(worker_threads = 2)]
async fn no_request_outside_of_a_transaction_fails_because_a_table_is_altered(db: Db) {
    let seen = races::altered(&db, 60).await.unwrap();
    assert!(seen.alterations == 60 && seen.requests > 200, "{seen}");
    assert!(seen.committed > 20 && seen.outdated > 0, "those in transactions run again: {seen}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn transfers_that_meet_run_again_and_the_sum_stays_the_same(db: Db) {
    let seen = races::transfers(&db, 250).await.unwrap();
    assert!(seen.made > 50 && seen.refused > 10 && seen.lost > 10, "{seen}");
    assert!(seen.given_up == 0 && seen.sums > 10, "{seen}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn a_shop_sells_each_piece_once_however_many_order_it_at_the_same_time(db: Db) {
    let seen = races::orders(&db, 300).await.unwrap();
    assert!(seen.accepted > 50 && seen.sold_out > 50 && seen.hung_up > 10, "{seen}");
    assert!(seen.sold > seen.pieces / 2, "{seen}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn a_row_that_many_want_to_create_is_created_by_one_and_all_have_it(db: Db) {
    let seen = races::one_key(&db, 20).await.unwrap();
    assert!(seen.calls == 20 * 64 && seen.created >= 20, "{seen}");
}
