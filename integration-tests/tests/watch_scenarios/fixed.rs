//! What the watch says to do, done. Written by `BLESS=1 cargo test -p integration-tests --test watch_scenarios`.

#![allow(unused_imports, clippy::all, reason = "nobody wrote it")]

use std::num::NonZeroUsize;

use futures::future::try_join_all;
use futures::stream::{self, FuturesUnordered};
use futures::{StreamExt, TryStreamExt};
use integration_tests::watch::models::*;
use querent::prelude::*;
use querent::watch;
use querent::{Db, Result};
use tokio::task::{JoinSet, spawn_blocking};
use tracing::Instrument;

use crate::fixes::Fix;

pub(crate) const FIXES: &[Fix] = &[
    Fix { name: "a_foreign_key_of_each_row", scenario: "a_foreign_key_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(a_foreign_key_of_each_row(db)) },
    Fix { name: "a_key_that_can_be_null_of_each_row", scenario: "a_key_that_can_be_null_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(a_key_that_can_be_null_of_each_row(db)) },
    Fix { name: "a_key_to_the_same_table_of_each_row", scenario: "a_key_to_the_same_table_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(a_key_to_the_same_table_of_each_row(db)) },
    Fix { name: "the_rows_behind_a_key_of_each_row", scenario: "the_rows_behind_a_key_of_each_row", statements: 2, is_cure: true, run: |db| Box::pin(the_rows_behind_a_key_of_each_row(db)) },
    Fix { name: "the_rows_behind_a_key_to_the_same_table", scenario: "the_rows_behind_a_key_to_the_same_table", statements: 2, is_cure: true, run: |db| Box::pin(the_rows_behind_a_key_to_the_same_table(db)) },
    Fix { name: "the_pairs_of_each_row", scenario: "the_pairs_of_each_row", statements: 2, is_cure: true, run: |db| Box::pin(the_pairs_of_each_row(db)) },
    Fix { name: "the_pairs_of_each_row_of_the_other_side", scenario: "the_pairs_of_each_row_of_the_other_side", statements: 2, is_cure: true, run: |db| Box::pin(the_pairs_of_each_row_of_the_other_side(db)) },
    Fix { name: "the_pairs_through_a_model_of_each_row", scenario: "the_pairs_through_a_model_of_each_row", statements: 2, is_cure: true, run: |db| Box::pin(the_pairs_through_a_model_of_each_row(db)) },
    Fix { name: "a_one_to_one_of_each_row", scenario: "a_one_to_one_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(a_one_to_one_of_each_row(db)) },
    Fix { name: "the_row_behind_a_one_to_one_of_each_row", scenario: "the_row_behind_a_one_to_one_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(the_row_behind_a_one_to_one_of_each_row(db)) },
    Fix { name: "two_relations_of_each_row_are_two_findings", scenario: "two_relations_of_each_row_are_two_findings", statements: 3, is_cure: true, run: |db| Box::pin(two_relations_of_each_row_are_two_findings(db)) },
    Fix { name: "five_lines_that_load_for_five_rows_are_one_finding", scenario: "five_lines_that_load_for_five_rows_are_one_finding", statements: 1, is_cure: true, run: |db| Box::pin(five_lines_that_load_for_five_rows_are_one_finding(db)) },
    Fix { name: "the_same_lines_for_two_results_are_one_finding", scenario: "the_same_lines_for_two_results_are_one_finding", statements: 2, is_cure: true, run: |db| Box::pin(the_same_lines_for_two_results_are_one_finding(db)) },
    Fix { name: "a_query_over_several_lines_is_named_by_the_last", scenario: "a_query_over_several_lines_is_named_by_the_last", statements: 1, is_cure: true, run: |db| Box::pin(a_query_over_several_lines_is_named_by_the_last(db)) },
    Fix { name: "a_custom_manager_is_a_query_like_others", scenario: "a_custom_manager_is_a_query_like_others", statements: 1, is_cure: true, run: |db| Box::pin(a_custom_manager_is_a_query_like_others(db)) },
    Fix { name: "a_function_that_loads_is_the_line_and_its_caller_has_the_query", scenario: "a_function_that_loads_is_the_line_and_its_caller_has_the_query", statements: 1, is_cure: true, run: |db| Box::pin(a_function_that_loads_is_the_line_and_its_caller_has_the_query(db)) },
    Fix { name: "behind_rows_that_were_loaded_one_by_one", scenario: "behind_rows_that_were_loaded_one_by_one", statements: 1, is_cure: true, run: |db| Box::pin(behind_rows_that_were_loaded_one_by_one(db)) },
    Fix { name: "behind_selected_rows", scenario: "behind_selected_rows", statements: 1, is_cure: true, run: |db| Box::pin(behind_selected_rows(db)) },
    Fix { name: "behind_prefetched_rows", scenario: "behind_prefetched_rows", statements: 3, is_cure: true, run: |db| Box::pin(behind_prefetched_rows(db)) },
    Fix { name: "behind_some_prefetched_rows", scenario: "behind_some_prefetched_rows", statements: 3, is_cure: true, run: |db| Box::pin(behind_some_prefetched_rows(db)) },
    Fix { name: "behind_rows_that_several_rows_share", scenario: "behind_rows_that_several_rows_share", statements: 1, is_cure: true, run: |db| Box::pin(behind_rows_that_several_rows_share(db)) },
    Fix { name: "three_levels_are_three_findings", scenario: "three_levels_are_three_findings", statements: 4, is_cure: true, run: |db| Box::pin(three_levels_are_three_findings(db)) },
    Fix { name: "behind_pairs", scenario: "behind_pairs", statements: 3, is_cure: true, run: |db| Box::pin(behind_pairs(db)) },
    Fix { name: "behind_the_rows_of_one_row", scenario: "behind_the_rows_of_one_row", statements: 3, is_cure: true, run: |db| Box::pin(behind_the_rows_of_one_row(db)) },
    Fix { name: "behind_a_selected_row_that_may_be_none", scenario: "behind_a_selected_row_that_may_be_none", statements: 1, is_cure: true, run: |db| Box::pin(behind_a_selected_row_that_may_be_none(db)) },
    Fix { name: "rows_do_not_know_the_row_that_they_were_loaded_for", scenario: "rows_do_not_know_the_row_that_they_were_loaded_for", statements: 3, is_cure: true, run: |db| Box::pin(rows_do_not_know_the_row_that_they_were_loaded_for(db)) },
    Fix { name: "rows_of_a_page", scenario: "rows_of_a_page", statements: 1, is_cure: true, run: |db| Box::pin(rows_of_a_page(db)) },
    Fix { name: "rows_of_a_numbered_page", scenario: "rows_of_a_numbered_page", statements: 2, is_cure: true, run: |db| Box::pin(rows_of_a_numbered_page(db)) },
    Fix { name: "rows_by_their_keys", scenario: "rows_by_their_keys", statements: 1, is_cure: true, run: |db| Box::pin(rows_by_their_keys(db)) },
    Fix { name: "rows_by_a_unique_column", scenario: "rows_by_a_unique_column", statements: 2, is_cure: true, run: |db| Box::pin(rows_by_a_unique_column(db)) },
    Fix { name: "rows_with_a_value_beside_them", scenario: "rows_with_a_value_beside_them", statements: 1, is_cure: true, run: |db| Box::pin(rows_with_a_value_beside_them(db)) },
    Fix { name: "rows_of_two_queries_together", scenario: "rows_of_two_queries_together", statements: 1, is_cure: true, run: |db| Box::pin(rows_of_two_queries_together(db)) },
    Fix { name: "rows_of_a_statement_of_ones_own", scenario: "rows_of_a_statement_of_ones_own", statements: 2, is_cure: true, run: |db| Box::pin(rows_of_a_statement_of_ones_own(db)) },
    Fix { name: "rows_that_are_locked", scenario: "rows_that_are_locked", statements: 3, is_cure: true, run: |db| Box::pin(rows_that_are_locked(db)) },
    Fix { name: "locked_rows_and_a_key_that_can_be_null", scenario: "locked_rows_and_a_key_that_can_be_null", statements: 3, is_cure: true, run: |db| Box::pin(locked_rows_and_a_key_that_can_be_null(db)) },
    Fix { name: "one_row_of_each_value", scenario: "one_row_of_each_value", statements: 1, is_cure: true, run: |db| Box::pin(one_row_of_each_value(db)) },
    Fix { name: "rows_without_doubles", scenario: "rows_without_doubles", statements: 1, is_cure: true, run: |db| Box::pin(rows_without_doubles(db)) },
    Fix { name: "what_is_behind_rows_of_a_statement_of_ones_own", scenario: "what_is_behind_rows_of_a_statement_of_ones_own", statements: 3, is_cure: true, run: |db| Box::pin(what_is_behind_rows_of_a_statement_of_ones_own(db)) },
    Fix { name: "how_many_rows_are_behind_those_of_a_statement_of_ones_own_1", scenario: "how_many_rows_are_behind_those_of_a_statement_of_ones_own", statements: 2, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_those_of_a_statement_of_ones_own_1(db)) },
    Fix { name: "rows_that_were_updated_1", scenario: "rows_that_were_updated", statements: 1, is_cure: false, run: |db| Box::pin(rows_that_were_updated_1(db)) },
    Fix { name: "rows_with_a_key_of_several_columns", scenario: "rows_with_a_key_of_several_columns", statements: 1, is_cure: true, run: |db| Box::pin(rows_with_a_key_of_several_columns(db)) },
    Fix { name: "behind_rows_with_a_key_of_several_columns", scenario: "behind_rows_with_a_key_of_several_columns", statements: 2, is_cure: true, run: |db| Box::pin(behind_rows_with_a_key_of_several_columns(db)) },
    Fix { name: "rows_of_a_manager", scenario: "rows_of_a_manager", statements: 3, is_cure: true, run: |db| Box::pin(rows_of_a_manager(db)) },
    Fix { name: "loads_that_are_joined", scenario: "loads_that_are_joined", statements: 1, is_cure: true, run: |db| Box::pin(loads_that_are_joined(db)) },
    Fix { name: "loads_in_no_order", scenario: "loads_in_no_order", statements: 1, is_cure: true, run: |db| Box::pin(loads_in_no_order(db)) },
    Fix { name: "loads_a_few_at_a_time", scenario: "loads_a_few_at_a_time", statements: 2, is_cure: true, run: |db| Box::pin(loads_a_few_at_a_time(db)) },
    Fix { name: "loads_in_tasks_that_rows_were_moved_into", scenario: "loads_in_tasks_that_rows_were_moved_into", statements: 1, is_cure: true, run: |db| Box::pin(loads_in_tasks_that_rows_were_moved_into(db)) },
    Fix { name: "loads_in_tasks_within_the_span", scenario: "loads_in_tasks_within_the_span", statements: 1, is_cure: true, run: |db| Box::pin(loads_in_tasks_within_the_span(db)) },
    Fix { name: "loads_on_a_thread_that_blocks", scenario: "loads_on_a_thread_that_blocks", statements: 1, is_cure: true, run: |db| Box::pin(loads_on_a_thread_that_blocks(db)) },
    Fix { name: "queries_that_are_joined_1", scenario: "queries_that_are_joined", statements: 1, is_cure: false, run: |db| Box::pin(queries_that_are_joined_1(db)) },
    Fix { name: "two_requests_on_one_task_are_told_apart_1", scenario: "two_requests_on_one_task_are_told_apart", statements: 1, is_cure: false, run: |db| Box::pin(two_requests_on_one_task_are_told_apart_1(db)) },
    Fix { name: "two_requests_on_one_task_are_told_apart_2", scenario: "two_requests_on_one_task_are_told_apart", statements: 1, is_cure: false, run: |db| Box::pin(two_requests_on_one_task_are_told_apart_2(db)) },
    Fix { name: "a_task_that_outlives_its_request_is_told_as_far_as_it_was_1", scenario: "a_task_that_outlives_its_request_is_told_as_far_as_it_was", statements: 1, is_cure: false, run: |db| Box::pin(a_task_that_outlives_its_request_is_told_as_far_as_it_was_1(db)) },
    Fix { name: "a_request_that_is_dropped_on_its_way_1", scenario: "a_request_that_is_dropped_on_its_way", statements: 1, is_cure: false, run: |db| Box::pin(a_request_that_is_dropped_on_its_way_1(db)) },
    Fix { name: "rows_that_are_loaded_for_in_another_scope_belong_to_their_query_1", scenario: "rows_that_are_loaded_for_in_another_scope_belong_to_their_query", statements: 1, is_cure: false, run: |db| Box::pin(rows_that_are_loaded_for_in_another_scope_belong_to_their_query_1(db)) },
    Fix { name: "a_stream_that_is_read_to_its_end", scenario: "a_stream_that_is_read_to_its_end", statements: 1, is_cure: true, run: |db| Box::pin(a_stream_that_is_read_to_its_end(db)) },
    Fix { name: "a_stream_within_a_transaction", scenario: "a_stream_within_a_transaction", statements: 6, is_cure: true, run: |db| Box::pin(a_stream_within_a_transaction(db)) },
    Fix { name: "a_stream_that_is_dropped_on_its_way", scenario: "a_stream_that_is_dropped_on_its_way", statements: 5, is_cure: true, run: |db| Box::pin(a_stream_that_is_dropped_on_its_way(db)) },
    Fix { name: "a_stream_that_is_polled_in_a_request_is_of_that_request_1", scenario: "a_stream_that_is_polled_in_a_request_is_of_that_request", statements: 1, is_cure: false, run: |db| Box::pin(a_stream_that_is_polled_in_a_request_is_of_that_request_1(db)) },
    Fix { name: "a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it_1", scenario: "a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it", statements: 1, is_cure: false, run: |db| Box::pin(a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it_1(db)) },
    Fix { name: "how_many_rows_are_behind_each_1", scenario: "how_many_rows_are_behind_each", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_each_1(db)) },
    Fix { name: "how_many_pairs_each_row_has_1", scenario: "how_many_pairs_each_row_has", statements: 1, is_cure: false, run: |db| Box::pin(how_many_pairs_each_row_has_1(db)) },
    Fix { name: "how_many_pairs_through_a_model_each_row_has_1", scenario: "how_many_pairs_through_a_model_each_row_has", statements: 1, is_cure: false, run: |db| Box::pin(how_many_pairs_through_a_model_each_row_has_1(db)) },
    Fix { name: "whether_there_are_rows_behind_each_1", scenario: "whether_there_are_rows_behind_each", statements: 1, is_cure: false, run: |db| Box::pin(whether_there_are_rows_behind_each_1(db)) },
    Fix { name: "whether_each_row_has_pairs_1", scenario: "whether_each_row_has_pairs", statements: 1, is_cure: false, run: |db| Box::pin(whether_each_row_has_pairs_1(db)) },
    Fix { name: "the_first_row_behind_each_1", scenario: "the_first_row_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(the_first_row_behind_each_1(db)) },
    Fix { name: "the_last_pair_of_each_1", scenario: "the_last_pair_of_each", statements: 2, is_cure: false, run: |db| Box::pin(the_last_pair_of_each_1(db)) },
    Fix { name: "values_of_the_rows_behind_each_1", scenario: "values_of_the_rows_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(values_of_the_rows_behind_each_1(db)) },
    Fix { name: "a_sum_over_the_rows_behind_each_1", scenario: "a_sum_over_the_rows_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(a_sum_over_the_rows_behind_each_1(db)) },
    Fix { name: "some_of_the_rows_behind_each_1", scenario: "some_of_the_rows_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(some_of_the_rows_behind_each_1(db)) },
    Fix { name: "one_of_the_rows_behind_each_1", scenario: "one_of_the_rows_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(one_of_the_rows_behind_each_1(db)) },
    Fix { name: "a_stream_of_the_rows_behind_each_1", scenario: "a_stream_of_the_rows_behind_each", statements: 2, is_cure: false, run: |db| Box::pin(a_stream_of_the_rows_behind_each_1(db)) },
    Fix { name: "how_many_rows_are_behind_what_was_selected_1", scenario: "how_many_rows_are_behind_what_was_selected", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_what_was_selected_1(db)) },
    Fix { name: "how_many_rows_are_behind_what_was_prefetched_1", scenario: "how_many_rows_are_behind_what_was_prefetched", statements: 3, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_what_was_prefetched_1(db)) },
    Fix { name: "two_questions_about_each_row_are_two_findings_1", scenario: "two_questions_about_each_row_are_two_findings", statements: 1, is_cure: false, run: |db| Box::pin(two_questions_about_each_row_are_two_findings_1(db)) },
    Fix { name: "two_questions_about_each_row_are_two_findings_2", scenario: "two_questions_about_each_row_are_two_findings", statements: 1, is_cure: false, run: |db| Box::pin(two_questions_about_each_row_are_two_findings_2(db)) },
    Fix { name: "one_row_by_its_key_after_another_1", scenario: "one_row_by_its_key_after_another", statements: 1, is_cure: false, run: |db| Box::pin(one_row_by_its_key_after_another_1(db)) },
    Fix { name: "one_row_by_a_condition_on_its_key_1", scenario: "one_row_by_a_condition_on_its_key", statements: 1, is_cure: false, run: |db| Box::pin(one_row_by_a_condition_on_its_key_1(db)) },
    Fix { name: "one_row_by_a_unique_column_1", scenario: "one_row_by_a_unique_column", statements: 1, is_cure: false, run: |db| Box::pin(one_row_by_a_unique_column_1(db)) },
    Fix { name: "the_rows_behind_one_key_after_another_1", scenario: "the_rows_behind_one_key_after_another", statements: 1, is_cure: false, run: |db| Box::pin(the_rows_behind_one_key_after_another_1(db)) },
    Fix { name: "how_many_rows_there_are_behind_each_key_1", scenario: "how_many_rows_there_are_behind_each_key", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_there_are_behind_each_key_1(db)) },
    Fix { name: "whether_there_are_rows_behind_each_key_1", scenario: "whether_there_are_rows_behind_each_key", statements: 1, is_cure: false, run: |db| Box::pin(whether_there_are_rows_behind_each_key_1(db)) },
    Fix { name: "the_first_row_behind_each_key_1", scenario: "the_first_row_behind_each_key", statements: 1, is_cure: false, run: |db| Box::pin(the_first_row_behind_each_key_1(db)) },
    Fix { name: "rows_by_a_statement_of_ones_own_1", scenario: "rows_by_a_statement_of_ones_own", statements: 1, is_cure: false, run: |db| Box::pin(rows_by_a_statement_of_ones_own_1(db)) },
    Fix { name: "a_row_with_a_key_of_several_columns_after_another_1", scenario: "a_row_with_a_key_of_several_columns_after_another", statements: 1, is_cure: false, run: |db| Box::pin(a_row_with_a_key_of_several_columns_after_another_1(db)) },
    Fix { name: "whether_there_is_a_row_with_a_key_of_several_columns_1", scenario: "whether_there_is_a_row_with_a_key_of_several_columns", statements: 1, is_cure: false, run: |db| Box::pin(whether_there_is_a_row_with_a_key_of_several_columns_1(db)) },
    Fix { name: "rows_by_one_key_of_related_rows_after_another_1", scenario: "rows_by_one_key_of_related_rows_after_another", statements: 1, is_cure: false, run: |db| Box::pin(rows_by_one_key_of_related_rows_after_another_1(db)) },
    Fix { name: "how_many_rows_there_are_by_a_key_of_pairs_1", scenario: "how_many_rows_there_are_by_a_key_of_pairs", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_there_are_by_a_key_of_pairs_1(db)) },
    Fix { name: "a_sum_over_the_rows_behind_each_key_1", scenario: "a_sum_over_the_rows_behind_each_key", statements: 1, is_cure: false, run: |db| Box::pin(a_sum_over_the_rows_behind_each_key_1(db)) },
    Fix { name: "a_function_that_looks_up_and_is_called_in_a_loop_1", scenario: "a_function_that_looks_up_and_is_called_in_a_loop", statements: 1, is_cure: false, run: |db| Box::pin(a_function_that_looks_up_and_is_called_in_a_loop_1(db)) },
    Fix { name: "keys_in_rows_that_were_made_by_hand_1", scenario: "keys_in_rows_that_were_made_by_hand", statements: 1, is_cure: false, run: |db| Box::pin(keys_in_rows_that_were_made_by_hand_1(db)) },
    Fix { name: "the_rows_behind_rows_that_were_just_created_1", scenario: "the_rows_behind_rows_that_were_just_created", statements: 2, is_cure: false, run: |db| Box::pin(the_rows_behind_rows_that_were_just_created_1(db)) },
    Fix { name: "a_relation_of_each_row_that_is_looked_up_1", scenario: "a_relation_of_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_each_row_that_is_looked_up_1(db)) },
    Fix { name: "a_relation_of_each_row_that_is_looked_up_2", scenario: "a_relation_of_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_each_row_that_is_looked_up_2(db)) },
    Fix { name: "a_relation_of_each_row_once_all_are_looked_up_1", scenario: "a_relation_of_each_row_once_all_are_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_each_row_once_all_are_looked_up_1(db)) },
    Fix { name: "a_relation_of_each_row_once_all_are_looked_up_2", scenario: "a_relation_of_each_row_once_all_are_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_each_row_once_all_are_looked_up_2(db)) },
    Fix { name: "the_rows_behind_each_row_that_is_looked_up_1", scenario: "the_rows_behind_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(the_rows_behind_each_row_that_is_looked_up_1(db)) },
    Fix { name: "the_rows_behind_each_row_that_is_looked_up_2", scenario: "the_rows_behind_each_row_that_is_looked_up", statements: 2, is_cure: false, run: |db| Box::pin(the_rows_behind_each_row_that_is_looked_up_2(db)) },
    Fix { name: "how_many_rows_are_behind_each_row_that_is_looked_up_1", scenario: "how_many_rows_are_behind_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_each_row_that_is_looked_up_1(db)) },
    Fix { name: "how_many_rows_are_behind_each_row_that_is_looked_up_2", scenario: "how_many_rows_are_behind_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(how_many_rows_are_behind_each_row_that_is_looked_up_2(db)) },
    Fix { name: "two_relations_behind_each_other_1", scenario: "two_relations_behind_each_other", statements: 1, is_cure: false, run: |db| Box::pin(two_relations_behind_each_other_1(db)) },
    Fix { name: "two_relations_behind_each_other_2", scenario: "two_relations_behind_each_other", statements: 1, is_cure: false, run: |db| Box::pin(two_relations_behind_each_other_2(db)) },
    Fix { name: "a_relation_behind_a_selected_one_1", scenario: "a_relation_behind_a_selected_one", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_behind_a_selected_one_1(db)) },
    Fix { name: "a_relation_behind_a_selected_one_2", scenario: "a_relation_behind_a_selected_one", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_behind_a_selected_one_2(db)) },
    Fix { name: "a_relation_of_the_first_row_of_each_query_1", scenario: "a_relation_of_the_first_row_of_each_query", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_the_first_row_of_each_query_1(db)) },
    Fix { name: "a_relation_of_the_first_row_of_each_query_2", scenario: "a_relation_of_the_first_row_of_each_query", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_of_the_first_row_of_each_query_2(db)) },
    Fix { name: "rows_that_are_looked_up_at_once_1", scenario: "rows_that_are_looked_up_at_once", statements: 1, is_cure: false, run: |db| Box::pin(rows_that_are_looked_up_at_once_1(db)) },
    Fix { name: "rows_that_are_looked_up_at_once_2", scenario: "rows_that_are_looked_up_at_once", statements: 1, is_cure: false, run: |db| Box::pin(rows_that_are_looked_up_at_once_2(db)) },
    Fix { name: "a_field_of_each_row_that_is_looked_up_1", scenario: "a_field_of_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_field_of_each_row_that_is_looked_up_1(db)) },
    Fix { name: "a_field_of_each_row_that_is_looked_up_2", scenario: "a_field_of_each_row_that_is_looked_up", statements: 1, is_cure: false, run: |db| Box::pin(a_field_of_each_row_that_is_looked_up_2(db)) },
    Fix { name: "rows_and_one_that_is_not_there_1", scenario: "rows_and_one_that_is_not_there", statements: 1, is_cure: false, run: |db| Box::pin(rows_and_one_that_is_not_there_1(db)) },
    Fix { name: "rows_and_one_that_is_not_there_2", scenario: "rows_and_one_that_is_not_there", statements: 1, is_cure: false, run: |db| Box::pin(rows_and_one_that_is_not_there_2(db)) },
    Fix { name: "a_relation_that_the_query_of_each_row_expects_1", scenario: "a_relation_that_the_query_of_each_row_expects", statements: 1, is_cure: false, run: |db| Box::pin(a_relation_that_the_query_of_each_row_expects_1(db)) },
    Fix { name: "several_keys_in_one_of_two_databases_1", scenario: "several_keys_in_one_of_two_databases", statements: 1, is_cure: false, run: |db| Box::pin(several_keys_in_one_of_two_databases_1(db)) },
    Fix { name: "a_field_of_each_row", scenario: "a_field_of_each_row", statements: 1, is_cure: true, run: |db| Box::pin(a_field_of_each_row(db)) },
    Fix { name: "a_field_of_each_row_at_once", scenario: "a_field_of_each_row_at_once", statements: 1, is_cure: true, run: |db| Box::pin(a_field_of_each_row_at_once(db)) },
    Fix { name: "a_field_behind_each_row_1", scenario: "a_field_behind_each_row", statements: 1, is_cure: false, run: |db| Box::pin(a_field_behind_each_row_1(db)) },
    Fix { name: "a_field_behind_each_row_2", scenario: "a_field_behind_each_row", statements: 2, is_cure: false, run: |db| Box::pin(a_field_behind_each_row_2(db)) },
    Fix { name: "a_field_of_rows_that_were_loaded_one_by_one_1", scenario: "a_field_of_rows_that_were_loaded_one_by_one", statements: 2, is_cure: false, run: |db| Box::pin(a_field_of_rows_that_were_loaded_one_by_one_1(db)) },
    Fix { name: "a_field_of_rows_that_were_loaded_one_by_one_2", scenario: "a_field_of_rows_that_were_loaded_one_by_one", statements: 2, is_cure: false, run: |db| Box::pin(a_field_of_rows_that_were_loaded_one_by_one_2(db)) },
    Fix { name: "a_field_behind_a_row_that_was_selected", scenario: "a_field_behind_a_row_that_was_selected", statements: 2, is_cure: true, run: |db| Box::pin(a_field_behind_a_row_that_was_selected(db)) },
    Fix { name: "a_field_of_rows_that_were_prefetched", scenario: "a_field_of_rows_that_were_prefetched", statements: 2, is_cure: true, run: |db| Box::pin(a_field_of_rows_that_were_prefetched(db)) },
    Fix { name: "rows_created_one_by_one_1", scenario: "rows_created_one_by_one", statements: 1, is_cure: false, run: |db| Box::pin(rows_created_one_by_one_1(db)) },
    Fix { name: "rows_created_at_once_1", scenario: "rows_created_at_once", statements: 1, is_cure: false, run: |db| Box::pin(rows_created_at_once_1(db)) },
    Fix { name: "rows_saved_one_by_one_1", scenario: "rows_saved_one_by_one", statements: 2, is_cure: false, run: |db| Box::pin(rows_saved_one_by_one_1(db)) },
    Fix { name: "rows_deleted_one_by_one_1", scenario: "rows_deleted_one_by_one", statements: 1, is_cure: false, run: |db| Box::pin(rows_deleted_one_by_one_1(db)) },
    Fix { name: "selected_and_left", scenario: "selected_and_left", statements: 1, is_cure: true, run: |db| Box::pin(selected_and_left(db)) },
    Fix { name: "prefetched_and_left", scenario: "prefetched_and_left", statements: 1, is_cure: true, run: |db| Box::pin(prefetched_and_left(db)) },
    Fix { name: "selected_and_the_row_behind_left", scenario: "selected_and_the_row_behind_left", statements: 1, is_cure: true, run: |db| Box::pin(selected_and_the_row_behind_left(db)) },
    Fix { name: "prefetched_and_the_rows_behind_left", scenario: "prefetched_and_the_rows_behind_left", statements: 2, is_cure: true, run: |db| Box::pin(prefetched_and_the_rows_behind_left(db)) },
    Fix { name: "one_of_two_relations_left", scenario: "one_of_two_relations_left", statements: 1, is_cure: true, run: |db| Box::pin(one_of_two_relations_left(db)) },
    Fix { name: "one_row_that_could_be_several_where_tests_are_strict", scenario: "one_row_that_could_be_several_where_tests_are_strict", statements: 1, is_cure: true, run: |db| Box::pin(one_row_that_could_be_several_where_tests_are_strict(db)) },
    Fix { name: "another_relation_than_its_query_expects", scenario: "another_relation_than_its_query_expects", statements: 1, is_cure: true, run: |db| Box::pin(another_relation_than_its_query_expects(db)) },
    Fix { name: "a_relation_behind_the_one_that_is_expected", scenario: "a_relation_behind_the_one_that_is_expected", statements: 1, is_cure: true, run: |db| Box::pin(a_relation_behind_the_one_that_is_expected(db)) },
    Fix { name: "loads_outside_of_the_block_that_expects_them", scenario: "loads_outside_of_the_block_that_expects_them", statements: 1, is_cure: true, run: |db| Box::pin(loads_outside_of_the_block_that_expects_them(db)) },
];

async fn a_foreign_key_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(50).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_key_that_can_be_null_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.supplier).await?; // Q
    for product in &products {
        product.supplier.load(&db).await?; // L
    }
    Ok(())
}

async fn a_key_to_the_same_table_of_each_row(db: Db) -> Result<()> {
    let categories = Category::objects(&db).select_related(|c| c.parent).await?; // Q
    for category in &categories {
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn the_rows_behind_a_key_of_each_row(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        assert_eq!(category.products.load(&db).await?.len(), 5); // L
    }
    Ok(())
}

async fn the_rows_behind_a_key_to_the_same_table(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.children).await?; // Q
    for category in &categories {
        category.children.load(&db).await?; // L
    }
    Ok(())
}

async fn the_pairs_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.tags).await?; // Q
    for product in &products {
        assert_eq!(product.tags.load(&db).await?.len(), 3); // L
    }
    Ok(())
}

async fn the_pairs_of_each_row_of_the_other_side(db: Db) -> Result<()> {
    let tags = Tag::objects(&db).prefetch_related(|t| t.products).await?; // Q
    for tag in &tags {
        tag.products.load(&db).await?; // L
    }
    Ok(())
}

async fn the_pairs_through_a_model_of_each_row(db: Db) -> Result<()> {
    let users = User::objects(&db).prefetch_related(|u| u.favourites).await?; // Q
    for user in &users {
        assert_eq!(user.favourites.load(&db).await?.len(), 2); // L
    }
    Ok(())
}

async fn a_one_to_one_of_each_row(db: Db) -> Result<()> {
    let profiles = Profile::objects(&db).select_related(|p| p.user).await?; // Q
    for profile in &profiles {
        profile.user.load(&db).await?; // L
    }
    Ok(())
}

async fn the_row_behind_a_one_to_one_of_each_row(db: Db) -> Result<()> {
    let users = User::objects(&db).select_related(|u| u.profile).await?; // Q
    for user in &users {
        user.profile.load(&db).await?; // L
    }
    Ok(())
}

async fn two_relations_of_each_row_are_two_findings(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.reviews).prefetch_related(|p| p.tags).await?; // Q
    for product in &products {
        product.reviews.load(&db).await?; // L1
        product.tags.load(&db).await?; // L2
    }
    Ok(())
}

async fn five_lines_that_load_for_five_rows_are_one_finding(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    products[0].category.load(&db).await?;
    products[1].category.load(&db).await?;
    products[2].category.load(&db).await?;
    products[3].category.load(&db).await?;
    products[4].category.load(&db).await?; // L
    Ok(())
}

async fn the_same_lines_for_two_results_are_one_finding(db: Db) -> Result<()> {
    for _ in 0..2 {
        let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
        for product in &products {
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn a_query_over_several_lines_is_named_by_the_last(db: Db) -> Result<()> {
    let products = Product::objects(&db)
        .filter(|p| p.stock.lt(4) & p.category.name.is_in(["c1", "c2", "c3", "c4", "c5"]))
        .order_by(|p| (p.stock.desc(), p.name))
        .limit(10)
        .select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_custom_manager_is_a_query_like_others(db: Db) -> Result<()> {
    let products = Product::objects(&db).in_stock().select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_function_that_loads_is_the_line_and_its_caller_has_the_query(db: Db) -> Result<()> {
    async fn category_name(product: &Product, db: &Db) -> Result<String> {
        Ok(product.category.load(db).await?.name.clone()) // L
    }
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    for product in &products {
        category_name(product, &db).await?;
    }
    Ok(())
}

async fn behind_rows_that_were_loaded_one_by_one(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).select_related(|p| p.category.parent).await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?; // L1
        category.parent.load(&db).await?; // L2
    }
    Ok(())
}

async fn behind_selected_rows(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).select_related(|p| p.category.parent).await?; // Q
    for product in &products {
        product.category.loaded()?.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_prefetched_rows(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).prefetch_related(|c| c.products.tags).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            product.tags.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_some_prefetched_rows(db: Db) -> Result<()> {
    let some = Category::objects(&db).prefetch_related(|c| c.products.filter(|p| p.stock.gt(2)));
    let categories = some.prefetch_related(|c| c.products.tags).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            product.tags.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_rows_that_several_rows_share(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.category).select_related(|p| p.category.parent).await?; // Q
    for product in &products {
        product.category.loaded()?.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn three_levels_are_three_findings(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products.reviews.author).prefetch_related(|c| c.products.reviews).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        let products = category.products.load(&db).await?; // L1
        for product in products {
            let reviews = product.reviews.load(&db).await?; // L2
            for review in reviews {
                review.author.load(&db).await?; // L3
            }
        }
    }
    Ok(())
}

async fn behind_pairs(db: Db) -> Result<()> {
    let users = User::objects(&db).prefetch_related(|u| u.favourites).prefetch_related(|u| u.favourites.category).await?; // Q
    for user in &users {
        for product in user.favourites.loaded()? {
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn behind_the_rows_of_one_row(db: Db) -> Result<()> {
    let category = Category::objects(&db).prefetch_related(|c| c.products.tags).by_key(2).await?; // Q
    let products = category.products.load(&db).await?;
    for product in products {
        product.tags.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_a_selected_row_that_may_be_none(db: Db) -> Result<()> {
    let users = User::objects(&db).select_related(|u| u.profile).select_related(|u| u.profile.user).await?; // Q
    for user in &users {
        if let Some(profile) = user.profile.loaded()? {
            profile.user.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn rows_do_not_know_the_row_that_they_were_loaded_for(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).prefetch_related(|c| c.products.category).await?; // Q
    for category in &categories {
        for product in category.products.loaded()? {
            assert_eq!(product.category.key(), category.id);
            product.category.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn rows_of_a_page(db: Db) -> Result<()> {
    let page = Product::objects(&db).select_related(|p| p.category).page(10, None).await?; // Q
    for product in &page.rows {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_numbered_page(db: Db) -> Result<()> {
    let page = Product::objects(&db).select_related(|p| p.category).paginate(2, 10).await?; // Q
    for product in &page.rows {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_by_their_keys(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).in_bulk([1, 2, 3]).await?; // Q
    for product in products.values() {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_by_a_unique_column(db: Db) -> Result<()> {
    let emails = ["u1@example.org", "u2@example.org", "u3@example.org"];
    let users = User::objects(&db).prefetch_related(|u| u.reviews).in_bulk_by(|u| u.email, emails).await?; // Q
    for user in users.values() {
        user.reviews.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_with_a_value_beside_them(db: Db) -> Result<()> {
    let categories = Category::objects(&db).annotate(|c| c.products.count()).select_related(|c| c.parent).await?; // Q
    for (category, _) in &categories {
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_two_queries_together(db: Db) -> Result<()> {
    let few = Product::objects(&db).filter(|p| p.id.lte(5));
    let products = few.union(Product::objects(&db).filter(|p| p.id.gt(45))).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_statement_of_ones_own(db: Db) -> Result<()> {
    let products = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).prefetch_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_that_are_locked(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let products = Product::objects(tx).limit(10).select_for_update().select_related(|p| p.category).await?; // Q
        for product in &products {
            product.category.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn locked_rows_and_a_key_that_can_be_null(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let products = Product::objects(tx).limit(10).select_for_update().select_related(|p| p.supplier).await?; // Q
        for product in &products {
            product.supplier.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn one_row_of_each_value(db: Db) -> Result<()> {
    let some = Product::objects(&db).order_by(|p| (p.stock, p.id));
    let products = some.distinct_on(|p| p.stock).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_without_doubles(db: Db) -> Result<()> {
    let tagged = Product::objects(&db).filter(|p| p.tags.name.is_in(["t1", "t2", "t3"]));
    let products = tagged.distinct().limit(10).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn what_is_behind_rows_of_a_statement_of_ones_own(db: Db) -> Result<()> {
    let products = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).prefetch_related(|p| p.category).prefetch_related(|p| p.category.parent).await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?; // L1
        category.parent.load(&db).await?; // L2
    }
    Ok(())
}

async fn how_many_rows_are_behind_those_of_a_statement_of_ones_own_1(db: Db) -> Result<()> {
    let _ = Product::raw(&db, "SELECT * FROM products WHERE id <= {}", (10_i64,)).prefetch_related(|p| p.reviews).await?;
    Ok(())
}

async fn rows_that_were_updated_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Category::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn rows_with_a_key_of_several_columns(db: Db) -> Result<()> {
    let places = Place::objects(&db).select_related(|p| p.product).await?; // Q
    for place in &places {
        place.product.load(&db).await?; // L
    }
    Ok(())
}

async fn behind_rows_with_a_key_of_several_columns(db: Db) -> Result<()> {
    let products = Product::objects(&db).limit(20).prefetch_related(|p| p.places).await?; // Q
    for product in &products {
        product.places.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_of_a_manager(db: Db) -> Result<()> {
    let category = Category::objects(&db).by_key(1).await?;
    let products = category.products.objects(&db).limit(4).prefetch_related(|p| p.tags).await?; // Q
    for product in &products {
        product.tags.load(&db).await?; // L
    }
    Ok(())
}

async fn loads_that_are_joined(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let loads = products.iter().map(|product| product.category.load(&db)); // L
    try_join_all(loads).await?;
    Ok(())
}

async fn loads_in_no_order(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let loads: FuturesUnordered<_> = products.iter().map(|p| p.category.load(&db)).collect(); // L
    loads.try_collect::<Vec<_>>().await?;
    Ok(())
}

async fn loads_a_few_at_a_time(db: Db) -> Result<()> {
    let products = Product::objects(&db).prefetch_related(|p| p.tags).await?; // Q
    let loads: Vec<_> = products.iter().map(|product| product.tags.load(&db)).collect(); // L
    stream::iter(loads).buffer_unordered(8).try_collect::<Vec<_>>().await?;
    Ok(())
}

async fn loads_in_tasks_that_rows_were_moved_into(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let mut tasks = JoinSet::new();
    for product in products {
        let db = db.clone();
        tasks.spawn(async move {
            product.category.load(&db).await.map(drop) // L
        });
    }
    tasks.join_all().await.into_iter().collect()
}

async fn loads_in_tasks_within_the_span(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let mut tasks = JoinSet::new();
    for product in products {
        let db = db.clone();
        let load = async move {
            product.category.load(&db).await.map(drop) // L
        };
        tasks.spawn(load.instrument(tracing::Span::current()));
    }
    tasks.join_all().await.into_iter().collect()
}

async fn loads_on_a_thread_that_blocks(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let runtime = tokio::runtime::Handle::current();
    let work = move || {
        runtime.block_on(async {
            for product in &products {
                product.category.load(&db).await?; // L
            }
            Ok(())
        })
    };
    spawn_blocking(work).await.expect("it does not panic")
}

async fn queries_that_are_joined_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn two_requests_on_one_task_are_told_apart_1(db: Db) -> Result<()> {
    let db = &db;
    let _ = Product::objects(db).limit(10).select_related(|p| p.category).await?;
    Ok(())
}

async fn two_requests_on_one_task_are_told_apart_2(db: Db) -> Result<()> {
    let db = &db;
    let _ = Product::objects(db).limit(10).select_related(|p| p.category).await?;
    Ok(())
}

async fn a_task_that_outlives_its_request_is_told_as_far_as_it_was_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).select_related(|p| p.category).await?;
    Ok(())
}

async fn a_request_that_is_dropped_on_its_way_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).select_related(|p| p.category).await?;
    Ok(())
}

async fn rows_that_are_loaded_for_in_another_scope_belong_to_their_query_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).select_related(|p| p.category).await?;
    Ok(())
}

async fn a_stream_that_is_read_to_its_end(db: Db) -> Result<()> {
    let mut products = Product::objects(&db).select_related(|p| p.category).stream(); // Q
    while let Some(product) = products.try_next().await? {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_stream_within_a_transaction(db: Db) -> Result<()> {
    let work = db.atomic(async |tx| {
        let mut categories = Category::objects(tx).prefetch_related(|c| c.products).stream(); // Q
        while let Some(category) = categories.try_next().await? {
            category.products.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn a_stream_that_is_dropped_on_its_way(db: Db) -> Result<()> {
    let five = NonZeroUsize::new(5).expect("it is not zero");
    let work = db.atomic(async |tx| {
        let mut products = Product::objects(tx).select_related(|p| p.category).stream().chunk_size(five); // Q
        for _ in 0..5 {
            let product = products.try_next().await?.expect("there are fifty");
            product.category.load(tx).await?; // L
        }
        Ok::<_, querent::Error>(())
    });
    work.await
}

async fn a_stream_that_is_polled_in_a_request_is_of_that_request_1(db: Db) -> Result<()> {
    let mut rows = Product::objects(&db).select_related(|p| p.category).stream();
    while rows.try_next().await?.is_some() {}
    Ok(())
}

async fn a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it_1(db: Db) -> Result<()> {
    let mut rows = Product::objects(&db).select_related(|p| p.category).stream();
    while rows.try_next().await?.is_some() {}
    Ok(())
}

async fn how_many_rows_are_behind_each_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).annotate(|p| p.reviews.count()).await?;
    Ok(())
}

async fn how_many_pairs_each_row_has_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).annotate(|p| p.tags.count()).await?;
    Ok(())
}

async fn how_many_pairs_through_a_model_each_row_has_1(db: Db) -> Result<()> {
    let _ = User::objects(&db).annotate(|u| u.favourites.count()).await?;
    Ok(())
}

async fn whether_there_are_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).annotate(|p| exists(p.reviews)).await?;
    Ok(())
}

async fn whether_each_row_has_pairs_1(db: Db) -> Result<()> {
    let _ = Tag::objects(&db).annotate(|t| exists(t.products)).await?;
    Ok(())
}

async fn the_first_row_behind_each_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).prefetch_related(|p| p.reviews.limit(1)).await?;
    Ok(())
}

async fn the_last_pair_of_each_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).prefetch_related(|p| p.tags.limit(1)).await?;
    Ok(())
}

async fn values_of_the_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn a_sum_over_the_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn some_of_the_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn one_of_the_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).limit(5).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn a_stream_of_the_rows_behind_each_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn how_many_rows_are_behind_what_was_selected_1(db: Db) -> Result<()> {
    let _ = Product::objects(&db).select_related(|p| p.category).annotate(|p| p.category.products.count()).await?;
    Ok(())
}

async fn how_many_rows_are_behind_what_was_prefetched_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).prefetch_related(|c| c.products.tags).await?;
    Ok(())
}

async fn two_questions_about_each_row_are_two_findings_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).annotate(|c| c.products.count()).await?;
    Ok(())
}

async fn two_questions_about_each_row_are_two_findings_2(db: Db) -> Result<()> {
    let _ = Category::objects(&db).annotate(|c| exists(c.products)).await?;
    Ok(())
}

async fn one_row_by_its_key_after_another_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn one_row_by_a_condition_on_its_key_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn one_row_by_a_unique_column_1(db: Db) -> Result<()> {
    let keys = ["u1@example.org", "u2@example.org"];
    let _ = User::objects(&db).filter(|u| u.email.is_in(keys)).await?;
    Ok(())
}

async fn the_rows_behind_one_key_after_another_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).await?;
    Ok(())
}

async fn how_many_rows_there_are_behind_each_key_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).values(|p| p.category.key()).annotate(|p| count_all(p)).await?;
    Ok(())
}

async fn whether_there_are_rows_behind_each_key_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).values(|p| p.category.key()).distinct().await?;
    Ok(())
}

async fn the_first_row_behind_each_key_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).await?;
    Ok(())
}

async fn rows_by_a_statement_of_ones_own_1(db: Db) -> Result<()> {
    let keys = vec![1_i64, 2, 3];
    let _ = Product::raw(&db, "SELECT * FROM products WHERE id = ANY({})", (keys,)).await?;
    Ok(())
}

async fn a_row_with_a_key_of_several_columns_after_another_1(db: Db) -> Result<()> {
    let keys = [(1, 10), (2, 20)];
    let _ = Place::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn whether_there_is_a_row_with_a_key_of_several_columns_1(db: Db) -> Result<()> {
    let keys = [(1, 10), (2, 20)];
    let _ = Place::objects(&db).filter(|p| p.pk().is_in(keys)).values(|p| p.pk()).distinct().await?;
    Ok(())
}

async fn rows_by_one_key_of_related_rows_after_another_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.parent.is_in(keys)).await?;
    Ok(())
}

async fn how_many_rows_there_are_by_a_key_of_pairs_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.tags.id.is_in(keys)).values(|p| p.tags.id).annotate(|p| count_all(p)).await?;
    Ok(())
}

async fn a_sum_over_the_rows_behind_each_key_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).await?;
    Ok(())
}

async fn a_function_that_looks_up_and_is_called_in_a_loop_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn keys_in_rows_that_were_made_by_hand_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn the_rows_behind_rows_that_were_just_created_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Tag::objects(&db).filter(|t| t.id.is_in(keys)).prefetch_related(|t| t.products).await?;
    Ok(())
}

async fn a_relation_of_each_row_that_is_looked_up_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn a_relation_of_each_row_that_is_looked_up_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).select_related(|p| p.category).by_key(key).await?;
    Ok(())
}

async fn a_relation_of_each_row_once_all_are_looked_up_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn a_relation_of_each_row_once_all_are_looked_up_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).select_related(|p| p.category).by_key(key).await?;
    Ok(())
}

