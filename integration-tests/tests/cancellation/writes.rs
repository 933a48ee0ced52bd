//! Writes that nobody waits for any more: they happen as a whole or not at all.

use integration_tests::cancellation::Operation;
use querent::Db;

use crate::leaves_nothing_behind;

#[querent_testkit::test]
async fn a_create_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Create).await;
}

#[querent_testkit::test]
async fn a_save_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Save).await;
}

#[querent_testkit::test]
async fn a_bulk_create_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::BulkCreate).await;
}

#[querent_testkit::test]
async fn a_bulk_create_of_several_statements_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::MixedBulkCreate).await;
}

#[querent_testkit::test]
async fn an_update_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Update).await;
}

#[querent_testkit::test]
async fn a_delete_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Delete).await;
}

#[querent_testkit::test]
async fn a_set_of_pairs_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::SetPairs).await;
}

#[querent_testkit::test]
async fn a_create_with_its_pair_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::CreatePaired).await;
}

#[querent_testkit::test]
async fn a_get_or_create_with_its_pair_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::FindPaired).await;
}

#[querent_testkit::test]
async fn a_set_of_keys_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::SetKeys).await;
}

#[querent_testkit::test]
async fn a_block_with_a_savepoint_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Atomic).await;
}

#[querent_testkit::test]
async fn a_transaction_on_the_lent_client_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Lent).await;
}

#[querent_testkit::test]
async fn a_batch_of_statements_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Batch).await;
}

#[querent_testkit::test]
async fn an_update_or_create_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::UpdateOrCreate).await;
}

#[querent_testkit::test]
async fn an_update_whose_rows_come_back_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::UpdateReturning).await;
}

#[querent_testkit::test]
async fn a_transaction_with_options_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Serializable).await;
}

#[querent_testkit::test]
async fn an_upsert_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::Upsert).await;
}

#[querent_testkit::test]
async fn a_bulk_update_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::BulkUpdate).await;
}

#[querent_testkit::test]
async fn a_get_or_create_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::GetOrCreate).await;
}

#[querent_testkit::test]
async fn a_delete_that_returns_values_and_is_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::DeleteReturning).await;
}

#[querent_testkit::test]
async fn a_bulk_create_without_returning_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::WithoutReturning).await;
}

#[querent_testkit::test]
async fn a_copy_into_a_table_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    leaves_nothing_behind(db, Operation::CopyIn).await;
}
