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