async fn the_rows_behind_each_row_that_is_looked_up_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn the_rows_behind_each_row_that_is_looked_up_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).prefetch_related(|p| p.reviews).by_key(key).await?;
    Ok(())
}

async fn how_many_rows_are_behind_each_row_that_is_looked_up_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn how_many_rows_are_behind_each_row_that_is_looked_up_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).annotate(|p| p.reviews.count()).by_key(key).await?;
    Ok(())
}

async fn two_relations_behind_each_other_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn two_relations_behind_each_other_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).select_related(|p| p.category).by_key(key).await?;
    Ok(())
}

async fn a_relation_behind_a_selected_one_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn a_relation_behind_a_selected_one_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).select_related(|p| p.category).select_related(|p| p.category.parent).by_key(key).await?;
    Ok(())
}

async fn a_relation_of_the_first_row_of_each_query_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.category.is_in(keys)).await?;
    Ok(())
}

async fn a_relation_of_the_first_row_of_each_query_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).filter(|p| p.category.eq(key)).select_related(|p| p.supplier).first().await?;
    Ok(())
}

async fn rows_that_are_looked_up_at_once_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn rows_that_are_looked_up_at_once_2(db: Db) -> Result<()> {
    let db = &db;
    let key = 1;
    let _ = Product::objects(db).select_related(|p| p.category).by_key(key).await?;
    Ok(())
}

