//! Queries and streams that nobody waits for any more.

use integration_tests::cancellation::Operation;
use querent::Db;

use crate::leaves_nothing_behind;

#[querent_testkit::test]
async fn a_prefetching_query_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Prefetch).await;
}

#[querent_testkit::test]
async fn a_stream_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Stream).await;
}

#[querent_testkit::test]
async fn a_stream_that_prefetches_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::PrefetchingStream).await;
}

#[querent_testkit::test]
async fn a_copy_of_a_query_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::CopyOut).await;
}

#[querent_testkit::test]
async fn a_load_that_others_wait_for_dropped_at_any_point_leaves_them_their_rows(db: Db) {
    leaves_nothing_behind(db, Operation::PeersFirst).await;
}

#[querent_testkit::test]
async fn a_load_that_waits_for_another_one_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::PeersSecond).await;
}

#[querent_testkit::test]
async fn the_first_of_loads_that_wait_at_once_dropped_at_any_point_leaves_the_others_their_rows(db: Db) {
    leaves_nothing_behind(db, Operation::CoalesceFirst).await;
}

#[querent_testkit::test]
async fn a_load_of_a_field_for_all_rows_dropped_at_any_point_leaves_the_others_their_values(db: Db) {
    leaves_nothing_behind(db, Operation::DeferredField).await;
}