async fn a_field_of_each_row_that_is_looked_up_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn a_field_of_each_row_that_is_looked_up_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).undefer(|p| (p.description,)).by_key(key).await?;
    Ok(())
}

async fn rows_and_one_that_is_not_there_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn rows_and_one_that_is_not_there_2(db: Db) -> Result<()> {
    let key = 1;
    let _ = Product::objects(&db).select_related(|p| p.category).by_key(key).await?;
    Ok(())
}

async fn a_relation_that_the_query_of_each_row_expects_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn several_keys_in_one_of_two_databases_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).in_bulk(keys).await?;
    Ok(())
}

async fn a_field_of_each_row(db: Db) -> Result<()> {
    let products = Product::objects(&db).undefer(|p| (p.description,)).await?; // Q
    for product in &products {
        product.description.load(&db).await?; // L
    }
    Ok(())
}

async fn a_field_of_each_row_at_once(db: Db) -> Result<()> {
    let products = Product::objects(&db).undefer(|p| (p.description,)).await?; // Q
    let loads = products.iter().map(|product| product.description.load(&db)); // L
    try_join_all(loads).await?;
    Ok(())
}

async fn a_field_behind_each_row_1(db: Db) -> Result<()> {
    let _ = User::objects(&db).select_related(|u| u.profile).await?;
    Ok(())
}

async fn a_field_behind_each_row_2(db: Db) -> Result<()> {
    let _ = User::objects(&db).prefetch_related(|u| u.profile.all().undefer(|p| (p.biography,))).await?;
    Ok(())
}

async fn a_field_of_rows_that_were_loaded_one_by_one_1(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products.all().undefer(|p| (p.description,))).await?;
    Ok(())
}

async fn a_field_of_rows_that_were_loaded_one_by_one_2(db: Db) -> Result<()> {
    let _ = Category::objects(&db).prefetch_related(|c| c.products).await?;
    Ok(())
}

async fn a_field_behind_a_row_that_was_selected(db: Db) -> Result<()> {
    let users = User::objects(&db).prefetch_related(|u| u.profile.all().undefer(|p| (p.biography,))).await?; // Q
    for user in &users {
        if let Some(profile) = user.profile.loaded()? {
            profile.biography.load(&db).await?; // L
        }
    }
    Ok(())
}

async fn a_field_of_rows_that_were_prefetched(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products.all().undefer(|p| (p.description,))).await?; // Q
    for product in categories.iter().flat_map(|category| category.products.loaded().into_iter().flatten()) {
        product.description.load(&db).await?; // L
    }
    Ok(())
}

async fn rows_created_one_by_one_1(db: Db) -> Result<()> {
    let drafts = [Tag::draft().name("a"), Tag::draft().name("b")];
    let _ = Tag::objects(&db).bulk_create(drafts).await?;
    Ok(())
}

async fn rows_created_at_once_1(db: Db) -> Result<()> {
    let drafts = [Tag::draft().name("a"), Tag::draft().name("b")];
    let _ = Tag::objects(&db).bulk_create(drafts).await?;
    Ok(())
}

async fn rows_saved_one_by_one_1(db: Db) -> Result<()> {
    let mut rows = Product::objects(&querent::Db::clone(&db)).limit(3).await?;
    let _ = Product::objects(&db).bulk_update(&mut rows, |p| (p.name,)).await?;
    Ok(())
}

async fn rows_deleted_one_by_one_1(db: Db) -> Result<()> {
    let keys = [1, 2, 3];
    let _ = Product::objects(&db).filter(|p| p.id.is_in(keys)).delete().await?;
    Ok(())
}

async fn selected_and_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    assert_eq!(products.len(), 50);
    Ok(())
}

async fn prefetched_and_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).await?; // Q
    assert_eq!(products.len(), 50);
    Ok(())
}

async fn selected_and_the_row_behind_left(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.loaded()?;
    }
    Ok(())
}

async fn prefetched_and_the_rows_behind_left(db: Db) -> Result<()> {
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await?; // Q
    for category in &categories {
        category.products.loaded()?;
    }
    Ok(())
}

async fn one_of_two_relations_left(db: Db) -> Result<()> {
    let all = Product::objects(&db).select_related(|p| p.category);
    let products = all.await?; // Q
    for product in &products {
        product.category.loaded()?;
    }
    Ok(())
}

async fn one_row_that_could_be_several_where_tests_are_strict(db: Db) -> Result<()> {
    let products = Product::objects(&db).filter(|p| p.name.startswith("p50")).select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn another_relation_than_its_query_expects(db: Db) -> Result<()> {
    let products = Product::objects(&db).allow_lazy(|p| p.tags, "three rows at most").select_related(|p| p.category).await?; // Q
    for product in &products {
        product.category.load(&db).await?; // L
    }
    Ok(())
}

async fn a_relation_behind_the_one_that_is_expected(db: Db) -> Result<()> {
    let some = Product::objects(&db).limit(10).allow_lazy(|p| p.category, "three rows at most");
    let products = some.select_related(|p| p.category.parent).await?; // Q
    for product in &products {
        let category = product.category.load(&db).await?;
        category.parent.load(&db).await?; // L
    }
    Ok(())
}

async fn loads_outside_of_the_block_that_expects_them(db: Db) -> Result<()> {
    let products = Product::objects(&db).select_related(|p| p.category).await?; // Q
    let (first, others) = products.split_at(10);
    let export = async {
        for product in first {
            product.category.load(&db).await?;
        }
        Ok::<_, querent::Error>(())
    };
    watch::allow(Product::fields().category, "an export", export).await?;
    for product in &others[..3] {
        product.category.load(&db).await?; // L
    }
    Ok(())
}
